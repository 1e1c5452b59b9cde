import { Button } from 'antd';
import { useGatewayPages, useGatewayWrite } from '../../gateway/use-gateway.js';
import { QuarantineDocument, ReplayQuarantineDocument, type QuarantineQuery } from '../../generated/sync.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import { useAct } from '../../ui/use-act.js';
import { useViewer } from '../identity/viewer.js';
import { syncTexts } from './sync.texts.js';

type Held = QuarantineQuery['quarantine']['nodes'][number];

const pageOf = (result: QuarantineQuery) => result.quarantine;

/** Records of a connection that could not be understood, with the reason, and the way to try them again. */
export function QuarantineList({ connectionId, streamName }: { connectionId: string; streamName: (id: string) => string }) {
  const t = useTexts(syncTexts);
  const format = useFormats();
  const { can } = useViewer();
  const act = useAct();
  const held = useGatewayPages(QuarantineDocument, { connectionId, first: 25 }, pageOf);
  const replay = useGatewayWrite(ReplayQuarantineDocument);
  const run = () =>
    act(
      async () => (await replay.mutateAsync({ connectionId })).replayQuarantine,
      ({ landed, remaining }) => t.replayed(format.count(landed), format.count(remaining)),
    );
  const columns: Column<Held>[] = [
    { key: 'record', title: t.record, phone: 'title', cell: (record) => <code>{record.externalId}</code> },
    { key: 'stream', title: t.stream, phone: 'value', cell: (record) => streamName(record.stream) },
    { key: 'reason', title: t.reason, cell: (record) => record.reason },
    { key: 'field', title: t.field, cell: (record) => record.field && <code>{record.field}</code> },
    { key: 'since', title: t.since, cell: (record) => <span className="nowrap">{format.instant(record.since)}</span> },
  ];
  return (
    <Card
      title={t.quarantine}
      hint={t.quarantineHint}
      flush
      actions={
        can('changeConnections') &&
        held.nodes.length > 0 && (
          <Button loading={replay.isPending} onClick={() => void run()}>
            {t.replay}
          </Button>
        )
      }
    >
      <DataTable
        label={t.quarantine}
        columns={columns}
        rows={held.nodes}
        rowKey={(record) => record.id}
        pending={held.isPending}
        error={held.error}
        onRetry={held.retry}
        more={{ hasMore: held.hasMore, loading: held.loadingMore, load: held.loadMore }}
        empty={<EmptyState title={t.noQuarantine} />}
      />
    </Card>
  );
}
