import { Button, Segmented, Select } from 'antd';
import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { StatementBoardDocument } from '../../generated/statements.js';
import type { StatementBoardFilter } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DownloadMenu } from '../../ui/download-menu.js';
import { FilterBar } from '../../ui/filter-bar.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Card, Page, Stat, Stats } from '../../ui/page.js';
import { monthsBetween, shiftMonth } from '../../ui/period.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { month, oneOf, text, useFilters, type Filters } from '../../ui/url-state.js';
import { VendorSelect } from '../connectors/vendor-select.js';
import { useSeveralVendors } from '../connectors/vendors.js';
import { useViewer } from '../identity/viewer.js';
import { MONTHS_MISSING, totalsOf, type BoardCell } from './board-grid.js';
import { BoardMatrix } from './board-matrix.js';
import styles from './board.module.css';
import { statementsTexts } from './statements.texts.js';

/** How many months stand side by side. */
const MONTHS = 6;
const SHOWN = ['missing', 'expected', 'received', 'covered', 'differing'] as const;
const FILTERS = { to: month, show: oneOf(SHOWN), entity: text, vendor: text };

type BoardFilters = Filters<typeof FILTERS>;

function toFilter({ show, entity, vendor }: BoardFilters): StatementBoardFilter {
  return {
    ...(show === 'differing' ? { differing: true } : show ? { state: show } : {}),
    ...(entity ? { legalEntityId: entity } : {}),
    ...(vendor ? { connectorId: vendor } : {}),
  };
}

/** What every vendor was to bill, what has come, and whether it agrees with the expenses. */
export function BoardPage() {
  const t = useTexts(statementsTexts);
  const { can, today } = useViewer();
  const [filters, setFilters] = useFilters(FILTERS);
  const to = filters.to ?? today.slice(0, 7);
  const onlyMissing = filters.show === 'missing';
  const from = shiftMonth(to, 1 - (onlyMissing ? MONTHS_MISSING : MONTHS));
  const { data, error, isPending, isPlaceholderData, refetch } = useGateway(
    StatementBoardDocument,
    { from, to, filter: toFilter(filters) },
    { keep: true },
  );
  const cells = (data?.statementBoard.cells ?? []).filter((cell) => cell.period >= from && cell.period <= to);
  const files = data?.statementBoard.files ?? [];
  const months = monthsBetween(from, to).reverse();
  return (
    <Page
      title={t.boardTitle}
      lead={t.boardLead}
      actions={
        <>
          <MonthRange from={from} to={to} onChange={(next) => setFilters({ to: next === today.slice(0, 7) ? null : next })} />
          <DownloadMenu files={files.map(({ format, url }) => ({ url, label: format === 'csv' ? t.boardCsv : t.boardXlsx }))} />
          {can('importStatements') && (
            <Link to="/statement-imports">
              <Button type="primary" icon={<Icon name="import" />}>
                {t.importFile}
              </Button>
            </Link>
          )}
        </>
      }
    >
      <BoardStats cells={cells} />
      <Card flush>
        <BoardFilterBar filters={filters} onChange={setFilters} />
        <BoardMatrix
          cells={cells}
          months={onlyMissing ? months.filter((month) => cells.some(({ period }) => period === month)) : months}
          pending={isPending}
          stale={isPlaceholderData}
          error={error}
          onRetry={() => void refetch()}
        />
      </Card>
    </Page>
  );
}

function MonthRange({ from, to, onChange }: { from: string; to: string; onChange: (to: string) => void }) {
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { today } = useViewer();
  return (
    <span className={styles.range}>
      <Button icon={<Icon name="left" />} aria-label={words.previousMonth} onClick={() => onChange(shiftMonth(to, -1))} />
      <span className="nowrap">
        {format.period(from)} – {format.period(to)}
      </span>
      <Button
        icon={<Icon name="right" />}
        aria-label={words.nextMonth}
        disabled={to >= today.slice(0, 7)}
        onClick={() => onChange(shiftMonth(to, 1))}
      />
    </span>
  );
}

/** What the cells on the screen come to. */
function BoardStats({ cells }: { cells: readonly BoardCell[] }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const totals = totalsOf(cells);
  if (!totals) return null;
  return (
    <Stats>
      <Stat label={t.board_missing} value={format.count(totals.missing)} note={t.expectedBeside(format.count(totals.expected))} />
      <Stat
        label={t.onStatements}
        value={<Money value={totals.statementTotal} symbol />}
        note={t.receivedMeans(format.count(totals.received), format.count(totals.covered))}
      />
      <Stat
        label={t.difference}
        value={<Money value={totals.difference} symbol signed />}
        note={t.linesDiffer(format.count(totals.differingLines))}
      />
      <Stat label={t.accrual} value={<Money value={totals.accrual} symbol />} note={t.accrualMeans} />
    </Stats>
  );
}

interface BoardFilterBarProps {
  filters: BoardFilters;
  onChange: (change: Partial<BoardFilters>) => void;
}

function BoardFilterBar({ filters, onChange }: BoardFilterBarProps) {
  const t = useTexts(statementsTexts);
  const { viewer } = useViewer();
  const severalVendors = useSeveralVendors();
  const entities = viewer.company.legalEntities;
  const filtered = Object.keys(toFilter(filters)).length > 0;
  return (
    <FilterBar onClear={filtered ? () => onChange({ show: null, entity: null, vendor: null }) : null}>
      <Segmented
        className={styles.show}
        aria-label={t.show}
        value={filters.show ?? ''}
        onChange={(show) => onChange({ show: SHOWN.find((each) => each === show) ?? null })}
        options={[{ value: '', label: t.showAll }, ...SHOWN.map((value) => ({ value, label: t[`show_${value}`] }))]}
      />
      {severalVendors && (
        <VendorSelect label={t.vendor} placeholder={t.vendor} value={filters.vendor} onChange={(vendor) => onChange({ vendor })} />
      )}
      {entities.length > 1 && (
        <Select
          allowClear
          aria-label={t.entity}
          placeholder={t.entity}
          value={filters.entity}
          onChange={(entity) => onChange({ entity: entity ?? null })}
          options={entities.map(({ id, name }) => ({ value: id, label: name }))}
          style={{ minWidth: 200 }}
          popupMatchSelectWidth={false}
        />
      )}
    </FilterBar>
  );
}
