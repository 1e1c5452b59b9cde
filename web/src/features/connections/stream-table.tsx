import { useFormats } from '../../i18n/format.js';
import { useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Tag } from '../../ui/tag.js';
import { useViewer } from '../identity/viewer.js';
import { RunProgress, RunStateTag } from '../sync/run-state.js';
import { connectionsTexts } from './connections.texts.js';
import type { Connection } from './polling.js';
import { SyncButton } from './sync-button.js';

type Stream = Connection['streams'][number];

/** How far each stream of a connection has been read, with the progress of a run under way. */
export function StreamTable({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  const columns = useColumns(connection);
  return <DataTable label={t.streams} columns={columns} rows={connection.streams} rowKey={({ stream }) => stream.id} />;
}

function useColumns(connection: Connection): Column<Stream>[] {
  const t = useTexts(connectionsTexts);
  const format = useFormats();
  const nameOf = useLocalName();
  const { can } = useViewer();
  const rhythm = (minutes: number) =>
    minutes >= 120 ? t.everyHours(format.count(Math.round(minutes / 60))) : t.every(format.count(minutes));
  return [
    {
      key: 'stream',
      title: t.stream,
      phone: 'title',
      cell: ({ stream }) => (
        <>
          {nameOf(stream)}
          <div className="muted">{rhythm(stream.everyMinutes)}</div>
        </>
      ),
    },
    {
      key: 'syncedTo',
      title: t.syncedTo,
      cell: ({ syncedTo }) => <span className="nowrap">{syncedTo ? format.instant(syncedTo) : t.never}</span>,
    },
    {
      key: 'lastRun',
      title: t.lastRun,
      width: '34%',
      phone: 'plain',
      cell: ({ lastRun }) => <LastRun run={lastRun} />,
    },
    {
      key: 'next',
      title: t.nextRun,
      cell: ({ nextRunAt }) => (nextRunAt ? <span className="nowrap">{format.relative(nextRunAt)}</span> : '—'),
    },
    {
      key: 'quarantined',
      title: t.quarantined,
      align: 'end',
      cell: ({ quarantined }) => (quarantined > 0 ? <Tag tone="warn">{format.count(quarantined)}</Tag> : '–'),
    },
    ...(can('changeConnections') && connection.state === 'active'
      ? [
          {
            key: 'sync',
            title: t.actions,
            align: 'end' as const,
            phone: 'hide' as const,
            cell: ({ stream }: Stream) => (
              <SyncButton connectionId={connection.id} stream={stream.id} label={`${t.syncNow}: ${nameOf(stream)}`} />
            ),
          },
        ]
      : []),
  ];
}

function LastRun({ run }: { run: Stream['lastRun'] }) {
  const format = useFormats();
  if (!run) return <>—</>;
  if (run.state === 'running') return <RunProgress run={run} />;
  return (
    <>
      <RunStateTag state={run.state} /> {run.finishedAt && <span className="muted nowrap">{format.relative(run.finishedAt)}</span>}
    </>
  );
}
