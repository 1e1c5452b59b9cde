import { Button, Checkbox, DatePicker, Select, Tag as Chip } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useGateway, useGatewayPages } from '../../gateway/use-gateway.js';
import { ExpenseFilterNamesDocument, ExpensesDocument, type ExpensesQuery } from '../../generated/expenses.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FilterBar } from '../../ui/filter-bar.js';
import { EXPENSE_KINDS, KindMark } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { lastDayOf, shiftMonth } from '../../ui/period.js';
import { SearchBox } from '../../ui/search-box.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useFilters, type Filters } from '../../ui/url-state.js';
import { VendorSelect } from '../connectors/vendor-select.js';
import { useSeveralVendors } from '../connectors/vendors.js';
import { DepartmentSelect } from '../directory/department-select.js';
import { useViewer } from '../identity/viewer.js';
import { ExpenseDrawer } from './expense-drawer.js';
import { EXPENSE_FILTERS, isFiltered, toExpenseFilter } from './expense-filters.js';
import styles from './expenses.module.css';
import { expensesTexts } from './expenses.texts.js';

type Row = ExpensesQuery['expenses']['nodes'][number];
type View = Filters<typeof EXPENSE_FILTERS>;
type Change = (change: Partial<View>, options?: { push?: boolean }) => void;

const pageOf = (result: ExpensesQuery) => result.expenses;

