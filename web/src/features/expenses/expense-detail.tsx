import { Skeleton } from 'antd';
import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { ExpenseDocument, ExpenseRawDocument, type ExpenseQuery, type ExpenseRawQuery } from '../../generated/expenses.js';
import { useFormats } from '../../i18n/format.js';
import { useLocalName } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { CopyButton } from '../../ui/copy-button.js';
import { DetailHead, DetailSection } from '../../ui/detail.js';
import { KindMark } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { EmptyState, ErrorNote, Note } from '../../ui/notes.js';
import { Facts } from '../../ui/page.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { ExpenseVersions } from './expense-versions.js';
import styles from './expenses.module.css';
import { expensesTexts } from './expenses.texts.js';
import { flatDetail } from './flat-detail.js';
import { RawRecord } from './raw-record.js';

type Expense = NonNullable<ExpenseQuery['expense']>;

const rawOf = (result: ExpenseRawQuery) => result.expense?.raw;

/**
 * Everything known of one expense: its money, whose it is, where it came from, its versions and the vendor's record.
 * @param onBill leaves out what the statement line above it says already
 */
export function ExpenseDetail({ id, onOpen, onBill }: { id: string; onOpen: (id: string) => void; onBill?: boolean }) {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const { data, error, isPending, refetch } = useGateway(ExpenseDocument, { id, bills: can('bills') });
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  const expense = data.expense;
  if (!expense) return <EmptyState title={words.notFound} />;
  return (
    <div className={styles.detail}>
      {!onBill && (
        <DetailHead
          kicker={
            <>
              <KindMark kind={expense.kind} />
              <Tag tone={expense.lineType === 'refund' ? 'accent' : 'quiet'}>{words[expense.lineType]}</Tag>
              {expense.guest && <Tag>{t.guest}</Tag>}
              {expense.reversed && <Tag tone="bad">{t.reversed}</Tag>}
            </>
          }
          title={expense.description ?? expense.product ?? words[expense.kind]}
          amount={<Money value={expense.companyShare} symbol />}
          note={<span className="muted">{t.company}</span>}
        />
      )}
      <Remarks expense={expense} />
      <Journey expense={expense} />
      <ExpenseFacts expense={expense} />
      {!onBill && can('bills') && <OnStatement expense={expense} />}
      <Chain expense={expense} onOpen={onOpen} />
      <DetailSection title={t.versions}>
        <ExpenseVersions versions={expense.versions} current={expense.version} />
      </DetailSection>
      <VendorFields expense={expense} />
      {can('raw') && <RawRecord document={ExpenseRawDocument} id={expense.id} rawOf={rawOf} />}
    </div>
  );
}

function Remarks({ expense }: { expense: Expense }) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  return (
    <>
      {expense.unresolved && (
        <Note tone="warn" title={t.unresolved}>
          {expense.travellerName ? t.unresolvedText(expense.travellerName) : t.unresolvedNoName}
        </Note>
      )}
      {expense.reversed && (
        <Note tone="warn" title={t.reversed}>
          {t.reversedText}
        </Note>
      )}
      {expense.businessDate.slice(0, 7) !== expense.period && (
        <Note>{t.lateText(expense.businessDate, format.period(expense.period))}</Note>
      )}
    </>
  );
}

function Journey({ expense }: { expense: Expense }) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  if (!expense.from && !expense.to) return null;
  return (
    <ol className={styles.journey} aria-label={t.journey}>
      {[
        [expense.from, expense.startAt],
        [expense.to, expense.endAt],
      ].map(
        ([place, at], index) =>
          (place || at) && (
            <li key={index}>
              <span>{place ?? '—'}</span>
              {at && <time dateTime={at}>{format.instant(at)}</time>}
            </li>
          ),
      )}
    </ol>
  );
}

function ExpenseFacts({ expense }: { expense: Expense }) {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const nameOf = useLocalName();
  const account = expense.vendorAccount;
  return (
    <Facts
      facts={[
        [t.total, <Money key="total" value={expense.amount} symbol />],
        [t.company, <Money key="company" value={expense.companyShare} symbol strong />],
        [t.personal, <Money key="personal" value={expense.personalShare} symbol quietZero />],
        [t.person, expense.person ? `${expense.person.name} · ${expense.person.employeeNumber}` : words.unknown],
        [t.traveller, expense.travellerName !== expense.person?.name && expense.travellerName],
        [t.departmentThen, expense.department?.path.join(' / ') ?? words.unknown],
        [t.costCentre, expense.costCentre && `${expense.costCentre.code} ${expense.costCentre.name}`],
        [t.legalEntity, expense.legalEntity.name],
        [
          t.orderId,
          <span key="order" className={styles.order}>
            {expense.orderId}
            <CopyButton text={expense.orderId} />
          </span>,
        ],
        [t.product, expense.product],
        [t.city, expense.city],
        [t.occurredAt, format.instant(expense.occurredAt)],
        [t.businessDate, expense.businessDate],
        [t.period, format.period(expense.period)],
        [t.vendorBillingDate, expense.vendorBillingDate],
        [t.account, `${nameOf(account.connector)} · ${account.name}`],
      ]}
    />
  );
}

function OnStatement({ expense }: { expense: Expense }) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  const line = expense.statementLine;
  return (
    <DetailSection title={t.statement}>
      {line ? (
        <div className={styles.billed}>
          <span>
            {line.statement ? (
              <Link
                to={hrefWith(`/bills/${line.statement.period}`, {
                  entity: expense.legalEntity.id,
                  tab: 'lines',
                  q: expense.orderId,
                  line: line.id,
                })}
              >
                {line.statement.title ?? t.openBill(format.period(line.statement.period))}
              </Link>
            ) : (
              line.externalId
            )}
          </span>
          <Money value={line.companyShare} symbol strong />
          <DifferenceTag value={line.difference} />
        </div>
      ) : (
        <p className="soft">{t.notBilled}</p>
      )}
    </DetailSection>
  );
}

function Chain({ expense, onOpen }: { expense: Expense; onOpen: (id: string) => void }) {
  const t = useTexts(expensesTexts);
  const words = useTexts(uiTexts);
  const links = [
    ...(expense.origin ? [{ role: t.origin, of: expense.origin }] : []),
    ...expense.followUps.map((of) => ({ role: t.followUp, of })),
  ];
  if (links.length === 0) return null;
  return (
    <DetailSection title={t.chain}>
      <ul className={styles.chain}>
        {links.map(({ role, of }) => (
          <li key={of.id}>
            <button type="button" className={styles.chainLink} onClick={() => onOpen(of.id)}>
              <span className="muted">{role}</span>
              <span>{words[of.lineType]}</span>
              <span className="muted">{of.businessDate}</span>
              <Money value={of.companyShare} symbol />
            </button>
          </li>
        ))}
      </ul>
    </DetailSection>
  );
}

function VendorFields({ expense }: { expense: Expense }) {
  const t = useTexts(expensesTexts);
  const facts = flatDetail(expense.detail);
  if (facts.length === 0) return null;
  return (
    <DetailSection title={t.vendorDetail}>
      <Facts facts={facts} />
    </DetailSection>
  );
}
