import { Link, useParams } from 'react-router';
import { useGateway, useGatewayPages } from '../../gateway/use-gateway.js';
import { StatementDocument, StatementLinesDocument, type StatementLinesQuery, type StatementQuery } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { isZero } from '../../ui/decimal.js';
import { Money } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Columns, Facts, Page } from '../../ui/page.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { hrefWith } from '../../ui/url-state.js';
import { useAccountName } from './account-name.js';
import { ControlTag, DerivedTag } from './control-tag.js';
import { useLineColumns } from './line-columns.js';
import { OverlapNote } from './overlap-note.js';
import { StatementTree } from './statement-tree.js';
import { statementsTexts } from './statements.texts.js';
import { TotalsTable } from './totals-table.js';

type Statement = NonNullable<StatementQuery['statement']>;
type Line = NonNullable<StatementLinesQuery['statement']>['lines']['nodes'][number];

const pageOf = (result: StatementLinesQuery) => result.statement?.lines;

/** One vendor's statement: its header, held against its lines. */
export function StatementPage() {
  const { id = '' } = useParams();
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const { data, error, isPending, refetch } = useGateway(StatementDocument, { id });
  const statement = data?.statement;
  if (error || isPending || !statement) {
    return (
      <Page title={t.statement}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : !isPending && <EmptyState title={t.notFound} />}
      </Page>
    );
  }
  return (
    <Page
      title={statement.title ?? `${t.statement} ${statement.externalId}`}
      lead={
        <>
          <Link to={hrefWith(`/bills/${statement.period}`, { entity: statement.legalEntity?.id, tab: 'statements' })}>
            {t.ofBill(format.period(statement.period))}
          </Link>{' '}
          · {statement.from} – {statement.to}
        </>
      }
    >
      <OverlapNote statement={statement} />
      <Columns>
        <HeaderCard statement={statement} />
        <FactsCard statement={statement} />
      </Columns>
      <Lines statement={statement} />
    </Page>
  );
}

function HeaderCard({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  return (
    <Card title={t.header} hint={statement.derived && t.derivedMeans} flush actions={<ControlTag statement={statement} />}>
      <TotalsTable statement={statement} />
      <StatementTree statement={statement} />
    </Card>
  );
}

function FactsCard({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const accountName = useAccountName();
  return (
    <Card title={t.facts} actions={statement.derived && <DerivedTag />}>
      <Facts
        facts={[
          [t.state, <Tag key="state">{t[`state_${statement.state}`]}</Tag>],
          [t.account, accountName(statement.vendorAccount)],
          [t.entity, statement.legalEntity?.name],
          ['ID', <code key="id">{statement.externalId}</code>],
          [t.version, String(statement.version)],
          [
            t.parent,
            statement.parent && (
              <Link to={`/statements/${statement.parent.id}`}>{statement.parent.title ?? statement.parent.externalId}</Link>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function Lines({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const lines = useGatewayPages(StatementLinesDocument, { id: statement.id, first: 60 }, pageOf);
  const columns = useColumns(statement);
  return (
    <Card title={t.lines} flush>
      <DataTable
        label={t.lines}
        columns={columns}
        rows={lines.nodes}
        rowKey={(line) => line.id}
        pending={lines.isPending}
        error={lines.error}
        onRetry={lines.retry}
        more={{ hasMore: lines.hasMore, loading: lines.loadingMore, load: lines.loadMore }}
        empty={<EmptyState title={t.noLines} />}
      />
    </Card>
  );
}

function useColumns(statement: Statement): Column<Line>[] {
  const t = useTexts(statementsTexts);
  const about = useLineColumns<Line>((line, name) => (
    <Link
      to={hrefWith(`/bills/${statement.period}`, {
        entity: statement.legalEntity?.id,
        tab: 'lines',
        q: line.orderId ?? line.externalId,
        line: line.id,
      })}
    >
      {name}
    </Link>
  ));
  return [
    ...about,
    { key: 'share', title: t.companyShare, align: 'end', phone: 'value', cell: (line) => <Money value={line.companyShare} strong /> },
    {
      key: 'difference',
      phone: 'plain',
      title: t.againstExpenses,
      cell: (line) =>
        line.expenses.length === 0 && !isZero(line.companyShare.amount) ? (
          <Tag tone="bad">{t.noExpense}</Tag>
        ) : (
          <DifferenceTag value={line.difference} />
        ),
    },
  ];
}
