import { Link, useParams } from 'react-router';
import { useGateway, useGatewayPages } from '../../gateway/use-gateway.js';
import { StatementDocument, StatementLinesDocument, type StatementLinesQuery, type StatementQuery } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { isZero } from '../../ui/decimal.js';
import { Money, type MoneyValue } from '../../ui/money.js';
import { EmptyState, ErrorNote } from '../../ui/notes.js';
import { Card, Columns, Facts, Page } from '../../ui/page.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { hrefWith } from '../../ui/url-state.js';
import { ControlTag, DerivedTag } from './control-tag.js';
import { useLineColumns } from './line-columns.js';
import { statementsTexts } from './statements.texts.js';

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
      <Columns>
        <HeaderCard statement={statement} />
        <ControlCard statement={statement} />
      </Columns>
      <Lines statement={statement} />
    </Page>
  );
}

function HeaderCard({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const nameOf = useLocalName();
  const { totals } = statement;
  const money = (value: MoneyValue | null | undefined, strong = false) => value && <Money value={value} symbol strong={strong} />;
  return (
    <Card title={t.header} hint={statement.derived && t.derivedMeans} actions={statement.derived && <DerivedTag />}>
      <Facts
        facts={[
          [t.consumption, money(totals.consumption)],
          [t.refund, money(totals.refund)],
          [t.priorPeriodRefund, money(totals.priorPeriodRefund)],
          [t.adjustment, money(totals.adjustment)],
          [t.payable, money(totals.payable, true)],
          [t.state, <Tag key="state">{t[`state_${statement.state}`]}</Tag>],
          [t.account, `${nameOf(statement.vendorAccount.connector)} · ${statement.vendorAccount.name}`],
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

function ControlCard({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const rows = [
    {
      key: 'count',
      name: t.count,
      vendor: statement.controlCount == null ? '—' : format.count(statement.controlCount),
      ours: format.count(statement.lineCount),
    },
    {
      key: 'sum',
      name: t.sum,
      vendor: statement.controlSum ? <Money value={statement.controlSum} /> : '—',
      ours: <Money value={statement.lineSum} />,
    },
  ];
  return (
    <Card title={t.control} flush actions={<ControlTag statement={statement} />}>
      <DataTable
        label={t.control}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'name', title: t.item, cell: (row) => row.name, phone: 'title' },
          { key: 'vendor', title: t.vendorSays, align: 'end', cell: (row) => row.vendor },
          { key: 'ours', title: t.weCount, align: 'end', cell: (row) => row.ours },
        ]}
      />
      {statement.children.length > 0 && (
        <DataTable
          label={t.children}
          rows={statement.children}
          rowKey={(child) => child.id}
          columns={[
            {
              key: 'title',
              title: t.children,
              phone: 'title',
              cell: (child) => <Link to={`/statements/${child.id}`}>{child.title ?? child.externalId}</Link>,
            },
            { key: 'lines', title: t.count, align: 'end', cell: (child) => format.count(child.lineCount) },
            { key: 'sum', title: t.sum, align: 'end', phone: 'value', cell: (child) => <Money value={child.lineSum} /> },
          ]}
        />
      )}
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
      title: t.difference,
      cell: (line) =>
        line.expenses.length === 0 && !isZero(line.companyShare.amount) ? (
          <Tag tone="bad">{t.noExpense}</Tag>
        ) : (
          <DifferenceTag value={line.difference} />
        ),
    },
  ];
}
