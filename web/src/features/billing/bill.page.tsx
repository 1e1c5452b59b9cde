import { Button, Popconfirm } from 'antd';
import { Navigate, useParams } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import { BillDocument, LockPeriodDocument } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DownloadMenu } from '../../ui/download-menu.js';
import { Icon } from '../../ui/icon.js';
import { moneyText } from '../../ui/money.js';
import { EmptyState, ErrorNote, Note } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { Tabs } from '../../ui/tabs.js';
import { PeriodStateTag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { month, useFilters } from '../../ui/url-state.js';
import { useAct } from '../../ui/use-act.js';
import { isKind } from '../../ui/kind-mark.js';
import { useViewer } from '../identity/viewer.js';
import { BillAccruals } from './bill-accruals.js';
import { BillEquation } from './bill-equation.js';
import { BillLines } from './bill-lines.js';
import { largestEntity, useBillMonths } from './bill-months.js';
import { BillParts } from './bill-parts.js';
import { EntityPicker, MonthSwitcher } from './bill-pickers.js';
import { BillStatements } from './bill-statements.js';
import { billingTexts } from './billing.texts.js';
import { BILL_FILTERS, type Bill, type BillTab, type BillFilters } from './bill-view.js';
import styles from './billing.module.css';

/** A part of the bill whose lines are asked for. */
interface PartFilter {
  kind?: string | null;
  department?: string | null;
  vendor?: string | null;
  differing?: true;
}

/** The bill that the address names, with the bills around it. Without an entity, that of the entity with the largest one: a company's default may have none. */
function useBill(period: string, entity: string | null, valid: boolean) {
  const { mainEntity } = useViewer();
  const around = useBillMonths(period);
  const months = around.data?.bills ?? [];
  const legalEntityId = entity ?? (around.isPending ? '' : (largestEntity(months, period, mainEntity?.id ?? null) ?? ''));
  const { data, error, isPending, isPlaceholderData, refetch } = useGateway(
    BillDocument,
    { legalEntityId, period },
    { enabled: valid && legalEntityId !== '', keep: true },
  );
  // The month before stays on the screen while the next one loads only as long as nobody can mistake it.
  const bill = isPlaceholderData && data?.bill?.period !== period ? undefined : data?.bill;
  return {
    bill,
    months,
    legalEntityId,
    error: error ?? around.error,
    isPending: isPending || (isPlaceholderData && !bill),
    retry: () => void refetch(),
  };
}

/** One legal entity's bill of one month: its totals, what they mean, and the way down to each line. */
export function BillPage() {
  const { period = '' } = useParams();
  const t = useTexts(billingTexts);
  const format = useFormats();
  const [filters, setFilters] = useFilters(BILL_FILTERS);
  const valid = month.read(period) !== null;
  const { bill, legalEntityId, months, error, isPending, retry } = useBill(period, filters.entity, valid);
  if (!valid) return <Navigate to="/bills" replace />;

  return (
    <Page
      title={t.bill(format.period(period))}
      lead={
        <span className={styles.lead}>
          <EntityPicker
            bills={months.filter((one) => one.period === period)}
            value={legalEntityId}
            onChange={(entity) => setFilters({ entity, line: null, department: null }, { push: true })}
          />
          {bill && <PeriodStateTag state={bill.state} />}
          {bill && <span>{t.amountsIn(bill.statementTotal.currency)}</span>}
        </span>
      }
      actions={
        <>
          <MonthSwitcher bills={months.filter((one) => one.legalEntity.id === legalEntityId)} period={period} />
          {bill && <Downloads bill={bill} />}
          {bill && <LockButton bill={bill} />}
        </>
      }
    >
      {error && <ErrorNote error={error} onRetry={retry} />}
      {!error && !isPending && !bill && (
        <Card>
          <EmptyState title={t.noBill}>{t.noBillText}</EmptyState>
        </Card>
      )}
      {isPending && <div className={styles.skeleton} aria-busy="true" />}
      {bill && <BillBody bill={bill} filters={filters} onChange={(change) => setFilters(change, { push: true })} />}
    </Page>
  );
}

interface BillBodyProps {
  bill: Bill;
  filters: BillFilters;
  onChange: (change: Partial<BillFilters>) => void;
}

/** The figures of a bill, what they mean, and its parts. */
function BillBody({ bill, filters, onChange }: BillBodyProps) {
  const toLines = (part: PartFilter) =>
    onChange({
      tab: 'lines',
      kind: isKind(part.kind) ? part.kind : null,
      department: part.department ?? null,
      vendor: part.vendor ?? null,
      differing: part.differing ?? null,
      q: null,
    });
  return (
    <>
      <BillEquation bill={bill} onDifferences={() => toLines({ differing: true })} onAccruals={() => onChange({ tab: 'accruals' })} />
      <OtherCurrencies bill={bill} />
      <BillTabs
        bill={bill}
        active={filters.tab ?? 'department'}
        onChange={(tab) => onChange({ tab, line: null, expense: null })}
        toLines={toLines}
      />
    </>
  );
}

/** What the bill holds in other currencies; it is in none of the figures above. */
function OtherCurrencies({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const format = useFormats();
  if (bill.otherCurrencies.length === 0) return null;
  return (
    <Note title={t.otherCurrencies}>
      {bill.otherCurrencies.map((sums) => (
        <div key={sums.currency}>
          {t.otherCurrency(
            moneyText(sums.statementTotal),
            format.count(sums.lineCount),
            moneyText(sums.difference),
            moneyText(sums.accrual),
          )}
        </div>
      ))}
    </Note>
  );
}

interface BillTabsProps {
  bill: Bill;
  active: BillTab;
  onChange: (tab: BillTab) => void;
  toLines: (part: PartFilter) => void;
}

function BillTabs({ bill, active, onChange, toLines }: BillTabsProps) {
  const t = useTexts(billingTexts);
  const format = useFormats();
  return (
    <section className={styles.tabs} aria-label={t.tabs}>
      <Tabs<BillTab>
        label={t.tabs}
        active={active}
        onChange={onChange}
        tabs={[
          { key: 'department', label: t.byDepartment },
          { key: 'kind', label: t.byKind },
          { key: 'vendor', label: t.byVendor },
          { key: 'lines', label: t.lines, count: format.count(bill.lineCount) },
          { key: 'accruals', label: t.accruals, count: format.count(bill.accrualCount) },
          { key: 'statements', label: t.statements, count: format.count(bill.statements.length) },
        ]}
      >
        <TabContent tab={active} bill={bill} toLines={toLines} />
      </Tabs>
    </section>
  );
}

function TabContent({ tab, bill, toLines }: { tab: BillTab; bill: Bill; toLines: (part: PartFilter) => void }) {
  switch (tab) {
    case 'kind':
      return <BillParts of="kind" parts={bill.byKind} bill={bill} onOpen={(kind) => toLines({ kind })} />;
    case 'vendor':
      return <BillParts of="vendor" parts={bill.byVendor} bill={bill} onOpen={(vendor) => toLines({ vendor })} />;
    case 'lines':
      return <BillLines bill={bill} />;
    case 'accruals':
      return <BillAccruals bill={bill} />;
    case 'statements':
      return <BillStatements bill={bill} />;
    default:
      return <BillParts of="department" parts={bill.byDepartment} bill={bill} onOpen={(department) => toLines({ department })} />;
  }
}

function Downloads({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const names = { bill: { xlsx: t.billXlsx, csv: t.billCsv }, lines: { xlsx: t.linesXlsx, csv: t.linesCsv } };
  return <DownloadMenu files={bill.files.map((file) => ({ url: file.url, label: names[file.content][file.format] }))} />;
}

function LockButton({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const { can, today } = useViewer();
  const act = useAct();
  const lock = useGatewayWrite(LockPeriodDocument);
  if (!can('lockPeriod') || bill.state === 'locked' || bill.period >= today.slice(0, 7)) return null;
  const input = { legalEntityId: bill.legalEntity.id, period: bill.period };
  const run = () => act(async () => accepted((await lock.mutateAsync({ input })).lockPeriod, 'BookPeriod'), t.lockedDone);
  return (
    <Popconfirm
      title={t.lock}
      description={<div className={styles.confirm}>{t.lockSure}</div>}
      okText={t.lock}
      cancelText={words.cancel}
      onConfirm={run}
    >
      <Button icon={<Icon name="lock" />}>{t.lock}</Button>
    </Popconfirm>
  );
}
