import { Segmented, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import type { SpendQuery } from '../../generated/analytics.js';
import { BillsDocument } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { kindColours } from '../../theme/tokens.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { isZero, percentChange, sumDecimals } from '../../ui/decimal.js';
import { isKind } from '../../ui/kind-mark.js';
import { Money, moneyText } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Columns, Page, Stat, Stats } from '../../ui/page.js';
import { lastDayOf, monthsBetween, shiftMonth } from '../../ui/period.js';
import { StackedMonths } from '../../ui/stacked-months.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith, text, useFilters } from '../../ui/url-state.js';
import { BillTable } from '../billing/bill-table.js';
import { useViewer } from '../identity/viewer.js';
import { MissingNote } from '../statements/missing-note.js';
import { analyticsTexts } from './analytics.texts.js';
import { monthColumns } from './month-columns.js';
import { DepartmentsCard, PartsCards } from './overview-parts.js';
import { pivotByMonth, type Layer } from './pivot.js';
import { useSpend } from './use-spend.js';

const FILTERS = { range: text };

/** How many months of bills the overview lists, besides those that differ. */
const RECENT_MONTHS = 4;

/** The months a choice of range stands for. */
function monthsOf(range: string | null, thisMonth: string): string[] {
  if (range && /^\d{4}$/.test(range)) return monthsBetween(`${range}-01`, `${range}-12`);
  return monthsBetween(shiftMonth(thisMonth, -12), thisMonth);
}

/** The year at a glance: what was spent, on what, by whom, and whether the bills agree. */
export function OverviewPage() {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const { viewer, can, today } = useViewer();
  const [{ range }, setFilters] = useFilters(FILTERS);
  const thisMonth = today.slice(0, 7);
  const months = useMemo(() => monthsOf(range, thisMonth), [range, thisMonth]);
  const [from, to] = [months[0]!, months.at(-1)!];
  const shown = { tree: 'as_was', reach: 'subtree' } as const;
  const byMonth = useSpend({ by: ['month', 'kind'], filter: { from, to }, ...shown });
  const year = Number(thisMonth.slice(0, 4));
  const total = byMonth.data?.spend.total;

  return (
    <Page
      title={t.overview}
      lead={`${viewer.company.name} · ${t.overviewLead(format.period(from), format.period(to))}`}
      actions={
        <Select
          aria-label={t.range}
          value={range ?? ''}
          onChange={(value) => setFilters({ range: value || null }, { push: true })}
          style={{ width: 250 }}
          options={[
            { value: '', label: t.rolling },
            ...[0, 1, 2].map((ago) => ({ value: String(year - ago), label: t.year(String(year - ago)) })),
          ]}
        />
      }
    >
      {can('statements') && <MissingNote />}
      {byMonth.error && <ErrorNote error={byMonth.error} onRetry={() => void byMonth.refetch()} />}
      {byMonth.data && byMonth.data.spend.count === 0 ? (
        <Card>
          <EmptyState title={t.noSpend} action={can('connections') && <Link to="/connections">{t.toConnections}</Link>}>
            {t.noSpendText}
          </EmptyState>
        </Card>
      ) : (
        <>
          <Figures spend={byMonth.data?.spend} months={months} thisMonth={thisMonth} />
          <YearCard spend={byMonth.data?.spend} months={months} />
          {can('bills') && <BillsCard from={from} to={to} />}
          <Columns>
            <DepartmentsCard from={from} to={to} />
            {total && <PartsCards spend={byMonth.data!.spend} months={months} from={from} to={to} />}
          </Columns>
        </>
      )}
    </Page>
  );
}

function Figures({ spend, months, thisMonth }: { spend: SpendQuery['spend'] | undefined; months: string[]; thisMonth: string }) {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const { can } = useViewer();
  const bills = useGateway(BillsDocument, { from: months[0]!, to: months.at(-1)! }, { enabled: can('bills'), keep: true });
  const currency = spend?.total.currency ?? 'CNY';
  const lastFull = months.filter((month) => month < thisMonth).at(-1);
  const sumOf = (month: string) =>
    sumDecimals(['0.00', ...(spend?.rows ?? []).filter((row) => row.keys[0]?.id === month).map((row) => row.companyShare.amount)]);
  const change =
    lastFull && months.includes(shiftMonth(lastFull, -1)) ? percentChange(sumOf(shiftMonth(lastFull, -1)), sumOf(lastFull)) : null;
  const differing = bills.data?.bills.filter((bill) => !isZero(bill.difference.amount)) ?? [];
  const total = (amounts: string[]) => ({ amount: sumDecimals(['0.00', ...amounts]), currency });

  return (
    <Stats>
      <Stat label={t.spendInRange} value={spend ? <Money value={spend.total} symbol /> : '…'} note={spend && <SpendNote spend={spend} />} />
      {lastFull && (
        <Stat
          label={t.lastFull(format.period(lastFull))}
          value={spend ? <Money value={{ amount: sumOf(lastFull), currency }} symbol /> : '…'}
          note={change === null ? ' ' : t.against(format.percent(change), format.month(shiftMonth(lastFull, -1)))}
        />
      )}
      {bills.data && (
        <>
          <Stat
            label={t.differences}
            value={<Money value={total(differing.map((bill) => bill.difference.amount))} symbol signed />}
            note={
              differing[0] ? (
                <Link to={hrefWith(`/bills/${differing[0].period}`, { entity: differing[0].legalEntity.id, tab: 'lines', differing: '1' })}>
                  {t.monthsDiffer(format.count(differing.length))}
                </Link>
              ) : (
                t.noDifference
              )
            }
          />
          <Stat
            label={t.unbilled}
            value={<Money value={total(bills.data.bills.map((bill) => bill.accrual.amount))} symbol />}
            note={t.unbilledNote(format.count(bills.data.bills.reduce((sum, bill) => sum + bill.accrualCount, 0)))}
          />
        </>
      )}
    </Stats>
  );
}

