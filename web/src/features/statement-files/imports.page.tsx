import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useGatewayPages } from '../../gateway/use-gateway.js';
import { StatementImportsDocument, type StatementImportsQuery } from '../../generated/statement-files.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { useViewer } from '../identity/viewer.js';
import { useAccountName } from '../statements/account-name.js';
import { ImportStateTag } from './import-state.js';
import { statementFilesTexts } from './statement-files.texts.js';
import { isOver } from './use-import.js';

type Row = StatementImportsQuery['statementImports']['nodes'][number];

const OFTEN_MS = 2_000;
const pageOf = (result: StatementImportsQuery) => result.statementImports;
const pollEvery = (rows: Row[]) => (rows.some((row) => !isOver(row)) ? OFTEN_MS : false);

/** Every file that was read, newest first. */
export function StatementImportsPage() {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const navigate = useNavigate();
  const { can } = useViewer();
  const accountName = useAccountName();
  const imports = useGatewayPages(StatementImportsDocument, { first: 40 }, pageOf, { every: pollEvery });
  const start = can('importStatements') && (
    <Link to="/statement-imports/new">
      <Button type="primary" icon={<Icon name="import" />}>
        {t.newImport}
      </Button>
    </Link>
  );
  const columns: Column<Row>[] = [
    { key: 'file', title: t.file, phone: 'title', cell: (row) => row.fileName },
    { key: 'account', title: t.account, phone: 'plain', cell: (row) => accountName(row.vendorAccount) },
    { key: 'when', title: t.when, phone: 'plain', nowrap: true, cell: (row) => format.instant(row.requestedAt) },
    { key: 'kind', title: t.check, phone: 'plain', cell: (row) => <Tag>{row.dryRun ? t.dryRun : t.realRun}</Tag> },
    { key: 'state', title: t.state, phone: 'value', cell: (row) => <ImportStateTag state={row.state} /> },
    ...(['added', 'changed', 'removed'] as const).map((key): Column<Row> => ({
      key,
      title: t[key],
      align: 'end',
      phone: 'hide',
      cell: (row) => (row.dryRun ? '' : format.count(row[key])),
    })),
  ];
  return (
    <Page title={t.imports} lead={t.importsLead} actions={start}>
      <Card flush>
        <DataTable
          label={t.imports}
          columns={columns}
          rows={imports.nodes}
          rowKey={(row) => row.id}
          onOpen={(row) => void navigate(`/statement-imports/${row.id}`)}
          pending={imports.isPending}
          error={imports.error}
          onRetry={imports.retry}
          more={{ hasMore: imports.hasMore, loading: imports.loadingMore, load: imports.loadMore }}
          empty={
            <EmptyState title={t.noImports} action={start}>
              {t.noImportsText}
            </EmptyState>
          }
        />
      </Card>
    </Page>
  );
}
