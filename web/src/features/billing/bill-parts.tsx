import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { toGeometry } from '../../ui/decimal.js';
import { KindMark, isKind } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { ShareBar } from '../../ui/share-bar.js';
import { DifferenceTag } from '../../ui/tag.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useVendorName } from '../connectors/vendors.js';
import type { Bill } from './bill-view.js';
import { billingTexts } from './billing.texts.js';

type Part = Bill['byKind'][number];

type Dimension = 'department' | 'kind' | 'vendor';

/** The bill's totals by one dimension; each part opens its lines, except what belongs to no part. */
export function BillParts({ of, parts, bill, onOpen }: { of: Dimension; parts: Part[]; bill: Bill; onOpen: (key: string) => void }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const columns = useColumns(of, parts, bill);
  return (
    <DataTable
      label={{ department: t.byDepartment, kind: t.byKind, vendor: t.byVendor }[of]}
      columns={columns}
      rows={parts}
      rowKey={(part) => part.key ?? 'none'}
      onOpen={(part) => part.key && onOpen(part.key)}
      canOpen={(part) => part.key !== null}
      empty={<EmptyState title={words.nothingHere} />}
      totals
    />
  );
}

function useColumns(of: Dimension, parts: Part[], bill: Bill): Column<Part>[] {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const vendorName = useVendorName();
  const whole = toGeometry(bill.statementTotal.amount);
  const largest = Math.max(...parts.map((part) => toGeometry(part.statementTotal.amount)));
  const nameOf = (part: Part) => (of === 'vendor' ? vendorName(part.key, part.label) : part.label) || words.unknown;
  return [
    {
      key: 'label',
      title: t.part,
      phone: 'title',
      cell: (part) => (of === 'kind' && isKind(part.key) ? <KindMark kind={part.key} /> : nameOf(part)),
      total: words.total,
    },
    {
      key: 'share',
      title: t.share,
      width: '18%',
      phone: 'hide',
      cell: (part) => <ShareBar part={toGeometry(part.statementTotal.amount)} whole={whole} largest={largest} />,
    },
    { key: 'lines', title: t.lineCount, align: 'end', cell: (part) => format.count(part.lineCount), total: format.count(bill.lineCount) },
    {
      key: 'statement',
      title: t.statementTotal,
      align: 'end',
      phone: 'value',
      cell: (part) => <Money value={part.statementTotal} strong />,
      total: <Money value={bill.statementTotal} />,
    },
    {
      key: 'expense',
      title: t.expenseTotal,
      align: 'end',
      cell: (part) => <Money value={part.expenseTotal} />,
      total: <Money value={bill.expenseTotal} />,
    },
    {
      key: 'difference',
      phone: 'plain',
      title: t.difference,
      align: 'end',
      cell: (part) => <DifferenceTag value={part.difference} />,
      total: <Money value={bill.difference} signed />,
    },
    {
      key: 'accrual',
      title: t.accrual,
      align: 'end',
      cell: (part) => <Money value={part.accrual} quietZero />,
      total: <Money value={bill.accrual} />,
    },
  ];
}
