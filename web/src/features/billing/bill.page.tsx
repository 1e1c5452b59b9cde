import { App, Button, Dropdown, Popconfirm, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useParams } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGateway, useGatewayWrite } from '../../gateway/use-gateway.js';
import { BillDocument, BillMonthsDocument, LockPeriodDocument } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { isZero } from '../../ui/decimal.js';
import { Icon } from '../../ui/icon.js';
import { EmptyState, ErrorNote, useFailureText } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { shiftMonth } from '../../ui/period.js';
import { useShortcut } from '../../ui/shortcuts.js';
import { Tabs } from '../../ui/tabs.js';
import { PeriodStateTag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith, month, useFilters } from '../../ui/url-state.js';
import { isKind } from '../../ui/kind-mark.js';
import { useViewer } from '../identity/viewer.js';
import { BillAccruals } from './bill-accruals.js';
import { BillEquation } from './bill-equation.js';
import { BillLines } from './bill-lines.js';
import { BillParts } from './bill-parts.js';
import { BillStatements } from './bill-statements.js';
import { billingTexts } from './billing.texts.js';
import { BILL_FILTERS, type Bill, type BillTab } from './bill-view.js';
import styles from './billing.module.css';

/** A part of the bill whose lines are asked for. */
interface PartFilter {
  kind?: string | null;
  department?: string | null;
  vendor?: string | null;
  differing?: true;
}

