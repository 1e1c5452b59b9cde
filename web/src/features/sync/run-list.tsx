import { useGatewayPages } from '../../gateway/use-gateway.js';
import { SyncRunsDocument, type SyncRunsQuery } from '../../generated/sync.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { groupDigits } from '../../ui/decimal.js';
import { EmptyState } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { RunStateTag } from './run-state.js';
import { syncTexts } from './sync.texts.js';
import { isUnderWay } from './under-way.js';

type Run = SyncRunsQuery['syncRuns']['nodes'][number];

const pageOf = (result: SyncRunsQuery) => result.syncRuns;

/**
 * Every reading of a connection, newest first.
 * @param live whether something is being read now, so that the list is read again often
 * @param streamName the name of a stream in the reader's language
 */
export function RunList({ connectionId, live, streamName }: { connectionId: string; live: boolean; streamName: (id: string) => string }) {
  const t = useTexts(syncTexts);
  const runs = useGatewayPages(SyncRunsDocument, { connectionId, first: 15 }, pageOf, {
    every: (nodes) => (live || nodes.some(isUnderWay) ? 3_000 : 30_000),
  });
  const columns = useColumns(streamName);
  return (
    <Card title={t.runs} flush>
      <DataTable
        label={t.runs}
        columns={columns}
        rows={runs.nodes}
        rowKey={(run) => run.id}
        pending={runs.isPending}
        error={runs.error}
        onRetry={runs.retry}
        more={{ hasMore: runs.hasMore, loading: runs.loadingMore, load: runs.loadMore }}
        empty={<EmptyState title={t.noRuns} />}
      />
    </Card>
  );
}

function useColumns(streamName: (id: string) => string): Column<Run>[] {
  const t = useTexts(syncTexts);
  const format = useFormats();
  return [
    { key: 'stream', title: t.stream, phone: 'title', cell: (run) => streamName(run.stream) },
    {
      key: 'state',
      title: t.state,
      phone: 'value',
      cell: (run) => (
        <>
          <RunStateTag state={run.state} />
          {run.trouble && (
            <div className="muted">
              {run.trouble.message} <code>{run.trouble.code}</code>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'window',
      title: t.window,
      cell: (run) => (
        <span className="nowrap">
          {format.instant(run.windowFrom)} – {format.instant(run.windowTo)}
        </span>
      ),
    },
    {
      key: 'started',
      title: t.startedAt,
      cell: (run) => <span className="nowrap">{run.startedAt ? format.instant(run.startedAt) : '—'}</span>,
    },
    { key: 'took', title: t.took, align: 'end', cell: (run) => <Took run={run} /> },
    { key: 'records', title: t.records, align: 'end', cell: (run) => format.count(run.records) },
    { key: 'changed', title: t.changed, align: 'end', cell: (run) => format.count(run.changed) },
    {
      key: 'quarantined',
      title: t.quarantined,
      align: 'end',
      phone: 'hide',
      cell: (run) => (run.quarantined > 0 ? <Tag tone="warn">{format.count(run.quarantined)}</Tag> : '–'),
    },
    { key: 'control', title: t.control, cell: (run) => <Control control={run.control} /> },
  ];
}

function Took({ run }: { run: Run }) {
  const t = useTexts(syncTexts);
  if (!run.startedAt || !run.finishedAt) return <>—</>;
  const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  return (
    <span className="nowrap">{seconds < 90 ? t.seconds(seconds.toFixed(seconds < 10 ? 1 : 0)) : t.minutes((seconds / 60).toFixed(1))}</span>
  );
}

function Control({ control }: { control: Run['control'] }) {
  const t = useTexts(syncTexts);
  const format = useFormats();
  if (!control) return <span className="muted">—</span>;
  if (control.agrees) return <Tag tone="good">{t.controlAgrees}</Tag>;
  return (
    <div className="nowrap">
      {control.vendorCount != null && control.vendorCount !== control.count && (
        <div>{t.controlCount(format.count(control.vendorCount), format.count(control.count))}</div>
      )}
      {control.vendorSum != null && control.sum != null && control.vendorSum !== control.sum && (
        <div>{t.controlSum(groupDigits(control.vendorSum), groupDigits(control.sum))}</div>
      )}
    </div>
  );
}
