import { describe, expect, it } from '@jest/globals';

import type { CashMovement, WorldOrder } from './facts.js';
import { OrderBook } from './order-book.js';

const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T04:00:00Z`;
const ms = (day: number): number => Date.parse(at(day));
const cash = (id: string, day: number, amount: number, more: Partial<CashMovement> = {}): CashMovement => ({
  id,
  type: amount < 0 ? 'refund' : 'charge',
  at: at(day),
  amount: String(amount),
  company: String(amount),
  personal: '0',
  ...more,
});
const order = (id: string, movements: CashMovement[], kind: WorldOrder['kind'] = 'ride'): WorldOrder => ({
  id,
  kind,
  product: 'express',
  bookedAt: movements[0]?.at ?? at(1),
  startAt: at(1),
  endAt: at(1),
  state: 'done',
  booker: 'p',
  traveller: 'p',
  to: { city: '北京', name: '西站' },
  detail: {},
  cash: movements,
});
const idsOf = (book: OrderBook, from: number, to: number, kind: WorldOrder['kind'] = 'ride'): string[] =>
  book.between(kind, ms(from), ms(to)).map((handle) => book.order(handle).id);

describe('OrderBook', () => {
  it('finds orders by each moment their cash moved, each once, in order of time', () => {
    const book = new OrderBook();
    book.put(order('b', [cash('c', 5, 100), cash('r', 9, -20, { of: 'c' })]));
    book.put(order('a', [cash('c', 3, 100)]));
    book.put(order('h', [cash('c', 4, 100)], 'hotel'));
    expect(idsOf(book, 1, 10)).toEqual(['a', 'b']);
    expect(idsOf(book, 9, 9)).toEqual(['b']);
    expect(idsOf(book, 6, 8)).toEqual([]);
    expect(idsOf(book, 1, 10, 'hotel')).toEqual(['h']);
    expect(book.span()).toEqual({ from: ms(3), to: ms(9) });
  });

  it('replaces, removes and forgets', () => {
    const book = new OrderBook();
    book.put(order('a', [cash('c', 3, 100)]));
    const before = book.version;
    book.put(order('a', [cash('c', 7, 100)]));
    expect(book.version).toBeGreaterThan(before);
    book.put(order('b', [cash('c', 6, 100)]));
    expect(idsOf(book, 1, 10)).toEqual(['b', 'a']);
    expect(book.remove('a')).toBe(true);
    expect(book.remove('a')).toBe(false);
    expect(idsOf(book, 1, 10)).toEqual(['b']);
    book.clear();
    expect([...book.all()]).toEqual([]);
    expect(book.span()).toBeUndefined();
  });

  it('refuses cash that contradicts itself', () => {
    const book = new OrderBook();
    const put =
      (movement: CashMovement): (() => void) =>
      () =>
        book.put(order('x', [movement]));
    expect(put(cash('c', 1, 100, { company: '90' }))).toThrow('amount is not company + personal');
    expect(put(cash('c', 1, 100, { amount: '1.5' }))).toThrow('no integer');
    expect(put(cash('c', 1, 100, { type: 'refund' }))).toThrow('sign');
    expect(put(cash('c', 1, -100, { of: 'other' }))).toThrow('no movement other');
    expect(put(cash('c', 1, 100, { at: 'soon' }))).toThrow('no instant');
  });

  describe('generated orders', () => {
    const people = [{ id: 'p1', employeeNumber: '1', name: '甲', phone: '1', email: '', departmentCode: 'D', departmentName: '部' }];
    const generated = (): OrderBook => {
      const book = new OrderBook();
      book.generate({ orders: 5000, from: at(1), to: at(29), seed: 7, kinds: ['ride', 'flight'] }, people);
      return book;
    };

    it('are the same each time, and the same in full as in short', () => {
      const [left, right] = [generated(), generated()];
      for (const handle of left.between('ride', ms(10), ms(11))) {
        const full = left.order(handle);
        expect(right.order(handle)).toEqual(full);
        const { id, kind, product, cash: movements } = left.summary(handle);
        expect({ id, kind, product }).toEqual({ id: full.id, kind: full.kind, product: full.product });
        expect(movements.map(({ at: when, company }) => [when, String(company)])).toEqual(
          full.cash.map((each) => [Date.parse(each.at), each.company]),
        );
        expect(left.booking(handle)).toEqual({ booker: full.booker, department: full.department });
        expect(left.handleOf(full.id)).toBe(handle);
      }
    });

    it('are found by time exactly as a scan would find them', () => {
      const book = generated();
      const [from, to] = [ms(12), ms(20)];
      const scanned = [...book.all()]
        .filter(({ kind, cash: movements }) => kind === 'flight' && movements.some(({ at: when }) => when >= from && when <= to))
        .map(({ id }) => id);
      const found = book.between('flight', from, to);
      expect(found.map((handle) => book.order(handle).id).sort()).toEqual(scanned.sort());
      expect(found.length).toBeGreaterThan(500);
      expect(scanned.length).toBe(found.length);
    });

    it('can be changed and removed one by one', () => {
      const book = generated();
      const [first, second] = book.between('ride', ms(5), ms(6)).map((handle) => book.order(handle)) as [WorldOrder, WorldOrder];
      book.put({ ...first, product: 'luxury' });
      book.remove(second.id);
      const after = book.between('ride', ms(5), ms(6)).map((handle) => book.order(handle));
      expect(after.find(({ id }) => id === first.id)?.product).toBe('luxury');
      expect(after.find(({ id }) => id === second.id)).toBeUndefined();
      expect([...book.all()]).toHaveLength(4999);
      expect(book.handleOf(second.id)).toBeUndefined();
    });

    it('refuse a command that makes no sense', () => {
      const book = new OrderBook();
      const from = at(1);
      const to = at(2);
      expect(() => book.generate({ orders: 0, from, to, seed: 1 }, [])).toThrow(RangeError);
      expect(() => book.generate({ orders: 1, from: to, to: from, seed: 1 }, [])).toThrow(RangeError);
      expect(() => book.generate({ orders: 1, from, to, seed: 1, kinds: [] }, [])).toThrow(RangeError);
    });
  });
});
