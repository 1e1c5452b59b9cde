import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { StatementQuery } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { Tag } from '../../ui/tag.js';
import styles from './board.module.css';
import { statementsTexts } from './statements.texts.js';

/** How many parts are shown until somebody asks for all. */
const FIRST = 6;

type Statement = NonNullable<StatementQuery['statement']>;
type Part = Statement['children'][number];
interface Node {
  part: Omit<Part, 'children'>;
  depth: number;
}

/** The parts of a statement, each below its whole, with what each says and what its lines make. */
export function StatementTree({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const [all, setAll] = useState(false);
  const nodes: Node[] = statement.children.flatMap((part) => [
    { part, depth: 0 },
    ...part.children.map((below) => ({ part: below, depth: 1 })),
  ]);
  if (nodes.length === 0) return null;
  // Where the lines stand on the whole, its parts have none of their own; they are judged by what they sum to.
  const ownColumns: Column<Node>[] = [
    {
      key: 'ours',
      title: t.weCount,
      align: 'end',
      cell: ({ part }) => (part.lineCount === 0 ? '—' : <Money value={part.lineSum} />),
    },
    { key: 'lines', title: t.count, align: 'end', cell: ({ part }) => (part.lineCount === 0 ? '—' : format.count(part.lineCount)) },
  ];
  const columns: Column<Node>[] = [
    {
      key: 'title',
      title: t.children,
      phone: 'title',
      cell: ({ part, depth }) => (
        <span className={depth > 0 ? styles.part : undefined}>
          <Link to={`/statements/${part.id}`}>{part.title ?? part.externalId}</Link>
        </span>
      ),
    },
    { key: 'theirs', title: t.vendorSays, align: 'end', phone: 'value', cell: ({ part }) => <Money value={part.totals.payable} /> },
    ...(nodes.some(({ part }) => part.lineCount > 0) ? ownColumns : []),
    {
      key: 'agrees',
      title: t.control,
      phone: 'plain',
      nowrap: true,
      cell: ({ part }) => (
        <Tag tone={part.agrees ? 'good' : 'bad'}>
          <Icon name={part.agrees ? 'check' : 'warning'} size={12} />
          {part.agrees ? t.agrees : t.disagrees}
        </Tag>
      ),
    },
  ];
  return (
    <>
      <DataTable label={t.children} columns={columns} rows={all ? nodes : nodes.slice(0, FIRST)} rowKey={({ part }) => part.id} />
      {!all && nodes.length > FIRST && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{t.allParts(format.count(nodes.length))}</Button>
        </div>
      )}
    </>
  );
}