/** All expenses the viewer may see, filtered by what stands in the address. */
export function ExpensesPage() {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const [filters, setFilters] = useFilters(EXPENSE_FILTERS);
  const expenses = useGatewayPages(ExpensesDocument, { filter: toExpenseFilter(filters), bills: can('bills'), first: 60 }, pageOf, {
    keep: true,
  });
  const clear = () =>
    setFilters(Object.fromEntries(Object.keys(EXPENSE_FILTERS).map((key) => [key, null])) as Partial<View>, { push: true });
  const columns = useColumns();
  return (
    <Page title={t.expenses} lead={t.expensesLead}>
      <Card flush>
        <ExpenseFilterBar filters={filters} onChange={setFilters} onClear={isFiltered(filters) ? clear : null} />
        <Chips filters={filters} onChange={setFilters} />
        <DataTable
          label={t.expenses}
          columns={columns}
          rows={expenses.nodes}
          rowKey={(row) => row.id}
          onOpen={(row) => setFilters({ expense: row.id }, { push: true })}
          openKey={filters.expense}
          pending={expenses.isPending}
          stale={expenses.isFetching && !expenses.loadingMore}
          error={expenses.error}
          onRetry={expenses.retry}
          more={{ hasMore: expenses.hasMore, loading: expenses.loadingMore, load: expenses.loadMore }}
          empty={
            <EmptyState title={t.noExpenses} action={isFiltered(filters) && <Button onClick={clear}>{words.clearFilters}</Button>}>
              {t.noExpensesText}
            </EmptyState>
          }
        />
      </Card>
      <ExpenseDrawer
        id={filters.expense}
        onOpen={(expense) => setFilters({ expense }, { push: true })}
        onClose={() => setFilters({ expense: null })}
      />
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  return [
    { key: 'date', phone: 'plain', nowrap: true, title: t.date, cell: (row) => <span className="nowrap">{row.businessDate}</span> },
    { key: 'kind', phone: 'plain', nowrap: true, title: t.kind, cell: (row) => <KindMark kind={row.kind} /> },
    {
      key: 'what',
      clip: true,
      title: t.what,
      phone: 'title',
      cell: (row) => (
        <>
          {row.description ?? row.product ?? words[row.kind]}{' '}
          {row.lineType !== 'charge' && <Tag tone={row.lineType === 'refund' ? 'accent' : 'quiet'}>{words[row.lineType]}</Tag>}{' '}
          {(row.from ?? row.to) && <span className="muted">{`${row.from ?? '…'} → ${row.to ?? '…'}`}</span>}
        </>
      ),
    },
    { key: 'order', phone: 'plain', nowrap: true, title: t.orderId, cell: (row) => <span className="muted">{row.orderId}</span> },
    {
      key: 'person',
      phone: 'plain',
      nowrap: true,
      title: t.person,
      cell: (row) => (
        <>
          {row.person?.name ?? row.travellerName} {row.guest && <Tag>{t.guest}</Tag>}
        </>
      ),
    },
    { key: 'department', phone: 'plain', nowrap: true, title: t.department, cell: (row) => row.department?.name },
    { key: 'company', title: t.company, align: 'end', phone: 'value', cell: (row) => <Money value={row.companyShare} strong /> },
    { key: 'personal', title: t.personal, align: 'end', phone: 'hide', cell: (row) => <Money value={row.personalShare} quietZero /> },
    { key: 'status', phone: 'plain', title: t.status, cell: (row) => <Status row={row} /> },
  ];
}

function Status({ row }: { row: Row }) {
  const t = useTexts(expensesTexts);
  if (row.reversed) return <Tag tone="bad">{t.reversed}</Tag>;
  if (row.unresolved) return <Tag tone="warn">{t.unresolved}</Tag>;
  return row.statementLine === null ? <Tag>{t.notOnStatement}</Tag> : null;
}

function ExpenseFilterBar({ filters, onChange, onClear }: { filters: View; onChange: Change; onClear: (() => void) | null }) {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  const { today } = useViewer();
  const severalVendors = useSeveralVendors();
  const thisMonth = today.slice(0, 7);
  const days = (from: string, to: string): [dayjs.Dayjs, dayjs.Dayjs] => [dayjs(from), dayjs(to)];
  const lastMonth = shiftMonth(thisMonth, -1);
  return (
    <FilterBar onClear={onClear}>
      <SearchBox label={t.search} value={filters.q} onChange={(q) => onChange({ q })} />
      <DatePicker.RangePicker
        aria-label={t.dates}
        allowEmpty={[true, true]}
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to) : null]}
        onChange={(range) => onChange({ from: range?.[0]?.format('YYYY-MM-DD') ?? null, to: range?.[1]?.format('YYYY-MM-DD') ?? null })}
        presets={[
          { label: t.thisMonth, value: days(`${thisMonth}-01`, lastDayOf(thisMonth)) },
          { label: t.lastMonth, value: days(`${lastMonth}-01`, lastDayOf(lastMonth)) },
          { label: t.lastYear, value: days(`${shiftMonth(thisMonth, -12)}-01`, today) },
        ]}
        placeholder={[t.fromDay, t.toDay]}
        style={{ width: 250 }}
      />
      <Select
        allowClear
        aria-label={t.kind}
        placeholder={t.kind}
        value={filters.kind}
        onChange={(kind) => onChange({ kind: kind ?? null })}
        options={EXPENSE_KINDS.map((kind) => ({ value: kind, label: words[kind] }))}
        style={{ minWidth: 110 }}
      />
      <DepartmentSelect
        label={t.department}
        value={filters.department}
        onChange={(department) => onChange({ department, subtree: department ? true : null })}
      />
      {severalVendors && (
        <VendorSelect label={t.vendor} placeholder={t.vendor} value={filters.vendor} onChange={(vendor) => onChange({ vendor })} />
      )}
      <Select
        allowClear
        aria-label={t.billed}
        placeholder={t.billed}
        value={filters.billed}
        onChange={(billed) => onChange({ billed: billed ?? null })}
        options={[
          { value: 'yes' as const, label: t.onStatement },
          { value: 'no' as const, label: t.notOnStatement },
        ]}
        style={{ minWidth: 120 }}
      />
      <Checkbox checked={filters.unresolved === true} onChange={({ target }) => onChange({ unresolved: target.checked ? true : null })}>
        {t.onlyUnresolved}
      </Checkbox>
    </FilterBar>
  );
}

/** Filters that were set by a link from elsewhere, each to be taken off. */
function Chips({ filters, onChange }: { filters: View; onChange: Change }) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  const { data } = useGateway(ExpenseFilterNamesDocument, { personId: filters.person ?? '' }, { enabled: filters.person !== null });
  const chips: [keyof View, ReactNode][] = [];
  if (filters.period) chips.push(['period', t.bookedIn(format.period(filters.period))]);
  if (filters.person) chips.push(['person', t.personIs(data?.person?.name ?? '…')]);
  if (filters.city) chips.push(['city', t.cityIs(filters.city)]);
  if (filters.costCentre) chips.push(['costCentre', t.costCentreIs]);
  if (filters.entity) chips.push(['entity', t.entityIs]);
  if (filters.department && filters.subtree) chips.push(['subtree', t.subtree]);
  if (chips.length === 0) return null;
  return (
    <div className={styles.chips}>
      {chips.map(([key, label]) => (
        <Chip key={key} closable onClose={() => onChange({ [key]: null })}>
          {label}
        </Chip>
      ))}
    </div>
  );
}
