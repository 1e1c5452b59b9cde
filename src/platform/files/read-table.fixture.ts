import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import type { TableFormat } from './send-table.js';

/** Rows of an exported table by header, every cell as text: the same from both formats. */
export async function rowsOfFile(response: Response, format: TableFormat): Promise<Record<string, string>[]> {
  const body = Buffer.from(await response.arrayBuffer());
  if (format === 'csv') return parse(body, { bom: true, columns: true }) as Record<string, string>[];
  const book = read(body);
  const rows = utils.sheet_to_json<Record<string, unknown>>(book.Sheets[book.SheetNames[0]!]!, { defval: '', raw: true });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)])));
}

/** Minor units of an exported amount with two decimals. */
export function cents(text: string): bigint {
  return BigInt(Math.round(Number(text) * 100));
}
