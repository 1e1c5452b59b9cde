import type { FastifyReply } from 'fastify';
import { CSV_TYPE, csvTable } from './csv-table.js';
import { downloadHeaders } from './download-headers.js';
import type { Table } from './table.js';
import { XLSX_TYPE, xlsxTable } from './xlsx-table.js';

/** The formats of exported tables. */
export const TABLE_FORMATS = ['xlsx', 'csv'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Answers with a table as a file to be saved. @param name without its ending */
export async function sendTable(reply: FastifyReply, table: Table, name: string, format: TableFormat): Promise<void> {
  void reply.headers(downloadHeaders(`${name}.${format}`, format === 'csv' ? CSV_TYPE : XLSX_TYPE));
  await reply.send(format === 'csv' ? csvTable(table) : xlsxTable(table));
}
