import { Button, Checkbox, Select } from 'antd';
import { useCallback } from 'react';
import { useGateway, useGatewayPages } from '../../gateway/use-gateway.js';
import { BillLineDocument, BillLinesDocument, type BillLinesQuery } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FilterBar } from '../../ui/filter-bar.js';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { SearchBox } from '../../ui/search-box.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useFilters } from '../../ui/url-state.js';
import { useVendorName } from '../connectors/vendors.js';
import { useLineColumns } from '../statements/line-columns.js';
import { BILL_FILTERS, toLineFilter, type Bill, type BillFilters, type BillLine } from './bill-view.js';
import { billingTexts } from './billing.texts.js';
import { LineDrawer } from './line-drawer.js';

const PAGE = 60;

const pageOf = (result: BillLinesQuery) => result.bill?.lines;

/** The lines that the filters in the address ask for, and the one of them that is open. */
function useLines(bill: Bill, filters: BillFilters) {
  const lines = useGatewayPages(
    BillLinesDocument,
    { legalEntityId: bill.legalEntity.id, period: bill.period, first: PAGE, filter: toLineFilter(filters) },
    pageOf,
    { keep: true },
  );
  const listed = lines.nodes.find((line) => line.id === filters.line) ?? null;
  // A shared address may name a line further down, or one that the filters leave out.
  const named = useGateway(BillLineDocument, { id: filters.line ?? '' }, { enabled: filters.line !== null && !listed && !lines.isPending });
  const open = listed ?? (filters.line === null ? null : (named.data?.statementLine ?? null));
  return { lines, open };
}

/** The bill's statement lines, filtered by what stands in the address; each opens beside its expenses. */
export function BillLines({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const [filters, setFilters] = useFilters(BILL_FILTERS);
  const { lines, open } = useLines(bill, filters);
  const columns = useColumns();
  const close = useCallback(() => setFilters({ line: null, expense: null }), [setFilters]);
  const filtered = Object.keys(toLineFilter(filters)).length > 0;
  const clear = () => setFilters({ kind: null, department: null, vendor: null, differing: null, q: null });
  return (
    <>
      <LineFilterBar bill={bill} filters={filters} onChange={setFilters} onClear={filtered ? clear : null} />
      <DataTable
        label={t.lines}
        columns={columns}
        rows={lines.nodes}
        rowKey={(line) => line.id}
        onOpen={(line) => setFilters({ line: line.id }, { push: true })}
        openKey={filters.line}
        pending={lines.isPending}
        stale={lines.isFetching && !lines.loadingMore}
        error={lines.error}
        onRetry={lines.retry}
        more={{ hasMore: lines.hasMore, loading: lines.loadingMore, load: lines.loadMore }}
        empty={
          <EmptyState title={t.noLines} action={filtered && <Button onClick={clear}>{words.clearFilters}</Button>}>
            {filtered && t.noLinesText}
          </EmptyState>
        }
      />
      <LineDrawer
        line={open}
        openExpense={filters.expense}
        onExpense={(expense) => setFilters({ expense }, { push: true })}
        onClose={close}
      />
    </>
  );
}

interface LineFilterBarProps {
  bill: Bill;
  filters: BillFilters;
  onChange: (change: Partial<BillFilters>) => void;
  onClear: (() => void) | null;
}

function LineFilterBar({ bill, filters, onChange, onClear }: LineFilterBarProps) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const vendorName = useVendorName();
  const options = (parts: Bill['byKind'], nameOf: (part: Bill['byKind'][number]) => string) =>
    parts.flatMap((part) => (part.key ? [{ value: part.key, label: nameOf(part) }] : []));
  return (
    <FilterBar onClear={onClear}>
      <SearchBox label={t.search} value={filters.q} onChange={(q) => onChange({ q })} />
      <Select
        allowClear
        aria-label={t.kind}
        placeholder={t.kind}
        value={filters.kind}
        onChange={(kind) => onChange({ kind: kind ?? null })}
        options={EXPENSE_KINDS.filter((kind) => bill.byKind.some((part) => part.key === kind)).map((kind) => ({
          value: kind,
          label: words[kind],
        }))}
        style={{ minWidth: 120 }}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t.department}
        placeholder={t.department}
        value={filters.department}
        onChange={(department) => onChange({ department: department ?? null })}
        options={options(bill.byDepartment, (part) => part.label)}
        style={{ minWidth: 170 }}
        popupMatchSelectWidth={false}
      />
      {bill.byVendor.length > 1 && (
        <Select
          allowClear
          aria-label={t.vendor}
          placeholder={t.vendor}
          value={filters.vendor}
          onChange={(vendor) => onChange({ vendor: vendor ?? null })}
          options={options(bill.byVendor, (part) => vendorName(part.key, part.label))}
          style={{ minWidth: 130 }}
        />
      )}
      <Checkbox checked={filters.differing === true} onChange={({ target }) => onChange({ differing: target.checked ? true : null })}>
        {t.onlyDiffering} ({format.count(bill.differingLineCount)})
      </Checkbox>
    </FilterBar>
  );
}

function useColumns(): Column<BillLine>[] {
  const t = useTexts(billingTexts);
  const about = useLineColumns<BillLine>((_line, name) => name);
  return [
    ...about,
    { key: 'statement', title: t.onStatement, align: 'end', phone: 'value', cell: (line) => <Money value={line.companyShare} strong /> },
    {
      key: 'booked',
      title: t.booked,
      align: 'end',
      cell: (line) => (line.expenses.length > 0 ? <Money value={line.expenseShare} /> : <Tag tone="bad">{t.missing}</Tag>),
    },
    { key: 'difference', phone: 'plain', title: t.difference, cell: (line) => <DifferenceTag value={line.difference} /> },
  ];
}
