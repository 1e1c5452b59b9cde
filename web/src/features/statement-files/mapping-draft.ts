/** One thing a row must be, as the gateway's mappings have it. */
export interface Condition {
  column: string;
  is?: string[];
  contains?: string[];
  startsWith?: string[];
  filled?: boolean;
}

/** Rows that are no lines. */
export interface IgnoreRule {
  when: Condition[];
  reason: string;
  total?: boolean;
}

type Direction = 'out' | 'in';

/** Where a line's amount stands. */
export type AmountColumns = { column: string; positive?: Direction } | { out: string; in: string };

/** A mapping as far as the form edits it; everything else in it is carried along as it is. */
export interface Mapping {
  [part: string]: unknown;
  sheet?: string;
  encoding?: string;
  currency: string;
  zone: string;
  dayFirst?: boolean;
  kind?: string;
  columns: Record<string, unknown> & { date: string[]; amount: AmountColumns };
  directions?: { when: Condition[]; is: Direction }[];
  ignore?: IgnoreRule[];
}

/** Fields that take one column. */
export const SINGLE_FIELDS = ['time', 'order', 'employeeNumber', 'phone', 'name', 'department', 'city', 'personalShare'] as const;
/** Fields that take several columns. */
export const LIST_FIELDS = ['date', 'description', 'id'] as const;

/** A field of a line that a column can give. */
export type MappedField = (typeof SINGLE_FIELDS)[number] | (typeof LIST_FIELDS)[number];

/** A mapping of nothing yet. @param zone the offset of the file's times */
export function emptyMapping(currency: string, zone: string): Mapping {
  return { currency, zone, columns: { date: [], amount: { column: '' } } };
}

/** A mapping that came as JSON; null when it is none. */
export function asMapping(document: unknown): Mapping | null {
  const { columns, currency, zone } = (typeof document === 'object' && document !== null ? document : {}) as Partial<Mapping>;
  const complete = typeof currency === 'string' && typeof zone === 'string' && Array.isArray(columns?.date) && columns.amount !== undefined;
  return complete ? (document as Mapping) : null;
}

/** Whether it says what no file can be read without, the day and the amount, and no rule is half written. */
export function isComplete({ columns: { date, amount }, ignore }: Mapping): boolean {
  const written = ({ is, contains, startsWith }: Condition) => [is, contains, startsWith].every((texts) => !texts?.includes(''));
  return (
    date.length > 0 &&
    ('column' in amount ? amount.column !== '' : amount.out !== '' && amount.in !== '') &&
    (ignore ?? []).every(({ reason, when }) => reason !== '' && when.every(written))
  );
}

/** The columns that a field is read from. */
export function columnsOfField({ columns }: Mapping, field: MappedField): string[] {
  const value = columns[field];
  return Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];
}

/** The mapping with a field read from other columns; from none takes the field out, but for the date, which stays empty. */
export function withField(mapping: Mapping, field: MappedField, names: readonly string[]): Mapping {
  const list = LIST_FIELDS.some((each) => each === field);
  const columns = { ...mapping.columns };
  if (field === 'date') columns.date = [...names];
  else if (names.length === 0) delete columns[field];
  else columns[field] = list ? [...names] : names[0];
  return { ...mapping, columns };
}

/** The mapping with another place for amounts. */
export function withAmount(mapping: Mapping, amount: AmountColumns): Mapping {
  return { ...mapping, columns: { ...mapping.columns, amount } };
}

/** The mapping with a part of its top level set, or taken out by undefined. */
export function withPart(mapping: Mapping, part: string, value: unknown): Mapping {
  const { [part]: _before, ...rest } = mapping;
  return (value === undefined ? rest : { ...rest, [part]: value }) as Mapping;
}

/** The column whose words say which way the money went, and the words for money that came in; null when several rules say it. */
export function directionOf({ directions }: Mapping): { column: string | null; words: string[] } | null {
  if (!directions?.length) return { column: null, words: [] };
  const [rule] = directions;
  const [condition] = rule!.when;
  const simple = directions.length === 1 && rule!.when.length === 1 && rule!.is === 'in' && condition!.is !== undefined;
  return simple ? { column: condition!.column, words: condition!.is! } : null;
}

/** The mapping with one column that says which way the money went. */
export function withDirection(mapping: Mapping, column: string | null, words: readonly string[]): Mapping {
  const rule = column !== null && words.length > 0 ? [{ when: [{ column, is: [...words] }], is: 'in' as const }] : undefined;
  return withPart(mapping, 'directions', rule);
}

/** The names of a table's columns as mappings call them, cell by cell: what stands in the header twice is told apart as `name#2`. */
export function columnNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell.trim();
    if (!name) return '';
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}

/** The words a column has in some rows, each once, in their order. */
export function wordsOf(rows: readonly { cells: readonly string[] }[], index: number): string[] {
  return index < 0 ? [] : [...new Set(rows.map(({ cells }) => cells[index]?.trim() ?? '').filter((word) => word !== ''))].slice(0, 50);
}

/** The offset of a zone, `+08:00`, at an instant. */
export function offsetOf(timeZone: string, at: Date = new Date()): string {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return /[+-]\d{2}:\d{2}/.exec(name?.value ?? '')?.[0] ?? '+00:00';
}
