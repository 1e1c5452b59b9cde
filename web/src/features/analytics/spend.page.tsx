import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SpendQuery } from '../../generated/analytics.js';
import type { SpendFilter } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { kindColours, seriesColours } from '../../theme/tokens.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { toGeometry } from '../../ui/decimal.js';
import { KindMark, isKind } from '../../ui/kind-mark.js';
import { Money, moneyText } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { monthsBetween } from '../../ui/period.js';
import { ShareBar } from '../../ui/share-bar.js';
import { StackedMonths } from '../../ui/stacked-months.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useFilters } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { analyticsTexts } from './analytics.texts.js';
import { drillTo } from './drill.js';
import { monthColumns } from './month-columns.js';
import { foldRest, largestFirst, pivotByMonth } from './pivot.js';
import { SpendControls } from './spend-controls.js';
import { SPEND_FILTERS, questionOf, type SpendQuestion } from './spend-question.js';
import { useSpend } from './use-spend.js';

/** How many layers a trend shows before the rest is added up. */
const LAYERS = 7;

type Row = SpendQuery['spend']['rows'][number];

/** Spend from any side, with its trend, and down to the lines. */
export function SpendPage() {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const { today } = useViewer();
  const [view, setView] = useFilters(SPEND_FILTERS);
  const question = useMemo(() => questionOf(view, today.slice(0, 7)), [view, today]);
  const { by, filter, tree, reach } = question;
  const { data, error, isPending, isFetching, refetch } = useSpend({ by: [by], filter, tree, reach });
  const spend = data?.spend;
  const rows = useMemo(() => (by === 'month' ? (spend?.rows ?? []) : largestFirst(spend?.rows ?? [])), [spend, by]);
  const columns = useColumns(question, spend, rows);
  return (
    <Page title={t.spend} lead={t.spendLead}>
      <Card>
        <SpendControls view={view} question={question} onChange={(change) => setView(change, { push: true })} />
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

/** A row of spend with its share of the whole. */
function useColumns({ by, filter, reach }: SpendQuestion, spend: SpendQuery['spend'] | undefined, rows: Row[]): Column<Row>[] {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const whole = toGeometry(spend?.total.amount ?? '0');
  const largest = Math.max(0, ...rows.map((row) => toGeometry(row.companyShare.amount)));
  return [
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

/** The same question month by month. Departments count their own only here, so that the layers add up. */
function Trend({ question }: { question: SpendQuestion }) {
  const t = useTexts(analyticsTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { by, filter, tree, reach } = question;
  const layered = by === 'month' ? 'kind' : by;
  const { data } = useSpend({ by: ['month', layered], filter, tree, reach: by === 'department' ? 'own' : reach });
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
