import { DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { SpendDocument, type SpendQuery } from '../../generated/analytics.js';
import type { SpendDimension, SpendFilter } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { kindColours, seriesColours } from '../../theme/tokens.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { toGeometry } from '../../ui/decimal.js';
import { EXPENSE_KINDS, KindMark, isKind } from '../../ui/kind-mark.js';
import { Money, moneyText } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { monthsBetween, shiftMonth } from '../../ui/period.js';
import { ShareBar } from '../../ui/share-bar.js';
import { StackedMonths } from '../../ui/stacked-months.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { month, oneOf, text, useFilters, type Filters } from '../../ui/url-state.js';
import { VendorSelect, useSeveralVendors } from '../connectors/vendor-select.js';
import { DepartmentSelect } from '../directory/department-select.js';
import { useViewer } from '../identity/viewer.js';
import styles from './analytics.module.css';
import { analyticsTexts } from './analytics.texts.js';
import { drillTo } from './drill.js';
import { monthColumns } from './month-columns.js';
import { foldRest, pivotByMonth } from './pivot.js';

const DIMENSIONS = [
  'department',
  'kind',
  'vendor',
  'person',
  'cost_centre',
  'city',
  'legal_entity',
  'month',
] as const satisfies readonly SpendDimension[];

const FILTERS = {
  by: oneOf(DIMENSIONS),
  from: month,
  to: month,
  tree: oneOf(['as_was', 'as_is']),
  reach: oneOf(['own', 'subtree']),
  kind: oneOf(EXPENSE_KINDS),
  vendor: text,
  department: text,
};

/** How many layers a trend shows before the rest is added up. */
const LAYERS = 7;

type View = Filters<typeof FILTERS>;
type Row = SpendQuery['spend']['rows'][number];

/** What is asked, with everything that was left open filled in. */
function questionOf(view: View, thisMonth: string) {
  const filter: SpendFilter = {
    from: view.from ?? shiftMonth(thisMonth, -12),
    to: view.to ?? thisMonth,
    ...(view.kind ? { kind: view.kind } : {}),
    ...(view.vendor ? { connectorId: view.vendor } : {}),
    ...(view.department ? { departmentId: view.department } : {}),
  };
  return { by: view.by ?? ('department' as const), filter, tree: view.tree ?? ('as_was' as const), reach: view.reach ?? ('own' as const) };
}

/** Spend from any side, with its trend, and down to the lines. */
export function SpendPage() {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const { today } = useViewer();
  const [view, setView] = useFilters(FILTERS);
  const question = useMemo(() => questionOf(view, today.slice(0, 7)), [view, today]);
  const { by, filter, tree, reach } = question;
  const { data, error, isPending, isFetching, refetch } = useGateway(SpendDocument, { by: [by], filter, tree, reach }, { keep: true });
  const spend = data?.spend;
  const rows = spend?.rows ?? [];
  const whole = toGeometry(spend?.total.amount ?? '0');
  const largest = Math.max(0, ...rows.map((row) => toGeometry(row.companyShare.amount)));
  const columns: Column<Row>[] = [
    { key: 'label', title: t[`dimension_${by}`], phone: 'title', cell: (row) => <KeyLabel row={row} />, total: t.total },
    {
      key: 'share',
      title: t.share,
      width: '22%',
      cell: (row) => <ShareBar part={toGeometry(row.companyShare.amount)} whole={whole} largest={largest} />,
    },
    {
      key: 'company',
      title: t.companyShare,
      align: 'end',
      phone: 'value',
      cell: (row) => <Money value={row.companyShare} strong />,
      total: spend && <Money value={spend.total} />,
    },
    { key: 'personal', title: t.personalShare, align: 'end', phone: 'hide', cell: (row) => <Money value={row.personalShare} quietZero /> },
    { key: 'count', title: t.count, align: 'end', cell: (row) => format.count(row.count), total: spend && format.count(spend.count) },
    { key: 'drill', title: t.drill, align: 'end', cell: (row) => <Drill row={row} filter={filter} reach={reach} /> },
  ];
  return (
    <Page title={t.spend} lead={t.spendLead}>
      <Card>
        <Controls view={view} question={question} onChange={(change) => setView(change, { push: true })} />
      </Card>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {spend && (
        <Stats>
          <Stat
            label={t.spendInRange}
            value={<Money value={spend.total} symbol />}
            note={`${format.period(filter.from)} – ${format.period(filter.to)}`}
          />
          <Stat label={t.count} value={format.count(spend.count)} note={t.rows(format.count(rows.length))} />
        </Stats>
      )}
      <Trend question={question} />
      <Card title={t[`dimension_${by}`]} hint={by === 'department' && reach === 'subtree' ? t.reachHint : undefined} flush>
        <DataTable
          label={t.spend}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.keys[0]?.id ?? 'none'}
          pending={isPending}
          stale={isFetching && !isPending}
          empty={<EmptyState title={t.noSpend} />}
          totals={rows.length > 0}
        />
      </Card>
    </Page>
  );
}

