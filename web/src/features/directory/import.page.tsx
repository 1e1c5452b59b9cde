import { Button, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayPages, useGatewayWrite } from '../../gateway/use-gateway.js';
import {
  ApplyDirectoryImportDocument,
  DirectoryChangesDocument,
  DirectoryImportDocument,
  type DirectoryChangesQuery,
  type ImportStateFragment,
} from '../../generated/directory.js';
import type { DirectoryChangeKind } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useLocale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { changedFields } from './changed-fields.js';
import styles from './directory.module.css';
import { directoryTexts } from './directory.texts.js';
import { fieldName } from './import-files.js';

const KINDS: DirectoryChangeKind[] = [
  'joiner',
  'mover',
  'leaver',
  'changed',
  'department_added',
  'department_changed',
  'department_closed',
];

type Change = NonNullable<DirectoryChangesQuery['directoryImport']>['changes']['nodes'][number];

/** What an import would do, row by row, and the button that does it. */
export function ImportPage() {
  const { id = '' } = useParams();
  const t = useTexts(directoryTexts);
  const words = useTexts(uiTexts);
  const { data, error, isPending, refetch } = useGateway(DirectoryImportDocument, { id });
  const wanted = data?.directoryImport;
  if (!wanted) {
    return (
      <Page title={t.importTitle}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : !isPending && <EmptyState title={words.notFound} />}
      </Page>
    );
  }
  return (
    <Page
      title={wanted.state === 'applied' ? t.importDone : t.importTitle}
      lead={
        <>
          <Tag tone={wanted.state === 'applied' ? 'good' : wanted.state === 'preview' ? 'accent' : 'quiet'}>
            {t[`state_${wanted.state}`]}
          </Tag>{' '}
          {t.effective(wanted.effectiveOn)}
        </>
      }
      actions={
        <>
          {wanted.state === 'applied' && <Link to="/directory">{t.backToDirectory}</Link>}
          {wanted.state !== 'preview' && (
            <Link to="/directory-imports">
              <Button>{t.again}</Button>
            </Link>
          )}
          {wanted.state === 'preview' && <ApplyButton wanted={wanted} />}
        </>
      }
    >
      <Summary summary={wanted.summary} />
      {wanted.problems.length > 0 && <Problems wanted={wanted} />}
      <Changes id={id} />
    </Page>
  );
}

function ApplyButton({ wanted }: { wanted: ImportStateFragment }) {
  const t = useTexts(directoryTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const act = useAct();
  const apply = useGatewayWrite(ApplyDirectoryImportDocument);
  const { joiners, movers, leavers } = wanted.summary;
  const run = () =>
    act(async () => accepted((await apply.mutateAsync({ input: { id: wanted.id } })).applyDirectoryImport, 'DirectoryImport'), t.applied);
  return (
    <Popconfirm
      title={t.apply}
      description={<div style={{ maxWidth: 300 }}>{t.applySure(format.count(joiners), format.count(movers), format.count(leavers))}</div>}
      okText={t.apply}
      cancelText={words.cancel}
      onConfirm={run}
    >
      <Button type="primary" icon={<Icon name="check" />} loading={apply.isPending}>
        {t.apply}
      </Button>
    </Popconfirm>
  );
}

function Summary({ summary }: { summary: ImportStateFragment['summary'] }) {
  const t = useTexts(directoryTexts);
  const format = useFormats();
  const { departmentsAdded, departmentsChanged, departmentsClosed } = summary;
  return (
    <Stats>
      {(['joiners', 'movers', 'leavers', 'changed', 'unchanged', 'refused'] as const).map((key) => (
        <Stat key={key} label={t[key]} value={format.count(summary[key])} />
      ))}
      {departmentsAdded + departmentsChanged + departmentsClosed > 0 &&
        (['departmentsAdded', 'departmentsChanged', 'departmentsClosed'] as const).map((key) => (
          <Stat key={key} label={t[key]} value={format.count(summary[key])} />
        ))}
    </Stats>
  );
}

function Problems({ wanted }: { wanted: ImportStateFragment }) {
  const t = useTexts(directoryTexts);
  const columns: Column<ImportStateFragment['problems'][number]>[] = [
    { key: 'row', title: t.row, phone: 'title', cell: (problem) => `${problem.file}:${problem.line}` },
    {
      key: 'reason',
      title: t.reason,
      cell: (problem) => (
        <>
          {problem.message} <code className="muted">{problem.code}</code>
        </>
      ),
    },
    { key: 'value', title: t.value, phone: 'value', cell: (problem) => problem.value && <code>{problem.value}</code> },
  ];
  return (
    <Card
      title={t.problems}
      hint={t.problemsHint}
      flush
      actions={
        wanted.problemFileUrl && (
          <a href={wanted.problemFileUrl} download>
            <Button icon={<Icon name="download" />}>{t.problemFile}</Button>
          </a>
        )
      }
    >
      <DataTable
        label={t.problems}
        columns={columns}
        rows={wanted.problems}
        rowKey={(problem) => `${problem.file}:${problem.line}:${problem.code}`}
      />
    </Card>
  );
}

const changesOf = (result: DirectoryChangesQuery) => result.directoryImport?.changes;

function Changes({ id }: { id: string }) {
  const t = useTexts(directoryTexts);
  const [kind, setKind] = useState<DirectoryChangeKind | null>(null);
  const changes = useGatewayPages(DirectoryChangesDocument, { id, kind, first: 60 }, changesOf, { keep: true });
  const columns: Column<Change>[] = [
    { key: 'name', title: t.name, phone: 'title', cell: (change) => change.name },
    { key: 'key', title: t.key, cell: (change) => <code>{change.key}</code> },
    {
      key: 'kind',
      title: t.changes,
      phone: 'value',
      cell: (change) => (
        <Tag
          tone={
            change.kind === 'leaver' || change.kind === 'department_closed'
              ? 'warn'
              : change.kind === 'joiner' || change.kind === 'department_added'
                ? 'good'
                : 'quiet'
          }
        >
          {t[change.kind]}
        </Tag>
      ),
    },
    { key: 'after', title: `${t.before} → ${t.after}`, cell: (change) => <Difference change={change} /> },
  ];
  return (
    <Card
      title={t.changes}
      flush
      actions={
        <Select
          aria-label={t.changes}
          value={kind ?? ''}
          onChange={(value) => setKind(value === '' ? null : (value as DirectoryChangeKind))}
          options={[{ value: '', label: t.allChanges }, ...KINDS.map((one) => ({ value: one, label: t[one] }))]}
          style={{ width: 150 }}
        />
      }
    >
      <DataTable
        label={t.changes}
        columns={columns}
        rows={changes.nodes}
        rowKey={(change) => `${change.kind} ${change.key}`}
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

function Difference({ change }: { change: Change }) {
  const { locale } = useLocale();
  return (
    <span className={styles.diff}>
      {changedFields(change.before, change.after).map(({ field, before, after }) => (
        <span key={field}>
          <span className="muted">{fieldName(field, locale)}</span> {before && <span className={styles.was}>{before}</span>} {after}
        </span>
      ))}
    </span>
  );
}
