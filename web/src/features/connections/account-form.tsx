import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { CreateConnectionDocument, type ConnectorCatalogueQuery } from '../../generated/connections.js';
import type { CreateConnectionInput } from '../../generated/schema.js';
import { useLocale, useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { Card } from '../../ui/page.js';
import { useViewer } from '../identity/viewer.js';
import styles from './connections.module.css';
import { connectionsTexts } from './connections.texts.js';
import { fieldErrors } from './field-errors.js';
import { RefusalNote } from './refusal-note.js';
import { SettingsFields } from './settings-form.js';
import { filled } from './settings.js';

const NEW_ACCOUNT = '';

/** A plugin in the catalogue. */
export type Connector = ConnectorCatalogueQuery['connectors'][number];

type Account = ConnectorCatalogueQuery['vendorAccounts'][number];

interface NewConnection {
  environment: string;
  vendorAccountId: string;
  name?: string;
  legalEntityId?: string;
  since?: Dayjs | null;
  config?: Record<string, unknown>;
  credentials?: Record<string, unknown>;
}

/** What the form says, as the gateway takes it. An account that exists keeps its name and legal entity. */
function toInput(connectorId: string, values: NewConnection): CreateConnectionInput {
  return {
    connectorId,
    environment: values.environment,
    config: filled(values.config),
    credentials: filled(values.credentials),
    since: values.since?.format('YYYY-MM-DD') ?? null,
    ...(values.vendorAccountId
      ? { vendorAccountId: values.vendorAccountId }
      : { name: values.name?.trim() || null, legalEntityId: values.legalEntityId ?? null }),
  };
}

/** Asks for the company's account at a vendor, has it checked there, and connects it. */
export function AccountForm({ connector, accounts, onBack }: { connector: Connector; accounts: Account[]; onBack: () => void }) {
  const t = useTexts(connectionsTexts);
  const { locale } = useLocale();
  const { mainEntity } = useViewer();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<NewConnection>();
  const [failure, setFailure] = useState<unknown>(null);
  const create = useGatewayWrite(CreateConnectionDocument);

  const submit = async (values: NewConnection) => {
    setFailure(null);
    try {
      const { id } = accepted((await create.mutateAsync({ input: toInput(connector.id, values) })).createConnection, 'VendorConnection');
      void client.invalidateQueries();
      void message.success(t.connected);
      await navigate(`/connections/${id}`);
    } catch (caught) {
      const errors = fieldErrors(caught, connector, locale);
      if (errors.length > 0) form.setFields(errors);
      else setFailure(caught);
    }
  };
  const [name, description] = locale === 'en' ? [connector.nameEn, connector.descriptionEn] : [connector.nameZh, connector.descriptionZh];
  return (
    <Card title={name} hint={description} actions={<Button onClick={onBack}>{t.change}</Button>}>
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
        <WhichAccount connector={connector} accounts={accounts} />
        <SettingsFields schema={connector.configSchema} under="config" />
        <SettingsFields schema={connector.credentialsSchema} under="credentials" />
        <NewAccount />
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

function WhichAccount({ connector, accounts }: { connector: Connector; accounts: Account[] }) {
  const t = useTexts(connectionsTexts);
  const nameOf = useLocalName();
  return (
    <>
      <Form.Item name="environment" label={t.environmentLabel} rules={[{ required: true }]} hidden={connector.environments.length === 1}>
        <Select options={connector.environments.map((one) => ({ value: one.id, label: nameOf(one) }))} />
      </Form.Item>
      <Form.Item name="vendorAccountId" label={t.existing} hidden={accounts.length === 0} required>
        <Select
          options={[
            { value: NEW_ACCOUNT, label: t.newAccount },
            ...accounts.map((account) => ({ value: account.id, label: t.reconnect(account.name) })),
          ]}
        />
      </Form.Item>
    </>
  );
}

/** What a new account is called and who pays it. */
function NewAccount() {
  const t = useTexts(connectionsTexts);
  const { viewer } = useViewer();
  const entities = viewer.company.legalEntities;
  if (Form.useWatch<string | undefined>('vendorAccountId')) return null;
  return (
    <>
      <Form.Item name="name" label={t.accountName} extra={t.accountNameHint}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="legalEntityId" label={t.legalEntity} extra={t.legalEntityHint} hidden={entities.length <= 1} required>
        <Select options={entities.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </>
  );
}
