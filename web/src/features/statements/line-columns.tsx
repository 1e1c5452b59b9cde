import type { ReactNode } from 'react';
import type { ExpenseKind, ExpenseLineType } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import type { Column } from '../../ui/data-table.js';
import { KindMark } from '../../ui/kind-mark.js';
import { Routed } from '../../ui/routed.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { lastDepartment, lineTitle } from './line-title.js';
import { statementsTexts } from './statements.texts.js';

/** What every list of statement lines asks for. */
interface ListedLine {
  kind: ExpenseKind;
  lineType: ExpenseLineType;
  orderId?: string | null;
  occurredAt?: string | null;
  vendorBillingDate?: string | null;
  travellerName?: string | null;
  departmentName?: string | null;
  description?: string | null;
  detail?: unknown;
  expenses: readonly { description?: string | null; product?: string | null; from?: string | null; to?: string | null }[];
}

/**
 * The columns that say what a statement line is about, the same wherever lines are listed; money comes behind them.
 * @param titled wraps the name of a line, in a link for example
 */
export function useLineColumns<Line extends ListedLine>(titled: (line: Line, name: ReactNode) => ReactNode): Column<Line>[] {
  const t = useTexts(statementsTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  return [
    {
      key: 'date',
      phone: 'plain',
      nowrap: true,
      title: t.date,
      cell: (line) => (
        <span className="nowrap">{line.vendorBillingDate ?? (line.occurredAt ? format.instant(line.occurredAt).slice(0, 10) : '—')}</span>
      ),
    },
    { key: 'kind', phone: 'plain', nowrap: true, title: t.kind, cell: (line) => <KindMark kind={line.kind} /> },
    {
      key: 'what',
      clip: true,
      title: t.what,
      phone: 'title',
      cell: (line) => (
        <>
          {titled(line, <Routed {...lineTitle(line, words[line.kind])} />)}{' '}
          {line.lineType !== 'charge' && <Tag tone={line.lineType === 'refund' ? 'accent' : 'quiet'}>{words[line.lineType]}</Tag>}
        </>
      ),
    },
    { key: 'order', phone: 'plain', nowrap: true, title: t.orderId, cell: (line) => <span className="muted">{line.orderId}</span> },
    { key: 'traveller', phone: 'plain', nowrap: true, title: t.traveller, cell: (line) => line.travellerName },
    {
      key: 'department',
      title: t.department,
      nowrap: true,
      phone: 'hide',
      cell: (line) => <span title={line.departmentName ?? undefined}>{lastDepartment(line.departmentName)}</span>,
    },
  ];
}
