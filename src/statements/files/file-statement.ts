import type { Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import type { CurrencySum, FileReport } from './file-report.js';
import { statementIdOf } from './line-keys.js';
import type { FileLine } from './mapping/row-mapper.js';
import type { FoundPlace } from './people-of-file.js';
import type { StatementImport } from './statement-import.js';

/** The header of what a file's lines of one currency make. Files publish none that could be relied on, so it is derived. */
export function canonicalHeader(entry: StatementImport, report: FileReport, sum: CurrencySum): CanonicalStatement {
  const [consumption, refund] = [BigInt(sum.consumption), BigInt(sum.refund)];
  return {
    externalId: statementIdOf(report.days, sum.currency),
    derived: true,
    // Names the very file: what is issued again with equal sums is a version all the same.
    title: `${entry.fileName.slice(0, 300)} (${entry.fileSha256.slice(0, 8)})`,
    ...report.days,
    state: 'to_confirm',
    currency: sum.currency,
    totals: { consumption, refund, payable: consumption + refund },
  };
}

/** A line of a file as it stands on a statement. */
export function canonicalLine(line: FileLine, names: { statementId: string; externalId: string }, place: FoundPlace): CanonicalLine {
  const { amount, personalShare, department, legalEntity, person } = line;
  const found = place !== null && place !== 'unresolved' ? { id: place.departmentId } : {};
  const named = { ...found, ...(department !== null && { ...(!('id' in found) && { code: department.slice(0, 200) }), name: department }) };
  return {
    statementExternalId: names.statementId,
    externalId: names.externalId,
    kind: line.kind,
    lineType: line.lineType,
    currency: line.currency,
    amount,
    companyShare: amount - personalShare,
    personalShare,
    vendorBillingDate: line.day,
    detail: line.detail,
    ...(line.order !== null && { orderExternalId: line.order }),
    ...(line.occurredAt !== null && { occurredAt: line.occurredAt }),
    ...(person !== null && { traveller: person }),
    ...(Object.keys(named).length > 0 && { department: named }),
    ...(legalEntity !== null && { legalEntity: { code: legalEntity.slice(0, 200), name: legalEntity } }),
    ...(line.city !== null && { city: line.city }),
    ...(line.description !== null && { description: line.description }),
  };
}
