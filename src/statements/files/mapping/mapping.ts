import { KINDS, LINE_TYPES } from '@interline/sdk/canonical';
import { z } from 'zod';

/**
 * How the rows of a statement file become lines: a JSON document, made on a preview and kept per vendor account, a version each time it is saved. Columns are
 * named as the file's header names them; blanks, letter case and the width of characters do not matter. A name that stands in the header twice is told apart as
 * `name#2`.
 */
const column = z.string().min(1).max(100);
const columns = z.array(column).min(1).max(10);
const text = z.string().min(1).max(200);
const texts = z.array(text).min(1).max(50);

/** One thing a row must be. All that are given must hold; of several texts one is enough. */
const condition = z
  .strictObject({
    column,
    is: texts.optional(),
    contains: texts.optional(),
    startsWith: texts.optional(),
    filled: z.boolean().optional(),
  })
  .refine(({ is, contains, startsWith, filled }) => Boolean(is ?? contains ?? startsWith) || filled !== undefined, {
    error: 'needs one of is, contains, startsWith, filled',
  });
export type Condition = z.infer<typeof condition>;

const when = z.array(condition).min(1).max(10);

/** Text with places to read: `{count}`, `{sum}`, `{from}`, `{to}`, `{month}`; `{other}` is a number of no matter, `{any}` whatever may stand between. */
const template = z
  .string()
  .min(1)
  .max(200)
  .refine((given) => (given.match(/\{(any|other)\}/g) ?? []).length <= 3, { error: 'holds {any} and {other} more than three times' });

const amount = z.union([
  /** One column. `positive` says what a number without a sign is: money spent (`out`, the default) or money that came in. */
  z.strictObject({ column, positive: z.enum(['out', 'in']).optional() }),
  /** Money spent and money that came in stand in columns of their own. */
  z.strictObject({ out: column, in: column }),
]);

/** The whole document. */
export const statementMapping = z.strictObject({
  /** The sheet of a workbook. Default: the first one that has the header. */
  sheet: text.optional(),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** The header is the first row that holds all of these. Default: every column the mapping names. */
  header: texts.optional(),
  /** Text that must stand above the table, such as the account's own name: a file without it belongs to somebody else. */
  account: text.optional(),
  /** What the amounts are in, for rows that do not say it. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** A column with the currency, and what its words mean. */
  currencyColumn: z.strictObject({ column, names: z.record(z.string().max(50), z.string().regex(/^[A-Z]{3}$/)).optional() }).optional(),
  /** The offset of the file's times, such as `+08:00`. */
  zone: z.string().regex(/^[+-]\d{2}:\d{2}$/),
  /** Whether `05/07` is 5 July. Without it dates that could be either are refused. */
  dayFirst: z.boolean().optional(),
  /** The days the statement is for: read above the table, or the whole months its rows lie in (the default). */
  period: z.strictObject({ above: template }).optional(),
  columns: z.strictObject({
    /** Together the line's own key at the vendor. Without them a row is known by all its cells. */
    id: columns.optional(),
    /** The order it bills, where the vendor's orders are known by the same number. */
    order: column.optional(),
    /** The first that is filled counts. */
    date: columns,
    time: column.optional(),
    amount,
    personalShare: column.optional(),
    description: columns.optional(),
    employeeNumber: column.optional(),
    memberId: column.optional(),
    phone: column.optional(),
    email: column.optional(),
    name: column.optional(),
    department: column.optional(),
    /** The legal entity that pays, by its name or code. */
    legalEntity: column.optional(),
    city: column.optional(),
    /** What else is worth keeping, under our own names. */
    detail: z.record(z.string().min(1).max(50), column).optional(),
  }),
  /** Which way the money went, where the sign does not say it. The first rule that holds counts; the number's own sign is then of no matter. */
  directions: z
    .array(z.strictObject({ when, is: z.enum(['out', 'in']) }))
    .max(50)
    .optional(),
  /** A note in an amount, as in `131.77(已退款89.84)`: `apart` when the refund stands on a row of its own (the default), `subtract` when it does not. */
  refundNote: z.enum(['apart', 'subtract']).optional(),
  /** Rows that are no lines. `total` marks those that sum others up: they are no rows of the table, and controls may read them. */
  ignore: z
    .array(z.strictObject({ when, reason: text, total: z.boolean().optional() }))
    .max(50)
    .optional(),
  kind: z.enum(KINDS).optional(),
  kinds: z
    .array(z.strictObject({ when, kind: z.enum(KINDS) }))
    .max(50)
    .optional(),
  lineTypes: z
    .array(z.strictObject({ when, lineType: z.enum(LINE_TYPES) }))
    .max(50)
    .optional(),
  /** What the file says of itself, above or below the table: checked against all its rows, ignored ones too. */
  controls: z
    .array(
      z.strictObject({
        name: text,
        text: template,
        over: when.optional(),
        /**
         * What is summed: amounts as they are written, without their signs (the default); `net`, refunds that are noted in them taken off; `billed`, what lines
         * make the company pay, less what came in and without personal shares.
         */
        amounts: z.enum(['written', 'net', 'billed']).optional(),
      }),
    )
    .max(20)
    .optional(),
});
export type StatementMapping = z.infer<typeof statementMapping>;

/** A place in the document that is wrong. */
export interface MappingProblem {
  field: string;
  problem: string;
}

/** Reads a document. @returns the mapping, or everything that is wrong with it */
export function readMapping(document: unknown): { mapping: StatementMapping } | { problems: MappingProblem[] } {
  const read = statementMapping.safeParse(document);
  if (read.success) return { mapping: read.data };
  return { problems: read.error.issues.map(({ path, message }) => ({ field: ['mapping', ...path].join('.'), problem: message })) };
}

/** Every column a mapping names, each once. */
export function columnsOf(mapping: StatementMapping): string[] {
  const { id, order, date, time, amount: money, personalShare, description, detail, ...plain } = mapping.columns;
  const rules = [...(mapping.directions ?? []), ...(mapping.ignore ?? []), ...(mapping.kinds ?? []), ...(mapping.lineTypes ?? [])];
  const named = [
    ...date,
    ...('column' in money ? [money.column] : [money.out, money.in]),
    ...[id, description].flatMap((list) => list ?? []),
    ...[order, time, personalShare, mapping.currencyColumn?.column, ...Object.values(plain), ...Object.values(detail ?? {})],
    ...rules.flatMap((rule) => rule.when.map((each) => each.column)),
    ...(mapping.controls ?? []).flatMap((control) => (control.over ?? []).map((each) => each.column)),
  ];
  return [...new Set(named.filter((name) => name !== undefined))];
}
