import { Button } from 'antd';
import { type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTexts } from '../i18n/texts.js';
import styles from './data-table.module.css';
import { ErrorNote } from './notes.js';
import { uiTexts } from './ui.texts.js';

/** One column of a {@link DataTable}. */
export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and amounts stand at the end, so that their digits line up. */
  align?: 'end';
  /** Its share of the width, as CSS; the others take what they need. */
  width?: string;
  /** Keeps the cell on one line. */
  nowrap?: true;
  /** Takes the room that is left, and cuts a longer text off; the row's details tell it whole. */
  clip?: true;
  /** Where it stands on a phone, where each row is a card: its heading, the figure beside it, below it with (the default) or without its name, or nowhere. */
  phone?: 'title' | 'value' | 'fact' | 'plain' | 'hide';
  /** The cell of the row of totals. */
  total?: ReactNode;
}

interface DataTableProps<Row> {
  /** What the table lists, for people who do not see it. */
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Opens a row; its first column becomes the button. */
  onOpen?: (row: Row) => void;
  /** Which rows open; all of them when left out. */
  canOpen?: (row: Row) => boolean;
  /** The row that is open. */
  openKey?: string | null;
  /** Shows row skeletons instead of rows. */
  pending?: boolean;
  /** Fades the rows while newer ones load. */
  stale?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Shown when there are no rows. */
  empty?: ReactNode;
  /** Shows the row of totals. */
  totals?: boolean;
  /** For lists read in pages. */
  more?: { hasMore: boolean; loading: boolean; load: () => void };
}

/** The classes of a column's cells. */
function classOf<Row>(column: Column<Row>): string {
  return `${column.align === 'end' ? styles.end : ''} ${column.nowrap ? styles.nowrap : ''} ${column.clip ? styles.clip : ''}`;
}

/** Moves the focus between the rows' buttons. */
function moveByArrows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > tr > td > button')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** A list of things with exact figures: a table where there is room, cards on a phone. Rows open by click, Enter, and are walked with the arrow keys. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, onOpen, canOpen, openKey, pending, stale, error, onRetry, empty, totals, more } = props;
  const t = useTexts(uiTexts);
  if (error && rows.length === 0) {
    return (
      <div className={styles.around}>
        <ErrorNote error={error} {...(onRetry ? { onRetry } : {})} />
      </div>
    );
  }
  if (!pending && rows.length === 0) return <>{empty}</>;

  return (
    <div className={styles.scroll}>
      <table className={styles.table} role="table" aria-label={label} aria-busy={pending || stale}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" className={classOf(column)} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className={stale ? styles.stale : undefined} onKeyDown={onOpen && moveByArrows}>
          {pending
            ? Array.from({ length: 6 }, (_, index) => <SkeletonRow key={index} columns={columns} />)
            : rows.map((row) => (
                <BodyRow
                  key={rowKey(row)}
                  row={row}
                  columns={columns}
                  onOpen={onOpen && (canOpen?.(row) ?? true) ? onOpen : undefined}
                  isOpen={openKey === rowKey(row)}
                />
              ))}
        </tbody>
        {totals && !pending && (
          <tfoot role="rowgroup">
            <TotalsRow columns={columns} />
          </tfoot>
        )}
      </table>
      {Boolean(error) && (
        <div className={styles.around}>
          <ErrorNote error={error} {...(onRetry ? { onRetry } : {})} />
        </div>
      )}
      {more && !pending && more.hasMore && (
        <div className={styles.more}>
          <Button onClick={more.load} loading={more.loading}>
            {t.loadMore}
          </Button>
          <span className="muted">{t.showingOf(String(rows.length))}</span>
        </div>
      )}
    </div>
  );
}

function BodyRow<Row>({
  row,
  columns,
  onOpen,
  isOpen,
}: {
  row: Row;
  columns: Column<Row>[];
  onOpen: ((row: Row) => void) | undefined;
  isOpen: boolean;
}) {
  // A click on a link or button inside the row is that one's own, and marking text is no click.
  const openByClick = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button') || window.getSelection()?.toString()) return;
    onOpen?.(row);
  };
  return (
    <tr role="row" className={`${onOpen ? styles.opens : ''} ${isOpen ? styles.open : ''}`} onClick={onOpen && openByClick}>
      {columns.map((column, index) => (
        <td key={column.key} role="cell" className={classOf(column)} data-phone={column.phone ?? 'fact'} data-label={column.title}>
          {onOpen && index === 0 ? (
            <button type="button" className={styles.opener} onClick={() => onOpen(row)}>
              {column.cell(row)}
            </button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

function TotalsRow<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <tr role="row">
      {columns.map((column) => (
        <td
          key={column.key}
          role="cell"
          className={classOf(column)}
          data-phone={column.total === undefined ? 'hide' : (column.phone ?? 'fact')}
          data-label={column.title}
        >
          {column.total}
        </td>
      ))}
    </tr>
  );
}

function SkeletonRow<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <tr role="row">
      {columns.map((column) => (
        <td key={column.key} role="cell" data-phone={column.phone ?? 'fact'} className={column.align === 'end' ? styles.end : undefined}>
          <span className={styles.bone} aria-hidden="true" />
        </td>
      ))}
    </tr>
  );
}
