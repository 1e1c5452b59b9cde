import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { ConnectionsDocument } from '../../generated/connections.js';
import { useFormats } from '../../i18n/format.js';
import { useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { useViewer } from '../identity/viewer.js';
import styles from './connections.module.css';
import { connectionsTexts } from './connections.texts.js';
import { HealthTag, TroubleNote } from './health.js';
import { pollEvery, type Connection } from './polling.js';
import { Logo } from './logo.js';
import { StreamTable } from './stream-table.js';
import { SyncButton } from './sync-button.js';

/** Every vendor account, how far it has been read and how it is. Looks again by itself. */
export function ConnectionsPage() {
  const t = useTexts(connectionsTexts);
  const format = useFormats();
  const { can } = useViewer();
  const [withClosed, setWithClosed] = useState(false);
  const { data, error, isPending, refetch } = useGateway(
    ConnectionsDocument,
    {},
    { every: (latest) => pollEvery(latest?.connections), staleTime: 0 },
  );
  const all = data?.connections ?? [];
  const closed = all.filter((connection) => connection.state === 'closed');
  const shown = withClosed ? all : all.filter((connection) => connection.state !== 'closed');
  const connect = can('changeConnections') && (
    <Link to="/connections/new">
      <Button type="primary" icon={<Icon name="plus" />}>
        {t.connect}
      </Button>
    </Link>
  );
  return (
    <Page title={t.connections} lead={t.connectionsLead} actions={connect}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <div className={styles.skeleton} aria-busy="true" />}
      {data && shown.length === 0 && (
        <Card>
          <EmptyState title={t.noConnections}>{t.noConnectionsText}</EmptyState>
        </Card>
      )}
      {shown.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} />
      ))}
      {closed.length > 0 && !withClosed && (
        <div>
          <Button type="link" onClick={() => setWithClosed(true)}>
            {t.showClosed(format.count(closed.length))}
          </Button>
        </div>
      )}
    </Page>
  );
}

function ConnectionCard({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  const format = useFormats();
  const nameOf = useLocalName();
  const { can } = useViewer();
  const { vendorAccount: account } = connection;
  const vendor = nameOf(account.connector);
  const environment = account.connector.environments.find((one) => one.id === connection.environment);
  const quarantined = connection.streams.reduce((sum, stream) => sum + stream.quarantined, 0);
  return (
    <Card
      flush
      title={
        <span className={styles.cardTitle}>
          <Logo svg={account.connector.logo} name={vendor} />
          <span>
            <Link to={`/connections/${connection.id}`}>{account.name}</Link>
            <span className={styles.cardSub}>
              {account.name !== vendor && <>{vendor} · </>}
              {account.externalAccount} · {environment ? nameOf(environment) : connection.environment}
            </span>
          </span>
        </span>
      }
      actions={
        <>
          {quarantined > 0 && (
            <Link to={`/connections/${connection.id}#quarantine`}>
              <Tag tone="warn">{`${t.quarantined} ${t.quarantinedCount(format.count(quarantined))}`}</Tag>
            </Link>
          )}
          <HealthTag connection={connection} />
          <span className="muted nowrap">
            {t.lastOk} {connection.lastOkAt ? format.relative(connection.lastOkAt) : t.never}
          </span>
          {can('changeConnections') && connection.state === 'active' && <SyncButton connectionId={connection.id} />}
        </>
      }
    >
      {connection.trouble && (
        <div className={styles.trouble}>
          <TroubleNote connection={connection} />
        </div>
      )}
      <StreamTable connection={connection} />
    </Card>
  );
}
