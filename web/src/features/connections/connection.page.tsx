import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Popconfirm } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import {
  CloseConnectionDocument,
  ConnectionDocument,
  ConnectionSettingsDocument,
  PauseConnectionDocument,
  ResumeConnectionDocument,
  UpdateCredentialsDocument,
} from '../../generated/connections.js';
import { useFormats } from '../../i18n/format.js';
import { useLocale, useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { useViewer } from '../identity/viewer.js';
import { QuarantineList } from '../sync/quarantine-list.js';
import { RunList } from '../sync/run-list.js';
import styles from './connections.module.css';
import { connectionsTexts } from './connections.texts.js';
import { DueDays } from './due-days.js';
import { HealthTag, TroubleNote } from './health.js';
import { isReading, pollEvery, type Connection } from './polling.js';
import { RefusalNote } from './refusal-note.js';
import { SettingsFields } from './settings-form.js';
import { filled, settingsOf } from './settings.js';
import { StreamTable } from './stream-table.js';
import { SyncButton } from './sync-button.js';

/** One connection: its health, its streams, what was read, what is held back, and what can be done about it. */
export function ConnectionPage() {
  const { id = '' } = useParams();
  const t = useTexts(connectionsTexts);
  const words = useTexts(uiTexts);
  const nameOf = useLocalName();
  const { can } = useViewer();
  const { data, error, isPending, refetch } = useGateway(
    ConnectionDocument,
    { id },
    { every: (latest) => pollEvery(latest?.connection ? [latest.connection] : undefined), staleTime: 0 },
  );
  const connection = data?.connection;
  if (!connection) {
    return (
      <Page title={t.connections}>
        {error ? (
          <ErrorNote error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <div className={styles.skeleton} aria-busy="true" />
        ) : (
          <EmptyState title={words.notFound} />
        )}
      </Page>
    );
  }
  const streamName = (stream: string) => {
    const known = connection.streams.find((one) => one.stream.id === stream)?.stream;
    return known ? nameOf(known) : stream;
  };
  return (
    <Page
      title={connection.vendorAccount.name}
      lead={<HealthTag connection={connection} />}
      actions={can('changeConnections') && <Actions connection={connection} />}
    >
      <TroubleNote connection={connection} />
      <Card title={t.streams} flush>
        <StreamTable connection={connection} />
      </Card>
      <div id="quarantine">
        <QuarantineList connectionId={id} streamName={streamName} />
      </div>
      <RunList connectionId={id} live={isReading(connection)} streamName={streamName} />
      <Settings connection={connection} />
    </Page>
  );
}

function Actions({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  const words = useTexts(uiTexts);
  const act = useAct();
  const [changing, setChanging] = useState(false);
  const pause = useGatewayWrite(PauseConnectionDocument);
  const resume = useGatewayWrite(ResumeConnectionDocument);
  const close = useGatewayWrite(CloseConnectionDocument);
  const input = { id: connection.id };
  if (connection.state === 'closed') return null;
  return (
    <>
      {connection.state === 'active' && <SyncButton connectionId={connection.id} />}
      {connection.state === 'active' && (
        <Button
          icon={<Icon name="pause" />}
          loading={pause.isPending}
          onClick={() => void act(async () => accepted((await pause.mutateAsync({ input })).pauseConnection, 'VendorConnection'), t.done)}
        >
          {t.pause}
        </Button>
      )}
      {connection.state === 'paused' && (
        <Button
          type="primary"
          icon={<Icon name="play" />}
          loading={resume.isPending}
          onClick={() => void act(async () => accepted((await resume.mutateAsync({ input })).resumeConnection, 'VendorConnection'), t.done)}
        >
          {t.resume}
        </Button>
      )}
      <Button type={connection.state === 'broken' ? 'primary' : 'default'} icon={<Icon name="key" />} onClick={() => setChanging(true)}>
        {t.credentials}
      </Button>
      <Popconfirm
        title={t.close}
        description={<div style={{ maxWidth: 300 }}>{t.closeSure}</div>}
        okText={t.close}
        cancelText={words.cancel}
        onConfirm={() => act(async () => accepted((await close.mutateAsync({ input })).closeConnection, 'VendorConnection'), t.done)}
      >
        <Button danger>{t.close}</Button>
      </Popconfirm>
      <Drawer open={changing} onClose={() => setChanging(false)} title={t.credentials} size={520} destroyOnHidden>
        <CredentialsForm id={connection.id} onDone={() => setChanging(false)} />
      </Drawer>
    </>
  );
}

function CredentialsForm({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTexts(connectionsTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const { data, error } = useGateway(ConnectionSettingsDocument, { id });
  const update = useGatewayWrite(UpdateCredentialsDocument);
  const connector = data?.connection?.vendorAccount.connector;
  if (error) return <ErrorNote error={error} />;
  if (!connector) return <div className={styles.skeleton} aria-busy="true" />;
  const submit = async (values: { config?: Record<string, unknown>; credentials?: Record<string, unknown> }) => {
    setFailure(null);
    try {
      const { updateCredentials } = await update.mutateAsync({
        input: { id, config: filled(values.config), credentials: filled(values.credentials) },
      });
      accepted(updateCredentials, 'VendorConnection');
      await client.invalidateQueries();
      void message.success(t.saved);
      onDone();
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <Form layout="vertical" requiredMark="optional" onFinish={submit} disabled={update.isPending}>
      <p className="muted">{t.credentialsHint}</p>
      <SettingsFields schema={connector.configSchema} under="config" values={data.connection?.config as Record<string, unknown>} />
      <SettingsFields schema={connector.credentialsSchema} under="credentials" />
      {failure !== null && (
        <Form.Item>
          <RefusalNote failure={failure} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={update.isPending}>
        {t.checkAndConnect}
      </Button>
    </Form>
  );
}

function Settings({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  const { locale } = useLocale();
  const format = useFormats();
  const nameOf = useLocalName();
  const { data } = useGateway(ConnectionSettingsDocument, { id: connection.id });
  const { vendorAccount: account } = connection;
  const environment = account.connector.environments.find((one) => one.id === connection.environment);
  const hookUrl = data?.connection?.hookUrl;
  const config = data?.connection?.config as Record<string, unknown> | undefined;
  return (
    <Card title={t.settings}>
      <Facts
        facts={[
          [t.connector, `${nameOf(account.connector)} ${account.connector.version}`],
          [t.account, account.externalAccount],
          [t.environment, environment ? nameOf(environment) : connection.environment],
          [t.entity, account.legalEntity?.name],
          [t.dueDays, <DueDays key="due" account={account} />],
          [t.created, format.instant(connection.createdAt)],
          ...settingsOf(data?.connection?.vendorAccount.connector.configSchema, locale).map((setting): [string, string] => [
            setting.title,
            String(config?.[setting.name] ?? ''),
          ]),
          [
            t.hook,
            hookUrl && (
              <span key="hook" className={styles.hook}>
                <code>{hookUrl}</code> <CopyButton text={hookUrl} />
                <span className="muted">{t.hookHint}</span>
              </span>
            ),
          ],
        ]}
      />
    </Card>
  );
}
