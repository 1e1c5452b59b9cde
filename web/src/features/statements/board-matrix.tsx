import { Link } from 'react-router';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { isZero, magnitude } from '../../ui/decimal.js';
import { Money, moneyText } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAccountName } from './account-name.js';
import { amountOf, cellPath, nameOfCover, rowsOf, totalsOf, type BoardCell, type BoardRow } from './board-grid.js';
import styles from './board.module.css';
import { BoardStateTag } from './board-state.js';
import { statementsTexts } from './statements.texts.js';

interface BoardMatrixProps {
  cells: readonly BoardCell[];
  /** Newest first. */
  months: readonly string[];
  pending: boolean;
  stale: boolean;
  error: unknown;
  onRetry: () => void;
}

/** A row for each vendor account and entity, a column for each month. */
export function BoardMatrix({ cells, months, ...reading }: BoardMatrixProps) {
  const t = useTexts(statementsTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const accountName = useAccountName();
  const columns: Column<BoardRow>[] = [
    {
      key: 'row',
      title: t.account,
      phone: 'title',
      total: words.total,
      cell: (row) => (
        <>
          {accountName(row.account)}
          <div className={styles.entity}>{row.entity.name}</div>
        </>
      ),
    },
    ...months.map((month): Column<BoardRow> => {
      const totals = totalsOf(cells.filter((cell) => cell.period === month));
      return {
        key: month,
        title: format.period(month),
        align: 'end',
        cell: (row) => {
          const cell = row.cells.get(month);
          return cell && <CellLink cell={cell} />;
        },
        total: totals && (
          <span className={styles.total}>
            <Money value={totals.statementTotal} />
            {!isZero(totals.difference.amount) && (
              <span className={styles.totalNote}>
                {words.differs(moneyText({ ...totals.difference, amount: magnitude(totals.difference.amount) }))}
              </span>
            )}
          </span>
        ),
      };
    }),
  ];
  return (
    <div className={styles.matrix}>
      <DataTable
        label={t.board}
        columns={columns}
        rows={rowsOf(cells, accountName)}
        rowKey={(row) => row.key}
        totals
        empty={<EmptyState title={t.boardEmpty}>{t.boardEmptyText}</EmptyState>}
        {...reading}
      />
    </div>
  );
}

function CellLink({ cell }: { cell: BoardCell }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const { value, billed } = amountOf(cell);
  return (
    <Link to={cellPath(cell)} className={styles.cell}>
      <span
        className={billed ? styles.amount : styles.spent}
        title={billed ? undefined : cell.state === 'covered' ? t.coveredMeans(cell.coveredBy.map(nameOfCover).join('、')) : t.spentMeans}
      >
        <Money value={value} />
      </span>
      <BoardStateTag cell={cell} />
      {(billed || cell.state === 'covered') && !isZero(cell.accrual.amount) && (
        <span className={styles.note}>{t.notBilled(moneyText(cell.accrual))}</span>
      )}
      {cell.overlapCount > 0 && <Tag tone="warn">{t.overlapping(format.count(cell.overlapCount))}</Tag>}
      {cell.otherCurrencies.map((other) => (
        <span key={other.currency} className={styles.note}>
          + {moneyText(isZero(other.statementTotal.amount) ? other.accrual : other.statementTotal)}
        </span>
      ))}
    </Link>
  );
}