/** One legal entity's bill of one month: its totals, what they mean, and the way down to each line. */
export function BillPage() {
  const { period = '' } = useParams();
  const t = useTexts(billingTexts);
  const format = useFormats();
  const { mainEntity } = useViewer();
  const [filters, setFilters] = useFilters(BILL_FILTERS);
  const legalEntityId = filters.entity ?? mainEntity?.id ?? '';
  const valid = month.read(period) !== null;
  const { data, error, isPending, isPlaceholderData, refetch } = useGateway(
    BillDocument,
    { legalEntityId, period },
    { enabled: valid && legalEntityId !== '', keep: true },
  );
  if (!valid) return <Navigate to="/bills" replace />;
  const bill = isPlaceholderData && data?.bill?.period !== period ? undefined : data?.bill;
  const tab = filters.tab ?? 'department';
  const toLines = (change: PartFilter) =>
    setFilters(
      {
        tab: 'lines',
        kind: isKind(change.kind) ? change.kind : null,
        department: change.department ?? null,
        vendor: change.vendor ?? null,
        differing: change.differing ?? null,
        q: null,
      },
      { push: true },
    );

  return (
    <Page
      title={t.bill(format.period(period))}
      lead={
        <span className={styles.lead}>
          <EntityPicker value={legalEntityId} onChange={(entity) => setFilters({ entity, line: null, department: null }, { push: true })} />
          {bill && <PeriodStateTag state={bill.state} />}
          {bill && <span>{t.amountsIn(bill.statementTotal.currency)}</span>}
        </span>
      }
      actions={
        <>
          <MonthSwitcher legalEntityId={legalEntityId} period={period} />
          {bill && <Downloads bill={bill} />}
          {bill && <LockButton bill={bill} />}
        </>
      }
    >
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!error && !isPending && !bill && (
        <Card>
          <EmptyState title={t.noBill}>{t.noBillText}</EmptyState>
        </Card>
      )}
      {isPending && <div className={styles.skeleton} aria-busy="true" />}
      {bill && (
        <>
          <BillEquation
            bill={bill}
            onDifferences={() => toLines({ differing: true })}
            onAccruals={() => setFilters({ tab: 'accruals' }, { push: true })}
          />
          <section className={styles.tabs} aria-label={t.tabs}>
            <Tabs<BillTab>
              label={t.tabs}
              active={tab}
              onChange={(next) => setFilters({ tab: next, line: null, expense: null }, { push: true })}
              tabs={[
                { key: 'department', label: t.byDepartment },
                { key: 'kind', label: t.byKind },
                { key: 'vendor', label: t.byVendor },
                { key: 'lines', label: t.lines, count: format.count(bill.lineCount) },
                { key: 'accruals', label: t.accruals, count: format.count(bill.accrualCount) },
                { key: 'statements', label: t.statements, count: format.count(bill.statements.length) },
              ]}
            >
              <TabContent tab={tab} bill={bill} toLines={toLines} />
            </Tabs>
          </section>
        </>
      )}
    </Page>
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

function EntityPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useTexts(billingTexts);
  const { viewer } = useViewer();
  const entities = viewer.company.legalEntities;
  if (entities.length === 1) return <span>{entities[0]!.name}</span>;
  return (
    <Select
      aria-label={t.entity}
      size="small"
      value={value}
      onChange={onChange}
      popupMatchSelectWidth={false}
      options={entities.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function MonthSwitcher({ legalEntityId, period }: { legalEntityId: string; period: string }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { today } = useViewer();
  const navigate = useNavigateKeepingView();
  const thisMonth = today.slice(0, 7);
  const from = shiftMonth(period < thisMonth ? period : thisMonth, -24);
  const to = period > thisMonth ? period : thisMonth;
  const { data } = useGateway(BillMonthsDocument, { legalEntityId, from, to }, { enabled: legalEntityId !== '', keep: true });
  const months = [...new Set([period, ...(data?.bills ?? []).map((bill) => bill.period)])].sort().reverse();
  useShortcut('[', () => navigate(shiftMonth(period, -1)));
  useShortcut(']', () => period < thisMonth && navigate(shiftMonth(period, 1)));
  return (
    <span className={styles.switcher}>
      <Button
        icon={<Icon name="left" />}
        aria-label={words.previousMonth}
        title={`${words.previousMonth}  [`}
        onClick={() => navigate(shiftMonth(period, -1))}
      />
      <Select
        aria-label={t.period}
        value={period}
        onChange={navigate}
        style={{ width: 132 }}
        options={months.map((one) => {
          const differs = data?.bills.some((bill) => bill.period === one && !isZero(bill.difference.amount));
          return { value: one, label: differs ? `${format.period(one)} ⚠` : format.period(one) };
        })}
      />
      <Button
        icon={<Icon name="right" />}
        aria-label={words.nextMonth}
        title={`${words.nextMonth}  ]`}
        disabled={period >= thisMonth}
        onClick={() => navigate(shiftMonth(period, 1))}
      />
    </span>
  );
}

/** Goes to another month with the same entity and tab, without the filters that name this month's things. */
function useNavigateKeepingView(): (period: string) => void {
  const navigate = useNavigate();
  const [filters] = useFilters(BILL_FILTERS);
  return (period) =>
    void navigate(
      hrefWith(`/bills/${period}`, {
        entity: filters.entity,
        tab: filters.tab,
        kind: filters.kind,
        department: filters.department,
        vendor: filters.vendor,
      }),
    );
}

function Downloads({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const names = { bill: { xlsx: t.billXlsx, csv: t.billCsv }, lines: { xlsx: t.linesXlsx, csv: t.linesCsv } };
  if (bill.files.length === 0) return null;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: bill.files.map((file) => ({
          key: file.url,
          label: (
            <a href={file.url} download>
              {names[file.content][file.format]}
            </a>
          ),
        })),
      }}
    >
      <Button icon={<Icon name="download" />}>{t.download}</Button>
    </Dropdown>
  );
}

function LockButton({ bill }: { bill: Bill }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const failureText = useFailureText();
  const { can, today } = useViewer();
  const { message } = App.useApp();
  const client = useQueryClient();
  const lock = useGatewayWrite(LockPeriodDocument);
  if (!can('lockPeriod') || bill.state === 'locked' || bill.period >= today.slice(0, 7)) return null;
  const run = async () => {
    try {
      accepted((await lock.mutateAsync({ input: { legalEntityId: bill.legalEntity.id, period: bill.period } })).lockPeriod, 'BookPeriod');
      await client.invalidateQueries();
      void message.success(t.lockedDone);
    } catch (failure) {
      void message.error(failureText(failure));
    }
  };
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
