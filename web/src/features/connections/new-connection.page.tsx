import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Refused, accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import { ConnectorCatalogueDocument, CreateConnectionDocument, type ConnectorCatalogueQuery } from '../../generated/connections.js';
import { useLocale, useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { text, useFilters } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import styles from './connections.module.css';
import { connectionsTexts } from './connections.texts.js';
import { Logo } from './logo.js';
import { SettingsFields } from './settings-form.js';
import { filled, settingsOf } from './settings.js';

const FILTERS = { connector: text };
const NEW_ACCOUNT = '';

type Connector = ConnectorCatalogueQuery['connectors'][number];

interface NewConnection {
  environment: string;
  vendorAccountId: string;
  name?: string;
  legalEntityId?: string;
  since?: Dayjs | null;
  config?: Record<string, unknown>;
  credentials?: Record<string, unknown>;
}

/** Connects a vendor: which one, then the company's account there. */
export function NewConnectionPage() {
  const t = useTexts(connectionsTexts);
  const [{ connector: chosenId }, setFilters] = useFilters(FILTERS);
  const { data, error, isPending, refetch } = useGateway(ConnectorCatalogueDocument, {}, { staleTime: 300_000 });
  const chosen = data?.connectors.find((connector) => connector.id === chosenId);
  return (
    <Page title={t.newConnection}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <div className={styles.skeleton} aria-busy="true" />}
      {data && !chosen && <Catalogue connectors={data.connectors} onChoose={(connector) => setFilters({ connector }, { push: true })} />}
      {data && chosen && (
        <AccountForm
          key={chosen.id}
          connector={chosen}
          accounts={data.vendorAccounts.filter((account) => account.connector.id === chosen.id)}
          onBack={() => setFilters({ connector: null }, { push: true })}
        />
      )}
    </Page>
  );
}

/** The description of a connector in the reader's language. */
function useConnectorTexts(): (connector: Connector) => { name: string; description: string } {
  const { locale } = useLocale();
  return (connector) =>
    locale === 'en'
      ? { name: connector.nameEn, description: connector.descriptionEn }
      : { name: connector.nameZh, description: connector.descriptionZh };
}

function Catalogue({ connectors, onChoose }: { connectors: Connector[]; onChoose: (id: string) => void }) {
  const t = useTexts(connectionsTexts);
  const textsOf = useConnectorTexts();
  return (
    <section aria-label={t.chooseVendor} className={styles.catalogue}>
      {connectors.map((connector) => {
        const { name, description } = textsOf(connector);
        return (
          <button
            type="button"
            key={connector.id}
            className={styles.choice}
            disabled={!connector.usable}
            onClick={() => onChoose(connector.id)}
          >
            <Logo svg={connector.logo} name={name} size={40} />
            <span className={styles.choiceName}>
              {name} {!connector.usable && <Tag tone="bad">{t.unusable}</Tag>}
            </span>
            <span className={styles.choiceText}>{connector.usable ? description : connector.problem}</span>
          </button>
        );
      })}
    </section>
  );
}

function AccountForm({
  connector,
  accounts,
  onBack,
}: {
  connector: Connector;
  accounts: ConnectorCatalogueQuery['vendorAccounts'];
  onBack: () => void;
}) {
  const t = useTexts(connectionsTexts);
  const nameOf = useLocalName();
  const textsOf = useConnectorTexts();
  const { locale } = useLocale();
  const { viewer, mainEntity } = useViewer();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<NewConnection>();
  const [failure, setFailure] = useState<unknown>(null);
  const create = useGatewayWrite(CreateConnectionDocument);
  const accountId = Form.useWatch('vendorAccountId', form);

  const submit = async (values: NewConnection) => {
    setFailure(null);
    try {
      const { createConnection } = await create.mutateAsync({
        input: {
          connectorId: connector.id,
          environment: values.environment,
          config: filled(values.config),
          credentials: filled(values.credentials),
          ...(values.vendorAccountId
            ? { vendorAccountId: values.vendorAccountId }
            : { name: values.name || null, legalEntityId: values.legalEntityId ?? null }),
          since: values.since?.format('YYYY-MM-DD') ?? null,
        },
      });
      const { id } = accepted(createConnection, 'VendorConnection');
      void client.invalidateQueries();
      void message.success(t.connected);
      await navigate(`/connections/${id}`);
    } catch (caught) {
      const field = caught instanceof Refused ? caught.refusal.field?.split('.') : undefined;
      const known =
        field &&
        [...settingsOf(connector.configSchema, locale), ...settingsOf(connector.credentialsSchema, locale)].some(
          (setting) => setting.name === field.at(-1),
        );
      if (known && caught instanceof Refused) form.setFields([{ name: field as never, errors: [caught.message] }]);
      else setFailure(caught);
    }
  };

  const entities = viewer.company.legalEntities;
  return (
    <Card title={textsOf(connector).name} hint={textsOf(connector).description} actions={<Button onClick={onBack}>{t.change}</Button>}>
      <Form<NewConnection>
        form={form}
        layout="vertical"
        className={styles.form}
        requiredMark="optional"
        initialValues={{ environment: connector.environments[0]?.id, vendorAccountId: NEW_ACCOUNT, legalEntityId: mainEntity?.id }}
        onFinish={submit}
        disabled={create.isPending}
        scrollToFirstError
      >
        {connector.environments.length > 1 && (
          <Form.Item name="environment" label={t.environmentLabel}>
            <Select options={connector.environments.map((one) => ({ value: one.id, label: nameOf(one) }))} />
          </Form.Item>
        )}
        {connector.environments.length === 1 && <Form.Item name="environment" hidden />}
        {accounts.length > 0 && (
          <Form.Item name="vendorAccountId" label={t.existing}>
            <Select
              options={[
                { value: NEW_ACCOUNT, label: t.newAccount },
                ...accounts.map((account) => ({ value: account.id, label: t.reconnect(account.name) })),
              ]}
            />
          </Form.Item>
        )}
        <SettingsFields schema={connector.configSchema} under="config" />
        <SettingsFields schema={connector.credentialsSchema} under="credentials" />
        {!accountId && (
          <>
            <Form.Item name="name" label={t.accountName} extra={t.accountNameHint}>
              <Input maxLength={120} />
            </Form.Item>
            {entities.length > 1 && (
              <Form.Item name="legalEntityId" label={t.legalEntity} extra={t.legalEntityHint}>
                <Select options={entities.map(({ id, name }) => ({ value: id, label: name }))} />
              </Form.Item>
            )}
          </>
        )}
        <Form.Item name="since" label={t.readSince} extra={t.readSinceHint}>
          <DatePicker />
        </Form.Item>
        {failure !== null && (
          <Form.Item>
            <RefusalNote failure={failure} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t.checkAndConnect}
        </Button>
      </Form>
    </Card>
  );
}

/** Why credentials were not taken; the vendor's own code where it is the vendor that refused. */
export function RefusalNote({ failure }: { failure: unknown }) {
  const t = useTexts(connectionsTexts);
  if (!(failure instanceof Refused)) return <ErrorNote error={failure} />;
  const { message, code, vendorCode, field } = failure.refusal;
  return (
    <div role="alert">
      <Note tone="bad" title={vendorCode ? t.vendorRefused : message}>
        {vendorCode && `${message} `}
        <code>{vendorCode ?? code}</code> {field && <code>{field}</code>}
      </Note>
    </div>
  );
}
