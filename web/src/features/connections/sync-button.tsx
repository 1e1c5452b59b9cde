import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { RequestSyncDocument } from '../../generated/sync.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { useFailureText } from '../../ui/notes.js';
import { connectionsTexts } from './connections.texts.js';

/** Reads what is new, of one stream or of all. */
export function SyncButton({ connectionId, stream, label }: { connectionId: string; stream?: string; label?: string }) {
  const t = useTexts(connectionsTexts);
  const failureText = useFailureText();
  const { message } = App.useApp();
  const client = useQueryClient();
  const sync = useGatewayWrite(RequestSyncDocument);
  const run = async () => {
    try {
      accepted((await sync.mutateAsync({ input: { connectionId, stream: stream ?? null } })).requestSync, 'SyncRequested');
      void message.success(t.syncRequested);
      await client.invalidateQueries({
        predicate: ({ queryKey }) => ['Connections', 'Connection', 'SyncRuns'].includes(String(queryKey[0])),
      });
    } catch (failure) {
      void message.error(failureText(failure));
    }
  };
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
