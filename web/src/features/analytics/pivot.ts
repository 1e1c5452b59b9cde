import type { SpendQuery } from '../../generated/analytics.js';
import { compareDecimals, sumDecimals } from '../../ui/decimal.js';

/** Rows of spend, as the gateway gives them. */
export type SpendRows = SpendQuery['spend']['rows'];

/** One layer of a pivot: one value of the second dimension. */
export interface Layer {
  id: string | null;
  label: string;
  /** One exact amount per column. */
  values: string[];
  total: string;
}

/**
 * Spend by month and a second dimension, as layers over the given months.
 * @param rows rows whose first key is a month
 * @returns the largest layer first
 */
export function pivotByMonth(rows: SpendRows, months: readonly string[]): Layer[] {
  const cells = new Map<string, { id: string | null; label: string; byMonth: Map<string, string> }>();
  for (const row of rows) {
    const [month, part] = row.keys;
    if (!month?.id || !part) continue;
    const key = part.id ?? '';
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { id: part.id ?? null, label: part.label, byMonth: new Map() }));
    cell.byMonth.set(month.id, sumDecimals([cell.byMonth.get(month.id) ?? '0', row.companyShare.amount]));
  }
  return [...cells.values()]
    .map(({ id, label, byMonth }) => {
      const values = months.map((month) => byMonth.get(month) ?? '0');
      return { id, label, values, total: sumDecimals(values) };
    })
    .sort((a, b) => compareDecimals(b.total, a.total));
}

/** Keeps the `keep` largest layers and adds the others up into one. */
export function foldRest(layers: Layer[], keep: number, label: string): Layer[] {
  if (layers.length <= keep + 1) return layers;
  const rest = layers.slice(keep);
  const values = rest[0]!.values.map((_, column) => sumDecimals(rest.map((layer) => layer.values[column]!)));
  return [...layers.slice(0, keep), { id: 'rest', label, values, total: sumDecimals(values) }];
}

/** The rows with the largest company share first. */
export function largestFirst(rows: SpendRows): SpendRows {
  return [...rows].sort((a, b) => compareDecimals(b.companyShare.amount, a.companyShare.amount));
}