/** How many lines were summed up, and what could not be for its currency. */
function SpendNote({ spend }: { spend: SpendQuery['spend'] }) {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const others = spend.otherCurrencies.map(moneyText).join(' + ');
  return (
    <>
      {t.lines(format.count(spend.count))}
      {others && ` · ${t.otherCurrencies(others)}`}
    </>
  );
}

function YearCard({ spend, months }: { spend: SpendQuery['spend'] | undefined; months: string[] }) {
  const t = useTexts(analyticsTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { can } = useViewer();
  const navigate = useNavigate();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const layers = useMemo(() => (spend ? pivotByMonth(spend.rows, months) : []), [spend, months]);
  const currency = spend?.total.currency ?? 'CNY';
  const series = useMemo(
    () =>
      layers.map((layer) => ({
        key: layer.id ?? 'none',
        label: isKind(layer.id) ? words[layer.id] : layer.label || words.unknown,
        colour: isKind(layer.id) ? kindColours[layer.id] : kindColours.other,
        values: layer.values,
      })),
    [layers, words],
  );
  const columns = useMemo(() => monthColumns(months, format), [months, format]);
  const seesBills = can('bills');
  const open = useCallback(
    (month: string) => void navigate(seesBills ? `/bills/${month}` : hrefWith('/expenses', { from: `${month}-01`, to: lastDayOf(month) })),
    [navigate, seesBills],
  );
  return (
    <Card
      title={t.byMonth}
      hint={seesBills ? t.byMonthHint : t.byMonthHintExpenses}
      flush={view === 'table'}
      actions={
        <Segmented<'chart' | 'table'>
          aria-label={t.view}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t.chart },
            { value: 'table', label: t.table },
          ]}
        />
      }
    >
      {view === 'chart' ? (
        <StackedMonths
          label={t.chartLabel(format.period(months[0]!), format.period(months.at(-1)!), spend ? moneyText(spend.total) : '')}
          columns={columns}
          series={series}
          currency={currency}
          onOpen={open}
        />
      ) : (
        <MonthMatrix months={months} layers={layers} series={series} currency={currency} onOpen={open} />
      )}
    </Card>
  );
}

/** The chart's figures, exactly. */
function MonthMatrix(props: {
  months: string[];
  layers: Layer[];
  series: { key: string; label: string }[];
  currency: string;
  onOpen: (month: string) => void;
}) {
  const { months, layers, series, currency, onOpen } = props;
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const at = (month: string) => months.indexOf(month);
  const columns: Column<string>[] = [
    { key: 'month', title: t.month, cell: (month) => format.period(month), phone: 'title', total: t.total },
    ...layers.map((layer, index): Column<string> => ({
      key: series[index]!.key,
      title: series[index]!.label,
      align: 'end',
      cell: (month) => <Money value={{ amount: layer.values[at(month)]!, currency }} quietZero />,
      total: <Money value={{ amount: layer.total, currency }} />,
    })),
    {
      key: 'total',
      title: t.total,
      align: 'end',
      phone: 'value',
      cell: (month) => (
        <Money strong value={{ amount: sumDecimals(['0.00', ...layers.map((layer) => layer.values[at(month)]!)]), currency }} />
      ),
      total: <Money value={{ amount: sumDecimals(['0.00', ...layers.map((layer) => layer.total)]), currency }} />,
    },
  ];
  return <DataTable label={t.byMonth} columns={columns} rows={months} rowKey={(month) => month} onOpen={onOpen} totals />;
}

function BillsCard({ from, to }: { from: string; to: string }) {
  const t = useTexts(analyticsTexts);
  const { data, error, isPending, refetch } = useGateway(BillsDocument, { from, to }, { keep: true });
  // What needs a look: the latest months, and older ones that do not agree.
  const recent = shiftMonth(to, -RECENT_MONTHS);
  const shown = (data?.bills ?? []).filter((bill) => bill.period > recent || !isZero(bill.difference.amount));
  return (
    <Card title={t.bills} hint={t.billsHint} flush actions={<Link to="/bills">{t.allBills}</Link>}>
      <BillTable bills={shown} pending={isPending} error={error} onRetry={() => void refetch()} />
    </Card>
  );
}
