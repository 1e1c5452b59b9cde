import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useGatewayPages } from '../../gateway/use-gateway.js';
import { StatementImportChangesDocument, type StatementImportChangesQuery } from '../../generated/statement-files.js';
import type { StatementLineChangeKind } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { useAccountName } from '../statements/account-name.js';
import { ImportReport } from './import-report.js';
import { ImportStateTag } from './import-state.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';
import { useImport, type StatementImport } from './use-import.js';

const CHANGES: StatementLineChangeKind[] = ['added', 'changed', 'removed'];

type Change = NonNullable<StatementImportChangesQuery['statementImport']>['changes']['nodes'][number];

/** One import: how far it is, what it found, the statements it made and what it changed. */
export function StatementImportPage() {
  const { id = '' } = useParams();
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const accountName = useAccountName();
  const { data, error, isPending, refetch } = useImport(id);
  const entry = data?.statementImport;
  if (!entry) {
    return (
      <Page title={t.imports}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : !isPending && <EmptyState title={t.noImports} />}
      </Page>
    );
  }
  return (
    <Page
      title={entry.fileName}
      lead={
        <span className={styles.facts}>
          <Link to="/statement-imports">{t.backToImports}</Link>
          <ImportStateTag state={entry.state} />
          <Tag>{entry.dryRun ? t.dryRun : t.realRun}</Tag>
          <span>{accountName(entry.vendorAccount)}</span>
          <span>{format.instant(entry.requestedAt)}</span>
        </span>
      }
      actions={
        <>
          <a href={entry.fileUrl} download>
            <Button icon={<Icon name="download" />}>{t.originalFile}</Button>
          </a>
          <Link to={`/statement-imports/new?account=${entry.vendorAccount.id}`}>
            <Button icon={<Icon name="import" />}>{t.newImport}</Button>
          </Link>
        </>
      }
    >
      {entry.statements.length > 0 && <Made entry={entry} />}
      <ImportReport entry={entry} />
      {entry.state === 'done' && !entry.dryRun && <ChangeCounts entry={entry} />}
      {entry.statements.some(({ version }) => version > 1) && <Changes entry={entry} />}
    </Page>
  );
}

function Made({ entry }: { entry: StatementImport }) {
  const t = useTexts(statementFilesTexts);
  return (
    <Card title={t.statements} flush>
      <DataTable
        label={t.statements}
        rows={entry.statements}
        rowKey={(statement) => statement.id}
        columns={[
          {
            key: 'title',
            title: t.statement,
            phone: 'title',
            cell: (statement) => <Link to={`/statements/${statement.id}`}>{statement.title ?? statement.externalId}</Link>,
          },
          { key: 'span', title: t.days, phone: 'plain', nowrap: true, cell: (statement) => `${statement.from} – ${statement.to}` },
          {
            key: 'version',
            title: t.versionColumn,
            phone: 'value',
            cell: (statement) => <Tag>{t.version(String(statement.version))}</Tag>,
          },
        ]}
      />
    </Card>
  );
}

/** How many lines the file added, changed and took away. */
function ChangeCounts({ entry }: { entry: StatementImport }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  return (
    <Stats>
      {CHANGES.map((kind) => (
        <Stat key={kind} label={t[kind]} value={format.count(entry[kind])} />
      ))}
    </Stats>
  );
}

const changesOf = (result: StatementImportChangesQuery) => result.statementImport?.changes;

function Changes({ entry }: { entry: StatementImport }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const [change, setChange] = useState<StatementLineChangeKind | null>(null);
  const changes = useGatewayPages(StatementImportChangesDocument, { id: entry.id, change, first: 60 }, changesOf, { keep: true });
  const columns: Column<Change>[] = [
    { key: 'what', title: t.what, phone: 'title', cell: (line) => line.description ?? line.externalId },
    { key: 'row', title: t.row, align: 'end', cell: (line) => line.row && format.count(line.row) },
    {
      key: 'change',
      title: t.change,
      phone: 'plain',
      cell: (line) => <Tag tone={line.change === 'removed' ? 'warn' : line.change === 'added' ? 'good' : 'accent'}>{t[line.change]}</Tag>,
    },
    { key: 'before', title: t.before, align: 'end', cell: (line) => line.before && <Money value={line.before} /> },
    { key: 'after', title: t.after, align: 'end', phone: 'value', cell: (line) => line.after && <Money value={line.after} /> },
  ];
  return (
    <Card
      title={t.changes}
      flush
      actions={
        <Select
          aria-label={t.change}
          value={change ?? ''}
          onChange={(value) => setChange(CHANGES.find((each) => each === value) ?? null)}
          options={[{ value: '', label: t.all }, ...CHANGES.map((value) => ({ value, label: t[value] }))]}
          style={{ width: 130 }}
        />
      }
    >
      <DataTable
        label={t.changes}
        columns={columns}
        rows={changes.nodes}
        rowKey={(line) => `${line.change} ${line.externalId}`}
        pending={changes.isPending}
        stale={changes.isFetching && !changes.loadingMore}
        error={changes.error}
        onRetry={changes.retry}
        more={{ hasMore: changes.hasMore, loading: changes.loadingMore, load: changes.loadMore }}
        empty={<EmptyState title={t.noChanges} />}
      />
    </Card>
  );
}
