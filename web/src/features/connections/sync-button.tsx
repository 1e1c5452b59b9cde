import { Button } from 'antd';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { RequestSyncDocument } from '../../generated/sync.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { useAct } from '../../ui/use-act.js';
import { connectionsTexts } from './connections.texts.js';

/** Reads what is new, of one stream or of all. */
export function SyncButton({ connectionId, stream, label }: { connectionId: string; stream?: string; label?: string }) {
  const t = useTexts(connectionsTexts);
  const act = useAct();
  const sync = useGatewayWrite(RequestSyncDocument);
  const input = { connectionId, stream: stream ?? null };
  const run = () => act(async () => accepted((await sync.mutateAsync({ input })).requestSync, 'SyncRequested'), t.syncRequested);
  return (
    <Button
      size={stream ? 'small' : 'middle'}
      icon={<Icon name="sync" size={stream ? 14 : 16} />}
      loading={sync.isPending}
      onClick={() => void run()}
      aria-label={label}
    >
      {stream ? null : t.syncNow}
    </Button>
  );
}
