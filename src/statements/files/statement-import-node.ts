import { toMoney, type MoneyNode } from '../../platform/graphql/index.js';
import type { ControlCheck, FileReport } from './file-report.js';
import type { FilePreview } from './preview-file.js';
import type { TableRow } from './read-table.js';
import type { LineDifference } from './statement-import.js';

/** A report as the gateway shows it. */
export function toReportNode({ days, currency, sums, controls, refused, ...report }: FileReport): object {
  return {
    ...report,
    ...days,
    refused: refused.map(({ code, rows }) => ({ reason: code, rows })),
    sums: sums.map(({ lines, consumption, refund, currency: unit }) => ({
      lines,
      consumption: toMoney(BigInt(consumption), unit),
      refund: toMoney(BigInt(refund), unit),
      payable: toMoney(BigInt(consumption) + BigInt(refund), unit),
    })),
    controls: controls.map((control) => toControlNode(control, currency)),
  };
}

/** What a file did to a line, as the gateway shows it. */
export function toChangeNode({ before, after, currency, ...change }: LineDifference): object {
  const money = (minor: bigint | null): MoneyNode | null => (minor === null ? null : toMoney(minor, currency));
  return { ...change, before: money(before), after: money(after) };
}

/** A preview as the gateway shows it. */
export function toPreviewNode({ rows, problem, ...preview }: FilePreview): object {
  return {
    ...preview,
    problem: problem && { code: problem.code, message: problem.message },
    rows: rows.map(({ row, cells, read }) => ({ row, cells, ...toRowNode(read) })),
  };
}

function toRowNode(read: TableRow | null): object {
  if (!read) return { outcome: null, reason: null, day: null, amount: null, description: null };
  if (read.outcome !== 'line') return { outcome: read.outcome, reason: read.reason, day: null, amount: null, description: null };
  const { day, amount, currency, description } = read.line;
  return { outcome: 'line', reason: null, day, amount: toMoney(amount, currency), description };
}

function toControlNode({ sum, statedSum, ...control }: ControlCheck, currency: string): object {
  return {
    ...control,
    sum: toMoney(BigInt(sum), currency),
    statedSum: statedSum === null ? null : toMoney(BigInt(statedSum), currency),
  };
}
