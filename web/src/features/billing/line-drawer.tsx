import { Drawer, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { BillLineRawDocument, type BillLineRawQuery } from '../../generated/billing.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { compareDecimals, sumDecimals } from '../../ui/decimal.js';
import { DetailHead, DetailSection } from '../../ui/detail.js';
import { KindMark } from '../../ui/kind-mark.js';
import { Money, moneyText, type MoneyValue } from '../../ui/money.js';
import { Note } from '../../ui/notes.js';
import { Facts } from '../../ui/page.js';
import { Routed } from '../../ui/routed.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith } from '../../ui/url-state.js';
import { ExpenseDetail } from '../expenses/expense-detail.js';
import { flatDetail } from '../expenses/flat-detail.js';
import { RawRecord } from '../expenses/raw-record.js';
import { useViewer } from '../identity/viewer.js';
import { lineTitle } from '../statements/line-title.js';
import type { BillLine } from './bill-view.js';
import { billingTexts } from './billing.texts.js';
import styles from './billing.module.css';

type Shares = Pick<BillLine, 'amount' | 'companyShare' | 'personalShare'>;

const rawOf = (result: BillLineRawQuery) => result.statementLine?.raw;

/** A statement line beside the expenses it bills, and each of those down to the vendor's record. */
export function LineDrawer(props: {
  line: BillLine | null;
  openExpense: string | null;
  onExpense: (id: string) => void;
  onClose: () => void;
}) {
  const { line, openExpense, onExpense, onClose } = props;
  const t = useTexts(billingTexts);
  return (
    <Drawer open={line !== null} onClose={onClose} size={720} title={t.lineDetail} destroyOnHidden>
      {line && <LineBody line={line} openExpense={openExpense} onExpense={onExpense} />}
    </Drawer>
  );
}

function LineBody({ line, openExpense, onExpense }: { line: BillLine; openExpense: string | null; onExpense: (id: string) => void }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const shown = openExpense ?? line.expenses[0]?.id ?? null;
  return (
    <div className={styles.drawer}>
      <DetailHead
        kicker={
          <>
            <KindMark kind={line.kind} />
            <Tag tone={line.lineType === 'refund' ? 'accent' : 'quiet'}>{words[line.lineType]}</Tag>
            {line.currentTerm === false && <Tag tone="warn">{t.priorTerm}</Tag>}
          </>
        }
        title={<Routed {...lineTitle(line, words[line.kind])} />}
        amount={<Money value={line.companyShare} symbol />}
        note={<DifferenceTag value={line.difference} />}
      />
      {line.bundledWith.length > 0 && <Bundle line={line} />}
      {line.expenses.length === 0 ? (
        <Note tone="warn" title={t.missing}>
          <span className="in-text">
            {t.noExpense} {line.orderId && <Link to={hrefWith('/expenses', { q: line.orderId })}>{t.searchOrder}</Link>}
          </span>
        </Note>
      ) : (
        <Comparison line={line} />
      )}
      <DetailSection title={t.vendorDetail}>
        <Facts
          facts={[
            [
              t.statement,
              line.statement && <Link to={`/statements/${line.statement.id}`}>{line.statement.title ?? line.statement.externalId}</Link>,
            ],
            ['ID', <code key="id">{line.externalId}</code>],
            ...flatDetail(line.detail),
          ]}
        />
      </DetailSection>
      {shown && <LineExpenses line={line} shown={shown} onExpense={onExpense} />}
      {can('raw') && <RawRecord document={BillLineRawDocument} id={line.id} rawOf={rawOf} title={t.rawOfLine} />}
    </div>
  );
}

/** Says that a line agrees only together with others of its order, which they are, and what all of them come to. */
function Bundle({ line }: { line: BillLine }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { pathname, search } = useLocation();
  const whole = sumOf([line, ...line.bundledWith], ({ companyShare }) => companyShare);
  const hrefOf = (id: string) => {
    const query = new URLSearchParams(search);
    query.set('line', id);
    query.delete('expense');
    return `${pathname}?${query.toString()}`;
  };
  return (
    <Note tone="good" title={t.bundled}>
      <span className="in-text">
        {t.bundledMeans(format.count(line.bundledWith.length + 1), moneyText(whole), format.count(line.expenses.length))}
      </span>
      <ul className={styles.bundle} aria-label={t.bundledLines}>
        {line.bundledWith.map((other) => (
          <li key={other.id}>
            <Link to={hrefOf(other.id)}>{words[other.lineType]}</Link> <Money value={other.companyShare} symbol />
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** The exact sum of an amount over some lines or expenses. */
function sumOf<Row>(rows: readonly [Row, ...Row[]], pick: (row: Row) => MoneyValue): MoneyValue {
  return { amount: sumDecimals(rows.map((row) => pick(row).amount)), currency: pick(rows[0]).currency };
}

/** The expenses of a line, one at a time. */
function LineExpenses({ line, shown, onExpense }: { line: BillLine; shown: string; onExpense: (id: string) => void }) {
  const t = useTexts(billingTexts);
  return (
    <DetailSection
      title={t.expensesOfLine}
      actions={
        line.expenses.length > 1 && (
          <Segmented
            size="small"
            aria-label={t.expensesOfLine}
            value={shown}
            onChange={onExpense}
            options={line.expenses.map((expense, index) => ({ value: expense.id, label: t.expenseN(String(index + 1)) }))}
          />
        )
      }
    >
      <ExpenseDetail id={shown} onOpen={onExpense} onBill />
    </DetailSection>
  );
}

/** The facts of a line, or of the bundle it is of, beside those of its expenses; what differs stands out. */
function Comparison({ line }: { line: BillLine }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { expenses, bundledWith } = line;
  const sides = (pick: (row: Shares) => MoneyValue): [MoneyValue, MoneyValue] => [
    sumOf([line, ...bundledWith], pick),
    { ...pick(line), amount: sumDecimals(expenses.map((expense) => pick(expense).amount)) },
  ];
  const each = (pick: (expense: BillLine['expenses'][number]) => string | null | undefined) =>
    [...new Set(expenses.map(pick).filter(Boolean))].join('、') || '—';
  const amounts: [string, MoneyValue, MoneyValue][] = [
    [t.amount, ...sides((row) => row.amount)],
    [t.companyShare, ...sides((row) => row.companyShare)],
    [t.personalShare, ...sides((row) => row.personalShare)],
  ];
  const facts: [string, ReactNode, ReactNode][] = [
    [t.date, line.vendorBillingDate ?? (line.occurredAt ? format.instant(line.occurredAt) : '—'), each((expense) => expense.businessDate)],
    [t.traveller, line.travellerName ?? '—', each((expense) => expense.person?.name) || words.unknown],
    [t.department, line.departmentName ?? '—', each((expense) => expense.department?.path.join(' / '))],
  ];
  return (
    <div className={styles.compareScroll}>
      <table className={styles.compare} aria-label={t.compare}>
        <ComparisonHead line={line} />
        <tbody>
          {amounts.map(([label, ours, theirs]) => (
            <tr key={label} className={compareDecimals(ours.amount, theirs.amount) === 0 ? undefined : styles.differs}>
              <th scope="row">{label}</th>
              <td>
                <Money value={ours} symbol />
              </td>
              <td>
                <Money value={theirs} symbol />
              </td>
            </tr>
          ))}
          {facts.map(([label, ours, theirs]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{ours}</td>
              <td>{theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ComparisonHead({ line }: { line: BillLine }) {
  const t = useTexts(billingTexts);
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="visually-hidden">{t.compareField}</span>
        </th>
        <th scope="col">
          {t.statementSide}
          {line.bundledWith.length > 0 && ` × ${line.bundledWith.length + 1}`}
        </th>
        <th scope="col">
          {t.expenseSide}
          {line.expenses.length > 1 && ` × ${line.expenses.length}`}
        </th>
      </tr>
    </thead>
  );
}
