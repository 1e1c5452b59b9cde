import { parseLocalTime, type Kind, type LineType, type PersonRef } from '@interline/sdk/canonical';
import type { BusinessDate } from '../../../kernel/index.js';
import { cellTexts } from './cell-text.js';
import { compileConditions, type RowTest } from './conditions.js';
import type { Condition, StatementMapping } from './mapping.js';
import { parseAmount, type WrittenAmount } from './parse-amount.js';
import { AmbiguousDate, parseDate, parseTime } from './parse-date.js';
import type { TableHeader } from './table-header.js';

/** What a row of a file says, before it has its place on a statement. Amounts are minor units; what the company spends is positive. */
export interface FileLine {
  /** What tells the row apart from others: its own number, or all its cells. */
  key: string;
  day: BusinessDate;
  /** Null where the file tells no time of the day. */
  occurredAt: Date | null;
  currency: string;
  amount: bigint;
  personalShare: bigint;
  kind: Kind;
  lineType: LineType;
  order: string | null;
  person: PersonRef | null;
  department: string | null;
  legalEntity: string | null;
  city: string | null;
  description: string | null;
  detail: Record<string, string>;
}

/** Why a row makes no line, in a stable word. */
export type RefusalCode =
  'AMOUNT_MISSING' | 'AMOUNT_INVALID' | 'DATE_MISSING' | 'DATE_INVALID' | 'DATE_AMBIGUOUS' | 'CURRENCY_UNKNOWN' | 'ROW_BROKEN';

/** What became of a row. `written` is the amount in its cell, where it can be read, without a direction. */
export type MappedRow =
  | { outcome: 'line'; line: FileLine; written: WrittenAmount }
  | { outcome: 'ignored'; reason: string; total: boolean; written: WrittenAmount | null }
  | { outcome: 'refused'; code: RefusalCode; reason: string; written: WrittenAmount | null };

class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

interface Rule<Value> {
  test: RowTest;
  value: Value;
}

type Money = { one: number; out: number; in: number; positive: 'out' | 'in' };

/** The longest text of a name or a description, as canonical records have it. */
const NAME = 400;
const ID = 200;

/** Reads rows under one header by one mapping. Pure: the same cells give the same again. */
export class RowMapper {
  private readonly at: (name: string | undefined) => number;
  private readonly money: Money;
  private readonly ids: readonly number[];
  private readonly dates: readonly number[];
  private readonly descriptions: readonly number[];
  private readonly details: readonly [string, number][];
  private readonly columns: Record<
    | 'order'
    | 'time'
    | 'personalShare'
    | 'employeeNumber'
    | 'memberId'
    | 'phone'
    | 'email'
    | 'name'
    | 'department'
    | 'legalEntity'
    | 'city'
    | 'currency',
    number
  >;
  private readonly ignoring: Rule<{ reason: string; total: boolean }>[];
  private readonly directions: Rule<'out' | 'in'>[];
  private readonly kinds: Rule<Kind>[];
  private readonly lineTypes: Rule<LineType>[];
  private readonly currencies: ReadonlyMap<string, string>;

