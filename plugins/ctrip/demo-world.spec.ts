import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  formatLocalTime,
  parseMoney,
  textOf,
  type Connector,
  type ExpenseLine,
  type JsonObject,
  type Manifest,
  type OrderRecord,
  type Settlement,
  type Statement,
  type StatementLine,
} from '@interline/sdk';
import type { LedgerRow, WorldOrder } from '@interline/sdk/simulator';
import { Lab } from '@interline/sdk/testkit';
import { parse } from 'yaml';
import { buildWorld } from '../../demo/index.js';
import simulator from './simulator/index.js';
import ctrip from './src/index.js';

// A year of a company takes some seconds alone, and more on a busy machine.
jest.setTimeout(240_000);

const manifest = parse(readFileSync(new URL('manifest.yaml', import.meta.url), 'utf8')) as Manifest;
const SOLD = ['flight', 'hotel', 'train'];
const isSold = ({ kind }: { kind: string }): boolean => SOLD.includes(kind);
const DAY = 86_400_000;
const china = (local: string): Date => new Date(`${local.replace(' ', 'T')}+08:00`);
const periodOf = (at: Date): string => formatLocalTime(at, '+08:00').slice(0, 7);

/** Where the wire says what a row comes to with the fee only the statement shows, and that fee. A hotel says no total. */
const TOTALS: Readonly<Record<string, readonly [block: string, total: string]>> = {
  flight: ['OrderSettlementBaseInfo', 'RealAmountWithPostServiceFee'],
  train: ['TrainSettlementDetail', 'RealAmountHasPost'],
};

/** A record as it came, and what it was mapped to. */
interface Read<Canonical> {
  data: JsonObject;
  canonical: Canonical;
}

