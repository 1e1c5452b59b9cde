import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import {
  CreateOAuthClientDocument,
  OAuthClientsDocument,
  RevokeOAuthClientDocument,
  ScopesDocument,
  type OAuthClientsQuery,
} from '../../generated/oauth.js';
import { useFormats } from '../../i18n/format.js';
import { useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { CopyButton } from '../../ui/copy-button.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote, Note } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { useViewer } from '../identity/viewer.js';
import styles from './oauth.module.css';
import { oauthTexts } from './oauth.texts.js';

type Client = OAuthClientsQuery['oauthClients'][number];
type Secret = { name: string; clientId: string; clientSecret: string };

/** The company's apps. */
export function AppsPage() {
  const t = useTexts(oauthTexts);
  const { can } = useViewer();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const { data, error, isPending, refetch } = useGateway(OAuthClientsDocument, {});
  return (
    <Page
      title={t.apps}
      lead={t.appsLead}
      actions={
        can('changeApps') && (
          <Button type="primary" icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
            {t.create}
          </Button>
        )
      }
    >
      <Card flush>
        <ClientTable clients={data?.oauthClients ?? []} pending={isPending} error={error} onRetry={() => void refetch()} />
      </Card>
      <Drawer open={creating} onClose={() => setCreating(false)} title={t.create} size={520} destroyOnHidden>
        <CreateForm
          onCreated={(made) => {
            setCreating(false);
            setSecret(made);
          }}
        />
      </Drawer>
      <SecretOnce secret={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}

function ClientTable({ clients, pending, error, onRetry }: { clients: Client[]; pending: boolean; error: unknown; onRetry: () => void }) {
  const t = useTexts(oauthTexts);
  const format = useFormats();
  const { can } = useViewer();
  const columns: Column<Client>[] = [
    {
      key: 'name',
      title: t.name,
      phone: 'title',
      cell: (client) => (
        <>
          {client.name}
          <div className="muted">
            <code>{client.clientId}</code>
          </div>
        </>
      ),
    },
    {
      key: 'scopes',
      phone: 'plain',
      title: t.scopes,
      cell: (client) => (
        <span className={styles.scopes}>
          {client.scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
      ),
    },
    { key: 'created', title: t.createdAt, cell: (client) => <span className="nowrap">{format.instant(client.createdAt)}</span> },
    {
      key: 'state',
      title: t.state,
      phone: 'value',
      cell: (client) => (client.revokedAt ? <Tag tone="bad">{t.revoked}</Tag> : <Tag tone="good">{t.active}</Tag>),
    },
    {
      key: 'revoke',
      title: t.revoke,
      align: 'end',
      cell: (client) => can('changeApps') && !client.revokedAt && <RevokeButton client={client} />,
    },
  ];
  return (
    <DataTable
      label={t.apps}
      columns={columns}
      rows={clients}
      rowKey={(client) => client.id}
      pending={pending}
      error={error}
      onRetry={onRetry}
      empty={<EmptyState title={t.noApps}>{t.noAppsText}</EmptyState>}
    />
  );
}

function RevokeButton({ client }: { client: Client }) {
  const t = useTexts(oauthTexts);
  const words = useTexts(uiTexts);
  const act = useAct();
  const revoke = useGatewayWrite(RevokeOAuthClientDocument);
  return (
    <Popconfirm
      title={t.revokeSure(client.name)}
      okText={t.revoke}
      okButtonProps={{ danger: true }}
      cancelText={words.cancel}
      onConfirm={() => act(() => revoke.mutateAsync({ input: { id: client.id } }), t.revokedDone)}
    >
      <Button size="small" danger>
        {t.revoke}
      </Button>
    </Popconfirm>
  );
}

function CreateForm({ onCreated }: { onCreated: (secret: Secret) => void }) {
  const t = useTexts(oauthTexts);
  const nameOf = useLocalName();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const scopes = useGateway(ScopesDocument, {}, { staleTime: 600_000 });
  const create = useGatewayWrite(CreateOAuthClientDocument);
  const submit = async (input: { name: string; scopes: string[] }) => {
    setFailure(null);
    try {
      const { client, clientSecret } = accepted((await create.mutateAsync({ input })).createOAuthClient, 'OAuthClientCreated');
      void queries.invalidateQueries();
      onCreated({ name: client.name, clientId: client.clientId, clientSecret });
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={create.isPending}>
      <Form.Item name="name" label={t.name} extra={t.nameHint} rules={[{ required: true, whitespace: true, message: t.nameNeeded }]}>
        <Input maxLength={120} autoFocus />
      </Form.Item>
      {scopes.error && <ErrorNote error={scopes.error} onRetry={() => void scopes.refetch()} />}
      <Form.Item
        name="scopes"
        label={t.scopes}
        rules={[{ validator: (_, chosen?: string[]) => (chosen?.length ? Promise.resolve() : Promise.reject(new Error(t.scopesNeeded))) }]}
      >
        <Checkbox.Group className={styles.choices}>
          {scopes.data?.scopes.map((scope) => (
            <Checkbox key={scope.name} value={scope.name}>
              {nameOf(scope)} <code className="muted">{scope.name}</code>
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
      {failure !== null && (
        <Form.Item>
          <ErrorNote error={failure} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={create.isPending}>
        {t.create}
      </Button>
    </Form>
  );
}

function SecretOnce({ secret, onClose }: { secret: Secret | null; onClose: () => void }) {
  const t = useTexts(oauthTexts);
  return (
    <Modal
      open={secret !== null}
      title={t.created}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t.done}
        </Button>
      }
    >
      {secret && (
        <div className={styles.secret}>
          <Note tone="warn" title={t.secretOnce}>
            {t.secretOnceText}
          </Note>
          <Copied label={t.clientId} value={secret.clientId} />
          <Copied label={t.secret} value={secret.clientSecret} />
          <p className="muted">{t.tokenHint}</p>
          <pre
            className={styles.sample}
          >{`curl ${window.location.origin}/oauth/token -u '${secret.clientId}:…' -d grant_type=client_credentials`}</pre>
        </div>
      )}
    </Modal>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.copied}>
      <span className="muted">{label}</span>
      <code>{value}</code>
      <CopyButton text={value} />
    </div>
  );
}
