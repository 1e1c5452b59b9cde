import { useNavigate } from 'react-router';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { Tag } from '../../ui/tag.js';
import { ControlTag, DerivedTag } from '../statements/control-tag.js';
import { useAccountName } from '../statements/account-name.js';
import type { Bill } from './bill-view.js';
import { statementsTexts } from '../statements/statements.texts.js';
import { billingTexts } from './billing.texts.js';

type Statement = Bill['statements'][number];

/** The vendors' statements that make up the bill, each held against what the vendor says of it. */
export function BillStatements({ bill }: { bill: Bill }) {
  const t = useTexts(statementsTexts);
  const words = useTexts(billingTexts);
  const format = useFormats();
  const navigate = useNavigate();
  const accountName = useAccountName();
  const columns: Column<Statement>[] = [
    {
      key: 'title',
      title: t.statement,
      phone: 'title',
      cell: (statement) => (
        <>
          {statement.title ?? statement.externalId} {statement.derived && <DerivedTag />}
          <div className="muted">{accountName(statement.vendorAccount)}</div>
        </>
      ),
    },
    {
      key: 'span',
      phone: 'plain',
      title: t.span,
      cell: (statement) => <span className="nowrap">{`${statement.from} – ${statement.to}`}</span>,
    },
    {
      key: 'state',
      phone: 'plain',
      title: t.state,
      cell: (statement) => (
        <Tag tone={statement.state === 'failed' || statement.state === 'disputed' ? 'bad' : 'quiet'}>{t[`state_${statement.state}`]}</Tag>
      ),
    },
    { key: 'lines', title: words.lineCount, align: 'end', cell: (statement) => format.count(statement.lineCount) },
    { key: 'sum', title: t.weCount, align: 'end', phone: 'value', cell: (statement) => <Money value={statement.lineSum} strong /> },
    {
      key: 'vendor',
      title: t.vendorSays,
      align: 'end',
      cell: (statement) => (statement.controlSum ? <Money value={statement.controlSum} /> : '—'),
    },
    { key: 'control', phone: 'plain', title: t.control, cell: (statement) => <ControlTag statement={statement} /> },
  ];
  return (
    <DataTable
      label={words.statements}
      columns={columns}
      rows={bill.statements}
      rowKey={(statement) => statement.id}
      onOpen={(statement) => void navigate(`/statements/${statement.id}`)}
      empty={<EmptyState title={words.noStatements} />}
    />
  );
}
