import type { TableFormat } from '../platform/files/index.js';
import type { BillKey } from './bill.js';

/** What a file of a bill holds: its totals and parts, or its lines. */
export const FILE_CONTENTS = ['bill', 'lines'] as const;
export type FileContent = (typeof FILE_CONTENTS)[number];

/** Where a file of a bill is fetched; it is made then. `?locale=en` asks for English words. */
export function fileUrl({ legalEntityId, period }: BillKey, content: FileContent, format: TableFormat): string {
  return `/files/bills/${legalEntityId}/${period}/${content}.${format}`;
}
