/** @jest-environment jsdom */
import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, render } from '@testing-library/react';
import { Money, moneyText } from './money.js';

afterEach(cleanup);

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const shown = (element: React.ReactElement) => render(element).container.textContent;

describe('money', () => {
  it('is written digit for digit with the sign before the symbol', () => {
    expect(moneyText(cny('1234567.80'))).toBe('¥1,234,567.80');
    expect(moneyText(cny('-0.5'))).toBe('−¥0.50');
    expect(moneyText(cny('-0.00'))).toBe('¥0.00');
    expect(moneyText({ amount: '1200', currency: 'JPY' })).toBe('¥1,200');
    expect(moneyText({ amount: '7', currency: 'CHF' })).toBe('CHF 7.00');
    expect(moneyText(cny('90071992547409931.23'))).toBe('¥90,071,992,547,409,931.23');
  });

  it('leaves the symbol to the column’s header, but names a currency that has none', () => {
    expect(shown(<Money value={cny('12.3')} />)).toBe('12.30');
    expect(shown(<Money value={{ amount: '12.3', currency: 'SGD' }} />)).toBe('SGD 12.30');
  });

  it('signs differences both ways', () => {
    expect(shown(<Money value={cny('5')} symbol signed />)).toBe('+¥5.00');
    expect(shown(<Money value={cny('-5')} symbol signed />)).toBe('−¥5.00');
    expect(shown(<Money value={cny('0')} symbol signed />)).toBe('¥0.00');
  });

  it('says a quiet zero aloud', () => {
    const { container } = render(<Money value={cny('0.00')} quietZero />);
    expect(container.querySelector('.visually-hidden')?.textContent).toBe('¥0.00');
    expect(container.querySelector('[aria-hidden]')?.textContent).toBe('–');
  });
});
