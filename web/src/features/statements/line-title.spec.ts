import { describe, expect, it } from '@jest/globals';
import { lastDepartment, lineTitle } from './line-title.js';

describe('what a statement line is about', () => {
  it('is said in the vendor’s words, then in those of the order, then by its kind', () => {
    const expenses = [{ description: null, product: '快车', from: 'A', to: 'B' }];
    expect(lineTitle({ description: '改签费', expenses }, 'Rides')).toEqual({ title: '改签费', route: 'A → B' });
    expect(lineTitle({ description: null, expenses }, 'Rides')).toEqual({ title: '快车', route: 'A → B' });
    expect(lineTitle({ expenses: [] }, 'Rides')).toEqual({ title: 'Rides', route: null });
  });

  it('takes the way from the vendor’s detail when no order is known', () => {
    expect(lineTitle({ detail: { from: 'A', to: 7 } }, 'Rides').route).toBe('A → …');
    expect(lineTitle({ detail: 'free text' }, 'Rides').route).toBeNull();
  });
});

describe('the department a vendor names', () => {
  it('is the last of its path', () => {
    expect(lastDepartment('北岸（北京）有限公司>华南销售部>广州组')).toBe('广州组');
    expect(lastDepartment('Company / Sales')).toBe('Sales');
    expect(lastDepartment('广州组')).toBe('广州组');
    expect(lastDepartment(null)).toBe('');
  });
});
