import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import { CreateFileAccountDocument, FileAccountsDocument } from '../../generated/statement-files.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import { useViewer } from '../identity/viewer.js';
import { useAccountName } from '../statements/account-name.js';
import { Labelled } from './labelled.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';

const NEW = 'new';

/** Whose file it is: an account that stands, or a new one for files only. */
export function AccountStep({ accountId, onChange }: { accountId: string | null; onChange: (id: string | null) => void }) {
  const t = useTexts(statementFilesTexts);
  const accountName = useAccountName();
  const [making, setMaking] = useState(false);
  const { data, error, isPending, refetch } = useGateway(FileAccountsDocument, {});
  return (
    <Card title={`1 · ${t.account}`} hint={t.accountHint}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t.chooseAccount}
        placeholder={t.chooseAccount}
        loading={isPending}
        className={styles.account}
        value={making ? NEW : accountId}
        onChange={(value: string) => {
          setMaking(value === NEW);
          onChange(value === NEW ? null : value);
        }}
        options={[
          ...(data?.vendorAccounts ?? []).map((account) => ({
            value: account.id,
            label: [accountName(account), account.legalEntity?.name].filter(Boolean).join(' · '),
          })),
          { value: NEW, label: `+ ${t.newAccount}` },
        ]}
      />
      {making && (
        <NewAccount
          onMade={(id) => {
            setMaking(false);
            onChange(id);
          }}
        />
      )}
    </Card>
  );
}

function NewAccount({ onMade }: { onMade: (id: string) => void }) {
  const t = useTexts(statementFilesTexts);
  const { viewer, mainEntity } = useViewer();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [externalAccount, setExternalAccount] = useState('');
  const [legalEntityId, setLegalEntityId] = useState(mainEntity?.id ?? null);
  const [failure, setFailure] = useState<unknown>(null);
  const create = useGatewayWrite(CreateFileAccountDocument);
  const submit = async () => {
    setFailure(null);
    try {
      const input = { name: name.trim(), externalAccount: externalAccount.trim() || name.trim(), legalEntityId };
      const { id } = accepted((await create.mutateAsync({ input })).createFileAccount, 'VendorAccount');
      await client.invalidateQueries();
      onMade(id);
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <div className={styles.newAccount}>
      <Labelled label={t.accountName}>
        <Input aria-label={t.accountName} value={name} onChange={({ target }) => setName(target.value)} />
      </Labelled>
      <Labelled label={t.accountNumber}>
        <Input aria-label={t.accountNumber} value={externalAccount} onChange={({ target }) => setExternalAccount(target.value)} />
      </Labelled>
      {viewer.company.legalEntities.length > 1 && (
        <Labelled label={t.entity}>
          <Select
            aria-label={t.entity}
            value={legalEntityId}
            onChange={setLegalEntityId}
            options={viewer.company.legalEntities.map((entity) => ({ value: entity.id, label: entity.name }))}
          />
        </Labelled>
      )}
      <Button type="primary" disabled={!name.trim()} loading={create.isPending} onClick={() => void submit()}>
        {t.create}
      </Button>
      {failure !== null && <ErrorNote error={failure} />}
    </div>
  );
}
