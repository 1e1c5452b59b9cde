import { Link, useParams } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { StatementCellDocument, StatementDocument, type StatementCellQuery } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { isZero } from '../../ui/decimal.js';
import { DownloadMenu } from '../../ui/download-menu.js';
import { Money, moneyText } from '../../ui/money.js';
import { EmptyState, ErrorNote, Note } from '../../ui/notes.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { hrefWith } from '../../ui/url-state.js';
import { DueDays } from '../connections/due-days.js';
import { useAccountName } from './account-name.js';
import { nameOfCover } from './board-grid.js';
import { BoardStateTag } from './board-state.js';
import styles from './board.module.css';
import { ControlTag, DerivedTag } from './control-tag.js';
import { DifferingLines } from './differing-lines.js';
import { OverlapNote } from './overlap-note.js';
import { StatementTree } from './statement-tree.js';
import { statementsTexts } from './statements.texts.js';
import { TotalsTable } from './totals-table.js';

type Cell = StatementCellQuery['statementBoard']['cells'][number];

/** One vendor account for one legal entity in one month: its statements, and where they differ from the expenses. */
export function CellPage() {
  const { period = '', accountId = '', entityId = '' } = useParams();
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const accountName = useAccountName();
  const { data, error, isPending, refetch } = useGateway(StatementCellDocument, {
    period,
    filter: { vendorAccountId: accountId, legalEntityId: entityId },
  });
  const cell = data?.statementBoard.cells[0];
  if (!cell) {
    return (
      <Page title={t.boardTitle}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : !isPending && <EmptyState title={t.boardEmpty} />}
      </Page>
    );
  }
  const waits = cell.lateSince ? t.lateSince(cell.lateSince) : cell.dueOn && t.dueOn(cell.dueOn);
  return (
    <Page
      title={`${accountName(cell.vendorAccount)} · ${format.period(period)}`}
      lead={
        <span className={styles.facts}>
          <Link to="/statements">{t.boardTitle}</Link>
          <span>{cell.legalEntity.name}</span>
          <BoardStateTag cell={cell} />
          {(cell.state === 'expected' || cell.state === 'missing') && <span>{waits}</span>}
          <Link to={hrefWith(`/bills/${period}`, { entity: entityId, tab: 'vendor' })}>{t.ofBill(format.period(period))}</Link>
          <span>
            {t.due} <DueDays account={cell.vendorAccount} />
          </span>
        </span>
      }
      actions={<LineFiles cell={cell} />}
    >
      <CellFigures cell={cell} />
      {cell.state === 'covered' && <CoveredNote cell={cell} />}
      {cell.statements.length === 0 && cell.state !== 'covered' && (
        <Note tone={cell.state === 'missing' ? 'bad' : 'info'} title={waits}>
          {t.waitingMeans(moneyText(cell.spend))}
        </Note>
      )}
      {cell.differingLineCount > 0 && (
        <Card title={t.differingLines} hint={t.differingHint} flush>
          <DifferingLines cell={cell} />
        </Card>
      )}
      {cell.statements.map(({ id }) => (
        <StatementCard key={id} id={id} />
      ))}
    </Page>
  );
}

/** Says on whose statements the cell's expenses stand, and what of them stands on none. */
function CoveredNote({ cell }: { cell: Cell }) {
  const t = useTexts(statementsTexts);
  return (
    <Note title={t.coveredTitle}>
      <span className="in-text">{t.coveredText(moneyText(cell.spend))}</span>
      <ul className={styles.covers}>
        {cell.coveredBy.map((statement) => (
          <li key={statement.id}>
            <Link to={`/statements/${statement.id}`}>{statement.title ?? `${t.statement} ${statement.externalId}`}</Link> ·{' '}
            {nameOfCover(statement)}
          </li>
        ))}
      </ul>
      {!isZero(cell.accrual.amount) && <span>{t.coveredRest(moneyText(cell.accrual))}</span>}
    </Note>
  );
}

/** Files of the cell's lines: what is on the screen, and all of them. */
function LineFiles({ cell }: { cell: Cell }) {
  const t = useTexts(statementsTexts);
  if (cell.lineCount === 0) return null;
  const url = (format: string, differing: boolean) =>
    hrefWith(`/files/bills/${cell.legalEntity.id}/${cell.period}/lines.${format}`, {
      vendorAccountId: cell.vendorAccount.id,
      differing: differing ? 'true' : null,
    });
  return (
    <DownloadMenu
      files={[
        { url: url('xlsx', true), label: t.differingXlsx },
        { url: url('csv', true), label: t.differingCsv },
        { url: url('xlsx', false), label: t.linesXlsx },
        { url: url('csv', false), label: t.linesCsv },
      ]}
    />
  );
}

function CellFigures({ cell }: { cell: Cell }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  return (
    <>
      <Stats>
        <Stat
          label={t.onStatements}
          value={<Money value={cell.statementTotal} symbol />}
          note={t.lineCountOf(format.count(cell.lineCount))}
        />
        <Stat label={t.ofExpenses} value={<Money value={cell.expenseTotal} symbol />} note={t.ofExpensesMeans} />
        <Stat
          label={t.difference}
          value={<Money value={cell.difference} symbol signed />}
          note={t.linesDiffer(format.count(cell.differingLineCount))}
        />
        <Stat
          label={t.accrual}
          value={<Money value={cell.accrual} symbol />}
          note={
            cell.accrualCount > 0 ? (
              <Link to={hrefWith(`/bills/${cell.period}`, { entity: cell.legalEntity.id, tab: 'accruals' })}>
                {t.accrualCount(format.count(cell.accrualCount))}
              </Link>
            ) : (
              t.accrualMeans
            )
          }
        />
        <Stat
          label={t.spend}
          value={<Money value={cell.spend} symbol />}
          note={isZero(cell.announced.amount) ? t.spendMeans : t.announced(moneyText(cell.announced))}
        />
      </Stats>
      {cell.otherCurrencies.map((other) => (
        <Note
          key={other.currency}
          title={t.otherCurrency(moneyText(other.statementTotal), moneyText(other.difference), moneyText(other.accrual))}
        />
      ))}
    </>
  );
}

function StatementCard({ id }: { id: string }) {
  const t = useTexts(statementsTexts);
  const { data, error, refetch } = useGateway(StatementDocument, { id });
  const statement = data?.statement;
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!statement) return <Card>{<div aria-busy="true" />}</Card>;
  return (
    <Card
      title={<Link to={`/statements/${id}`}>{statement.title ?? `${t.statement} ${statement.externalId}`}</Link>}
      hint={
        <>
          {statement.from} – {statement.to} {statement.derived && <span>· {t.derivedMeans}</span>}
        </>
      }
      flush
      actions={
        <>
          <Tag>{t[`state_${statement.state}`]}</Tag>
          {statement.derived && <DerivedTag />}
          <ControlTag statement={statement} />
        </>
      }
    >
      <OverlapNote statement={statement} />
      <TotalsTable statement={statement} />
      <StatementTree statement={statement} />
    </Card>
  );
}