  /** @param until the last day of the statement, where it is known: dates may leave the year out */
  constructor(
    private readonly mapping: StatementMapping,
    header: TableHeader,
    private readonly until: BusinessDate | null,
  ) {
    this.at = (name) => (name === undefined ? -1 : header.indexOf(name));
    const { columns } = mapping;
    const { amount } = columns;
    this.money =
      'column' in amount
        ? { one: this.at(amount.column), out: -1, in: -1, positive: amount.positive ?? 'out' }
        : { one: -1, out: this.at(amount.out), in: this.at(amount.in), positive: 'out' };
    this.ids = (columns.id ?? []).map(this.at);
    this.dates = columns.date.map(this.at);
    this.descriptions = (columns.description ?? []).map(this.at);
    this.details = Object.entries(columns.detail ?? {}).map(([name, column]) => [name, this.at(column)]);
    this.columns = {
      order: this.at(columns.order),
      time: this.at(columns.time),
      personalShare: this.at(columns.personalShare),
      employeeNumber: this.at(columns.employeeNumber),
      memberId: this.at(columns.memberId),
      phone: this.at(columns.phone),
      email: this.at(columns.email),
      name: this.at(columns.name),
      department: this.at(columns.department),
      legalEntity: this.at(columns.legalEntity),
      city: this.at(columns.city),
      currency: this.at(mapping.currencyColumn?.column),
    };
    const rules = <Of extends { when: Condition[] }, Value>(list: readonly Of[] | undefined, value: (rule: Of) => Value): Rule<Value>[] =>
      (list ?? []).map((rule) => ({ test: compileConditions(rule.when, this.at), value: value(rule) }));
    this.ignoring = rules(mapping.ignore, ({ reason, total }) => ({ reason, total: total ?? false }));
    this.directions = rules(mapping.directions, ({ is }) => is);
    this.kinds = rules(mapping.kinds, ({ kind }) => kind);
    this.lineTypes = rules(mapping.lineTypes, ({ lineType }) => lineType);
    this.currencies = new Map(Object.entries(mapping.currencyColumn?.names ?? {}));
  }

