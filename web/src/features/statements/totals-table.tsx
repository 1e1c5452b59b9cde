import type { StatementQuery } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { sumDecimals } from '../../ui/decimal.js';
import { Money, type MoneyValue } from '../../ui/money.js';
import { AgreesTag, DifferenceTag, Tag } from '../../ui/tag.js';
import { statementsTexts } from './statements.texts.js';

type Statement = NonNullable<StatementQuery['statement']>;

interface TotalsRow {
  key: string;
  name: string;
  theirs: string | MoneyValue | null | undefined;
  ours: string | MoneyValue | null | undefined;
}

const TOTALS = ['consumption', 'refund', 'priorPeriodRefund', 'adjustment', 'payable'] as const;

/** What the vendor says of a statement beside what its lines make, figure by figure. Figures that neither side has are left out; of a derived header the vendor said nothing. */
export function TotalsTable({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const rows: TotalsRow[] = [
    ...TOTALS.map((key) => ({
      key,
      name: t[key],
      theirs: statement.derived ? null : statement.totals[key],
      ours: statement.ourTotals[key],
    })),
    {
      key: 'count',
      name: t.count,
      theirs: statement.controlCount == null ? null : format.count(statement.controlCount),
      ours: format.count(statement.lineCount),
    },
    { key: 'sum', name: t.sum, theirs: statement.controlSum, ours: statement.controlSum ? statement.lineSum : null },
  ].filter((row) => row.theirs != null || row.ours != null);
  const columns: Column<TotalsRow>[] = [
    { key: 'name', title: t.item, phone: 'title', cell: (row) => row.name },
    { key: 'theirs', title: t.vendorSays, align: 'end', cell: (row) => <Figure value={row.theirs} strong={row.key === 'payable'} /> },
    { key: 'ours', title: t.weCount, align: 'end', cell: (row) => <Figure value={row.ours} strong={row.key === 'payable'} /> },
    { key: 'agrees', title: t.control, phone: 'value', nowrap: true, cell: (row) => <Agreement row={row} /> },
  ];
  return <DataTable label={t.header} columns={columns} rows={rows} rowKey={(row) => row.key} />;
}

function Figure({ value, strong }: { value: string | MoneyValue | null | undefined; strong: boolean }) {
  if (value == null) return '—';
  return typeof value === 'string' ? value : <Money value={value} strong={strong} />;
}

/** Whether both sides say the same; nothing where only one says something. */
function Agreement({ row: { theirs, ours } }: { row: TotalsRow }) {
  const t = useTexts(statementsTexts);
  if (theirs == null || ours == null) return null;
  if (typeof theirs === 'string' || typeof ours === 'string') return theirs === ours ? <AgreesTag /> : <Tag tone="bad">{t.disagrees}</Tag>;
  const negated = ours.amount.startsWith('-') ? ours.amount.slice(1) : `-${ours.amount}`;
  return <DifferenceTag value={{ ...theirs, amount: sumDecimals([theirs.amount, negated]) }} />;
}
