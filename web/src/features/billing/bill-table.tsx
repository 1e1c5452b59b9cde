import { useNavigate } from 'react-router';
import type { BillsQuery } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { DifferenceTag, PeriodStateTag } from '../../ui/tag.js';
import { hrefWith } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { billingTexts } from './billing.texts.js';

type BillRow = BillsQuery['bills'][number];

/** Bills, newest month first; each opens its page. */
export function BillTable({
  bills,
  pending,
  error,
  onRetry,
}: {
  bills: BillRow[];
  pending?: boolean;
  error?: unknown;
  onRetry?: () => void;
}) {
  const t = useTexts(billingTexts);
  const format = useFormats();
  const navigate = useNavigate();
  const { viewer } = useViewer();
  const columns: Column<BillRow>[] = [
    { key: 'period', title: t.period, cell: (bill) => format.period(bill.period), phone: 'title' },
    ...(viewer.company.legalEntities.length > 1
      ? [{ key: 'entity', phone: 'plain' as const, title: t.entity, cell: (bill: BillRow) => bill.legalEntity.name }]
      : []),
    {
      key: 'statement',
      title: t.statementTotal,
      align: 'end',
      phone: 'value',
      cell: (bill) => <Money value={bill.statementTotal} strong />,
    },
    { key: 'expense', title: t.expenseTotal, align: 'end', phone: 'hide', cell: (bill) => <Money value={bill.expenseTotal} /> },
    { key: 'difference', phone: 'plain', title: t.difference, cell: (bill) => <DifferenceTag value={bill.difference} /> },
    { key: 'accrual', title: t.accrual, align: 'end', cell: (bill) => <Money value={bill.accrual} quietZero /> },
    { key: 'lines', title: t.lineCount, align: 'end', cell: (bill) => format.count(bill.lineCount) },
    { key: 'state', title: t.state, cell: (bill) => <PeriodStateTag state={bill.state} />, phone: 'hide' },
  ];
  return (
    <DataTable
      label={t.bills}
      columns={columns}
      rows={bills}
      rowKey={(bill) => bill.id}
      onOpen={(bill) => void navigate(hrefWith(`/bills/${bill.period}`, { entity: bill.legalEntity.id }))}
      pending={pending ?? false}
      error={error}
      {...(onRetry ? { onRetry } : {})}
      empty={<EmptyState title={t.noBills}>{t.noBillsText}</EmptyState>}
    />
  );
}