  /** @param raw the cells as the file has them */
  map(raw: readonly string[]): MappedRow & { cells: string[] } {
    const cells = cellTexts(raw);
    const ignored = firstOf(this.ignoring, cells);
    if (ignored) return { cells, outcome: 'ignored', ...ignored, written: ignored.total ? null : this.tried(cells) };
    try {
      return { cells, ...this.line(cells) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { cells, outcome: 'refused', code: error.code, reason: error.message, written: this.tried(cells) };
    }
  }

  private line(cells: readonly string[]): Extract<MappedRow, { outcome: 'line' }> {
    const currency = this.currency(cells);
    const money = this.amount(cells, currency);
    const date = this.date(cells);
    const net = this.mapping.refundNote === 'subtract' ? money.minor - money.refunded : money.minor;
    const direction = firstOf(this.directions, cells) ?? (net < 0n ? opposite(money.direction) : money.direction);
    const amount = direction === 'out' ? abs(net) : -abs(net);
    const line: FileLine = {
      key: this.key(cells),
      ...date,
      currency,
      amount,
      personalShare: this.personalShare(cells, currency, amount),
      kind: firstOf(this.kinds, cells) ?? this.mapping.kind ?? 'other',
      lineType: firstOf(this.lineTypes, cells) ?? (amount < 0n ? 'refund' : 'charge'),
      order: this.text(cells, 'order', ID),
      person: this.person(cells),
      department: this.text(cells, 'department', NAME),
      legalEntity: this.text(cells, 'legalEntity', NAME),
      city: this.text(cells, 'city', NAME),
      description: joined(this.descriptions, cells)?.slice(0, NAME) ?? null,
      detail: this.detail(cells),
    };
    return { outcome: 'line', line, written: { minor: abs(money.minor), refunded: abs(money.refunded) } };
  }

  private currency(cells: readonly string[]): string {
    const said = this.columns.currency < 0 ? '' : (cells[this.columns.currency] ?? '');
    if (said === '') return this.mapping.currency;
    const code = this.currencies.get(said) ?? (/^[A-Z]{3}$/.test(said) ? said : undefined);
    if (!code) throw new Refusal('CURRENCY_UNKNOWN', `the mapping does not say which currency ${JSON.stringify(said.slice(0, 20))} is`);
    return code;
  }

  private amount(cells: readonly string[], currency: string): WrittenAmount & { direction: 'out' | 'in' } {
    const { one, out, in: into, positive } = this.money;
    if (one >= 0) {
      const found = this.parsed(cells[one], currency);
      if (!found) throw new Refusal('AMOUNT_MISSING', 'the amount is empty');
      return { ...found, direction: positive };
    }
    const [spent, came] = [this.parsed(cells[out], currency), this.parsed(cells[into], currency)];
    // Some banks write 0.00 into the column that does not apply.
    if (spent && came && spent.minor !== 0n && came.minor !== 0n)
      throw new Refusal('AMOUNT_INVALID', 'both amounts are filled: spent and come in');
    if (spent && (spent.minor !== 0n || !came)) return { ...spent, direction: 'out' };
    if (came) return { ...came, direction: 'in' };
    throw new Refusal('AMOUNT_MISSING', 'the amount is empty');
  }

  private parsed(cell: string | undefined, currency: string): WrittenAmount | null {
    try {
      return parseAmount(cell ?? '', currency);
    } catch (error) {
      throw new Refusal('AMOUNT_INVALID', error instanceof Error ? error.message : 'not an amount');
    }
  }

  /** The amount of a row that makes no line, as far as it can be read: controls count it. */
  private tried(cells: readonly string[]): WrittenAmount | null {
    try {
      const { minor, refunded } = this.amount(cells, this.currency(cells));
      return { minor: abs(minor), refunded: abs(refunded) };
    } catch {
      return null;
    }
  }

  private date(cells: readonly string[]): Pick<FileLine, 'day' | 'occurredAt'> {
    const index = this.dates.find((each) => (cells[each] ?? '') !== '');
    if (index === undefined) throw new Refusal('DATE_MISSING', 'the date is empty');
    try {
      const { day, time } = parseDate(cells[index]!, {
        zone: this.mapping.zone,
        dayFirst: this.mapping.dayFirst,
        until: this.until,
      });
      const apart = this.columns.time < 0 ? '' : (cells[this.columns.time] ?? '');
      const at = time ?? (apart === '' ? null : parseTime(apart));
      return { day, occurredAt: at === null ? null : parseLocalTime(`${day} ${at}`, this.mapping.zone) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Refusal(error instanceof AmbiguousDate ? 'DATE_AMBIGUOUS' : 'DATE_INVALID', error.message);
    }
  }

  private key(cells: readonly string[]): string {
    return joined(this.ids, cells, '\u001f') ?? cells.join('\u001f');
  }

  private personalShare(cells: readonly string[], currency: string, amount: bigint): bigint {
    if (this.columns.personalShare < 0) return 0n;
    const share = abs(this.parsed(cells[this.columns.personalShare], currency)?.minor ?? 0n);
    return amount < 0n ? -share : share;
  }

  private person(cells: readonly string[]): PersonRef | null {
    const person: PersonRef = {};
    for (const field of ['memberId', 'employeeNumber', 'phone', 'email', 'name'] as const) {
      const value = this.text(cells, field, field === 'phone' ? 40 : ID);
      if (value !== null) person[field] = value;
    }
    return Object.keys(person).length > 0 ? person : null;
  }

  private text(cells: readonly string[], column: keyof RowMapper['columns'], longest: number): string | null {
    const index = this.columns[column];
    const value = index < 0 ? '' : (cells[index] ?? '');
    return value === '' || value === '/' || /^-+$/.test(value) ? null : value.slice(0, longest);
  }

  private detail(cells: readonly string[]): Record<string, string> {
    const detail: Record<string, string> = {};
    for (const [name, index] of this.details) if (cells[index]) detail[name] = cells[index].slice(0, 1_000);
    return detail;
  }
}

function firstOf<Value>(rules: readonly Rule<Value>[], cells: readonly string[]): Value | null {
  for (const rule of rules) if (rule.test(cells)) return rule.value;
  return null;
}

function joined(indexes: readonly number[], cells: readonly string[], between = ' '): string | null {
  const parts = indexes.map((index) => cells[index] ?? '').filter((part) => part !== '');
  return parts.length > 0 ? parts.join(between) : null;
}

function opposite(direction: 'out' | 'in'): 'out' | 'in' {
  return direction === 'out' ? 'in' : 'out';
}

function abs(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