/** The demo's whole year, of which Ctrip sells the flights, hotels and trains, read over HTTP with the settings an admin leaves as they are. */
describe('the demo’s world, from the simulator through the connector', () => {
  // Nobody buys anything in the minutes before, which no window holds yet.
  const asOf = china('2026-11-23 03:00:00');
  const world = buildWorld({ seed: 'demo', asOf });
  const wanted = new Map<string, WorldOrder>(world.facts.orders!.filter(isSold).map((order) => [order.id, order]));
  let lab: Lab;
  let ledger: LedgerRow[];
  let orders: Map<string, Read<OrderRecord>>;
  let statements: Statement[];
  let billed: Map<string, Read<StatementLine>>;
  let open: Settlement[];
  let perOrder: number;

  /** What a stream gives, by external id: read in several windows, a record is what it was last. */
  async function read<Canonical>(stream: string, from = china('2025-10-01 00:00:00'), to = asOf): Promise<Map<string, Read<Canonical>>> {
    const session = lab.session();
    const readings = await lab.readAll(stream, { from, to }, session);
    for (const { control, records } of readings) expect(control).toEqual({ count: records.length });
    const records = readings.flatMap((reading) => reading.records);
    const mapped = session.map(stream, records);
    expect(mapped.flatMap(({ problem }) => problem?.message ?? [])).toEqual([]);
    return new Map(mapped.map(({ record, canonical }) => [record.externalId, { data: record.data, canonical: canonical as Canonical }]));
  }
  const canonicals = <Canonical>(records: Map<string, Read<Canonical>>): Canonical[] =>
    [...records.values()].map(({ canonical }) => canonical);

  beforeAll(async () => {
    lab = await Lab.start({ manifest, connector: ctrip as unknown as Connector, simulator, now: asOf, patience: 30_000 });
    lab.facts = world.facts;
    await lab.reset();
    ledger = await lab.ledger();
    const before = lab.exchanges.length;
    orders = await read<OrderRecord>('orders');
    perOrder = (lab.exchanges.length - before) / orders.size;
    statements = canonicals(await read<Statement>('statements'));
    billed = await read<StatementLine>('statement_lines');
    open = canonicals(await read<Settlement>('settlements'));
  });
  afterAll(() => lab.close());

  const linesOf = (): ExpenseLine[] => canonicals(orders).flatMap(({ lines }) => lines);
  const sumBy = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string, amountOf: (item: Item) => bigint): Record<string, bigint> => {
    const sums: Record<string, bigint> = {};
    for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0n) + amountOf(item);
    return sums;
  };

  it('has every order under its number; the corrections stand under numbers that are no orders', () => {
    const corrections = [...orders.keys()].filter((id) => !wanted.has(id));
    expect(orders.size - corrections.length).toBe(wanted.size);
    expect(corrections).toHaveLength(world.facts.billAdjustments!.filter(isSold).length);
    for (const id of corrections) expect(orders.get(id)!.canonical.lines).toEqual([]);
    const paid = [...wanted.values()].filter(({ cash }) => cash.length > 0);
    expect(paid.filter(({ id }) => orders.get(id)!.canonical.lines.length === 0)).toEqual([]);
  });

  it('is the world’s own money, month by month and kind by kind, to the cent', () => {
    const keyOf = ({ occurredAt, kind }: ExpenseLine): string => `${periodOf(occurredAt)} ${kind}`;
    const rows = world.ledger.filter(isSold);
    const told = (share: 'companyShare' | 'personalShare') =>
      Object.fromEntries(rows.map((row) => [`${row.period} ${row.kind}`, BigInt(row[share])]));
    expect(sumBy(linesOf(), keyOf, ({ companyShare }) => companyShare)).toEqual(told('companyShare'));
    expect(sumBy(linesOf(), keyOf, ({ personalShare }) => personalShare)).toEqual(told('personalShare'));
    const counted = new Map<string, Set<string>>();
    for (const line of linesOf()) counted.set(keyOf(line), (counted.get(keyOf(line)) ?? new Set()).add(line.externalId));
    expect(Object.fromEntries([...counted].map(([key, ids]) => [key, ids.size]))).toEqual(
      Object.fromEntries(rows.map(({ period, kind, orders: count }) => [`${period} ${kind}`, count])),
    );
  });

  it('bills each month that ended as the simulator’s ledger says, in its header, its parts and its lines', () => {
    const wholes = statements.filter(({ parentExternalId }) => parentExternalId === undefined);
    const months = [...new Set(world.ledger.map(({ period }) => period))].filter((period) => period < periodOf(asOf));
    expect(wholes.map(({ from }) => from.slice(0, 7)).sort()).toEqual(months);
    expect(statements.every(({ derived }) => derived)).toBe(true);
    const told = sumBy(
      ledger.filter(({ period }) => months.includes(period)),
      ({ period }) => period,
      (row) => BigInt(row.billed),
    );
    const periods = new Map(wholes.map(({ externalId, from }) => [externalId, from.slice(0, 7)]));
    const payable = ({ totals }: Statement): bigint => totals.payable!;
    expect(sumBy(wholes, ({ from }) => from.slice(0, 7), payable)).toEqual(told);
    expect(
      sumBy(
        statements.filter(({ parentExternalId }) => parentExternalId),
        ({ from }) => from.slice(0, 7),
        payable,
      ),
    ).toEqual(told);
    const lines = canonicals(billed);
    expect(
      sumBy(
        lines,
        ({ statementExternalId }) => periods.get(statementExternalId)!,
        ({ companyShare }) => companyShare,
      ),
    ).toEqual(told);
  });

  it('joins each line of a statement to one line of an order, alike to the cent with the fee only the statement shows', () => {
    const byName = new Map(linesOf().map((line) => [`${line.externalId} ${line.line}`, line]));
    const corrections: StatementLine[] = [];
    let withPostFee = 0;
    for (const { canonical: line, data } of billed.values()) {
      const expense = byName.get(`${line.orderExternalId} ${line.orderLine}`);
      if (!expense) {
        corrections.push(line);
        continue;
      }
      const { companyShare, personalShare, amount, kind, detail } = line;
      expect({ companyShare, personalShare, amount }).toEqual({
        companyShare: expense.companyShare,
        personalShare: expense.personalShare,
        amount: expense.amount,
      });
      const [block, total] = TOTALS[kind] ?? [];
      if (block) expect(amount).toBe(parseMoney(textOf((data['row'] as Record<string, JsonObject>)[block]![total!])!, 'CNY').minor);
      if (Number(detail!['postServiceFee']) > 0) withPostFee++;
    }
    expect(withPostFee).toBeGreaterThan(100);
    expect(
      sumBy(
        corrections,
        ({ kind }) => kind,
        ({ companyShare }) => companyShare,
      ),
    ).toEqual(
      sumBy(
        world.facts.billAdjustments!.filter(isSold),
        ({ kind }) => kind,
        (adjustment) => BigInt(adjustment.amount),
      ),
    );
    const closed = linesOf().filter(({ occurredAt }) => periodOf(occurredAt) < periodOf(asOf));
    expect(billed.size).toBe(closed.length + corrections.length);
  });

  it('announces the running month alone: the rows of a month are gone from what is not yet billed once its batch was made', async () => {
    const running = linesOf().filter(({ occurredAt }) => periodOf(occurredAt) === periodOf(asOf));
    expect(open.map(({ externalId }) => externalId).sort()).toEqual(running.map(({ line }) => line).sort());
    const [from, to] = [china('2026-10-10 00:00:00'), china('2026-10-20 00:00:00')];
    const closed = linesOf().filter(({ occurredAt }) => occurredAt >= from && occurredAt < to);
    const later = asOf.getTime() - china('2026-10-25 12:00:00').getTime();
    lab.pass(-later);
    const announced = await read<Settlement>('settlements', from, to);
    lab.pass(later);
    expect([...announced.keys()].sort()).toEqual(closed.map(({ line }) => line).sort());
    expect((await read<Settlement>('settlements', from, to)).size).toBe(0);
  });

  it('brings rows that were changed: those of a month on the day they received their batch', async () => {
    const day = china('2026-11-01 00:00:00');
    const october = [...billed].filter(([, { canonical }]) => canonical.statementExternalId === 'B202610').map(([key]) => key);
    const changed = await read<StatementLine>('statement_lines', day, new Date(day.getTime() + DAY));
    expect([...changed.keys()].sort()).toEqual(october.sort());
  });

  it('says who travelled and who booked by employee number, and names cost centre and department as the company does', () => {
    const numbers = new Map(world.people.map(({ id, employeeNumber }) => [id, employeeNumber]));
    for (const line of linesOf()) {
      const { booker, traveller, costCentre, department } = wanted.get(line.externalId)!;
      expect(line.booker?.employeeNumber).toBe(numbers.get(booker));
      if (typeof traveller === 'string') expect(line.traveller?.employeeNumber).toBe(numbers.get(traveller));
      else expect(line.traveller).toMatchObject({ name: traveller.name, guest: true });
      expect({ costCentre: line.costCentre?.code, department: line.department?.name }).toEqual({
        costCentre: costCentre?.code,
        department: department?.name,
      });
      // Nothing in Ctrip's answers names a legal entity.
      expect(line.legalEntity).toBeUndefined();
    }
  });

  it('takes a request for three orders at most', () => {
    expect(perOrder).toBeLessThan(1 / 3);
  });
});