function KeyLabel({ row }: { row: Row }) {
  const words = useTexts(uiTexts);
  const format = useFormats();
  const key = row.keys[0];
  if (!key?.id) return <span className="muted">{key?.label || words.unknown}</span>;
  if (key.dimension === 'kind' && isKind(key.id)) return <KindMark kind={key.id} />;
  return <>{key.dimension === 'month' ? format.period(key.id) : key.label}</>;
}

function Drill({ row, filter, reach }: { row: Row; filter: SpendFilter; reach: 'own' | 'subtree' }) {
  const t = useTexts(analyticsTexts);
  const to = drillTo(row.keys[0]!, filter, reach);
  return to ? (
    <Link to={to} aria-label={`${t.drill}: ${row.keys[0]?.label}`} className="nowrap">
      {t.drill}
    </Link>
  ) : null;
}

function Controls({
  view,
  question,
  onChange,
}: {
  view: View;
  question: ReturnType<typeof questionOf>;
  onChange: (change: Partial<View>) => void;
}) {
  const t = useTexts(analyticsTexts);
  const words = useTexts(uiTexts);
  const severalVendors = useSeveralVendors();
  const byDepartment = question.by === 'department';
  return (
    <div className={styles.controls}>
      <Control label={t.by}>
        <Select
          aria-label={t.by}
          value={question.by}
          onChange={(by) => onChange({ by })}
          options={DIMENSIONS.map((value) => ({ value, label: t[`dimension_${value}`] }))}
          style={{ minWidth: 130 }}
        />
      </Control>
      <Control label={`${t.from} – ${t.to}`}>
        <DatePicker.RangePicker
          aria-label={`${t.from} – ${t.to}`}
          picker="month"
          allowClear={false}
          value={[dayjs(question.filter.from), dayjs(question.filter.to)]}
          onChange={(range) => range?.[0] && range[1] && onChange({ from: range[0].format('YYYY-MM'), to: range[1].format('YYYY-MM') })}
          style={{ width: 230 }}
        />
      </Control>
      <Control label={t.kind}>
        <Select
          allowClear
          aria-label={t.kind}
          placeholder={t.all}
          value={view.kind}
          onChange={(kind) => onChange({ kind: kind ?? null })}
          options={EXPENSE_KINDS.map((value) => ({ value, label: words[value] }))}
          style={{ minWidth: 120 }}
        />
      </Control>
      {severalVendors && (
        <Control label={t.vendor}>
          <VendorSelect label={t.vendor} placeholder={t.all} value={view.vendor} onChange={(vendor) => onChange({ vendor })} />
        </Control>
      )}
      <Control label={t.department}>
        <DepartmentSelect label={t.department} value={view.department} onChange={(department) => onChange({ department })} />
      </Control>
      <Control label={t.tree} hint={t.treeHint}>
        <Segmented<'as_was' | 'as_is'>
          aria-label={t.tree}
          value={question.tree}
          onChange={(tree) => onChange({ tree })}
          options={(['as_was', 'as_is'] as const).map((value) => ({ value, label: t[value] }))}
        />
      </Control>
      {(byDepartment || view.department) && (
        <Control label={t.reach} hint={t.reachHint}>
          <Segmented<'own' | 'subtree'>
            aria-label={t.reach}
            value={question.reach}
            onChange={(reach) => onChange({ reach })}
            options={(['own', 'subtree'] as const).map((value) => ({ value, label: t[value] }))}
          />
        </Control>
      )}
    </div>
  );
}

function Control({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={styles.control} title={hint}>
      <span className={styles.controlLabel} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

/** The same question month by month. Departments count their own only here, so that the layers add up. */
function Trend({ question }: { question: ReturnType<typeof questionOf> }) {
  const t = useTexts(analyticsTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { by, filter, tree, reach } = question;
  const layered = by === 'month' ? 'kind' : by;
  const { data } = useGateway(
    SpendDocument,
    { by: ['month', layered], filter, tree, reach: by === 'department' ? 'own' : reach },
    { keep: true },
  );
  const months = useMemo(() => monthsBetween(filter.from, filter.to), [filter.from, filter.to]);
  const columns = useMemo(() => monthColumns(months, format), [months, format]);
  const series = useMemo(
    () =>
      foldRest(pivotByMonth(data?.spend.rows ?? [], months), LAYERS, t.rest).map((layer, index) => ({
        key: layer.id ?? 'none',
        label: isKind(layer.id) ? words[layer.id] : layer.label || words.unknown,
        colour: isKind(layer.id)
          ? kindColours[layer.id]
          : layer.id === 'rest'
            ? kindColours.other
            : seriesColours[index % (seriesColours.length - 1)]!,
        values: layer.values,
      })),
    [data, months, t, words],
  );
  if (series.length === 0) return null;
  return (
    <Card title={t.trend}>
      <StackedMonths
        label={t.chartLabel(format.period(filter.from), format.period(filter.to), data ? moneyText(data.spend.total) : '')}
        columns={columns}
        series={series}
        currency={data?.spend.total.currency ?? 'CNY'}
      />
    </Card>
  );
}
