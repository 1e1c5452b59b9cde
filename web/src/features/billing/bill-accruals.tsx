import { useGatewayPages } from '../../gateway/use-gateway.js';
import { BillAccrualsDocument, type BillAccrualsQuery } from '../../generated/billing.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { KindMark } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useFilters } from '../../ui/url-state.js';
import { ExpenseDrawer } from '../expenses/expense-drawer.js';
import { BILL_FILTERS, type Bill } from './bill-view.js';
import { billingTexts } from './billing.texts.js';

type Accrual = NonNullable<BillAccrualsQuery['bill']>['accruals']['nodes'][number];

const pageOf = (result: BillAccrualsQuery) => result.bill?.accruals;

/** Expenses of the month that stand on no statement yet. */
export function BillAccruals({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const [filters, setFilters] = useFilters(BILL_FILTERS);
  const accruals = useGatewayPages(BillAccrualsDocument, { legalEntityId: bill.legalEntity.id, period: bill.period, first: 60 }, pageOf, {
    keep: true,
  });
  const columns = useColumns();
  return (
    <>
      <DataTable
        label={t.accruals}
        columns={columns}
        rows={accruals.nodes}
        rowKey={(expense) => expense.id}
        onOpen={(expense) => setFilters({ expense: expense.id }, { push: true })}
        openKey={filters.expense}
        pending={accruals.isPending}
        error={accruals.error}
        onRetry={accruals.retry}
        more={{ hasMore: accruals.hasMore, loading: accruals.loadingMore, load: accruals.loadMore }}
        empty={<EmptyState title={t.noAccruals}>{t.noAccrualsText}</EmptyState>}
      />
      <ExpenseDrawer
        id={filters.expense}
        onOpen={(expense) => setFilters({ expense }, { push: true })}
        onClose={() => setFilters({ expense: null })}
      />
    </>
  );
}

function useColumns(): Column<Accrual>[] {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  return [
    { key: 'date', phone: 'plain', nowrap: true, title: t.date, cell: (expense) => <span className="nowrap">{expense.businessDate}</span> },
    { key: 'kind', phone: 'plain', nowrap: true, title: t.kind, cell: (expense) => <KindMark kind={expense.kind} /> },
    {
      key: 'what',
      clip: true,
      title: t.what,
      phone: 'title',
      cell: (expense) => (
        <>
          {expense.description ?? words[expense.kind]} {expense.lineType !== 'charge' && <Tag tone="accent">{words[expense.lineType]}</Tag>}
        </>
      ),
    },
    { key: 'order', phone: 'plain', nowrap: true, title: t.orderId, cell: (expense) => <span className="muted">{expense.orderId}</span> },
    { key: 'person', phone: 'plain', nowrap: true, title: t.traveller, cell: (expense) => expense.person?.name ?? expense.travellerName },
    {
      key: 'department',
      phone: 'plain',
      nowrap: true,
      title: t.department,
      cell: (expense) => expense.department?.name ?? (expense.unresolved ? <Tag tone="warn">{words.unknown}</Tag> : null),
    },
    {
      key: 'company',
      title: t.companyShare,
      align: 'end',
      phone: 'value',
      cell: (expense) => <Money value={expense.companyShare} strong />,
    },
    {
      key: 'personal',
      title: t.personalShare,
      align: 'end',
      phone: 'hide',
      cell: (expense) => <Money value={expense.personalShare} quietZero />,
    },
  ];
}
