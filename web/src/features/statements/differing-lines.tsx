import { useState } from 'react';
import { useGatewayPages } from '../../gateway/use-gateway.js';
import { BillLinesDocument, type BillLinesQuery } from '../../generated/billing.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { EmptyState } from '../../ui/notes.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import { LineDrawer } from '../billing/line-drawer.js';
import type { BoardCell } from './board-grid.js';
import { useLineColumns } from './line-columns.js';
import { statementsTexts } from './statements.texts.js';

type Line = NonNullable<BillLinesQuery['bill']>['lines']['nodes'][number];

const pageOf = (result: BillLinesQuery) => result.bill?.lines;

/** The lines of a cell whose expenses are missing or differ; each opens beside its expenses. */
export function DifferingLines({ cell }: { cell: BoardCell }) {
  const t = useTexts(statementsTexts);
  const [open, setOpen] = useState<string | null>(null);
  const [expense, setExpense] = useState<string | null>(null);
  const lines = useGatewayPages(
    BillLinesDocument,
    {
      legalEntityId: cell.legalEntity.id,
      period: cell.period,
      first: 60,
      filter: { vendorAccountId: cell.vendorAccount.id, differing: true },
    },
    pageOf,
  );
  const about = useLineColumns<Line>((_line, name) => name);
  const columns: Column<Line>[] = [
    ...about,
    { key: 'share', title: t.onStatements, align: 'end', phone: 'value', cell: (line) => <Money value={line.companyShare} strong /> },
    { key: 'booked', title: t.ofExpenses, align: 'end', cell: (line) => <Booked line={line} /> },
    { key: 'difference', title: t.difference, phone: 'plain', nowrap: true, cell: (line) => <DifferenceTag value={line.difference} /> },
  ];
  return (
    <>
      <DataTable
        label={t.differingLines}
        columns={columns}
        rows={lines.nodes}
        rowKey={(line) => line.id}
        onOpen={(line) => setOpen(line.id)}
        openKey={open}
        pending={lines.isPending}
        error={lines.error}
        onRetry={lines.retry}
        more={{ hasMore: lines.hasMore, loading: lines.loadingMore, load: lines.loadMore }}
        empty={<EmptyState title={t.noDiffering} />}
      />
      <LineDrawer
        line={lines.nodes.find((line) => line.id === open) ?? null}
        openExpense={expense}
        onExpense={setExpense}
        onClose={() => {
          setOpen(null);
          setExpense(null);
        }}
      />
    </>
  );
}

function Booked({ line }: { line: Line }) {
  const t = useTexts(statementsTexts);
  if (line.expenses.length === 0) return <Tag tone="bad">{t.noExpense}</Tag>;
  return <Money value={line.expenseShare} />;
}
