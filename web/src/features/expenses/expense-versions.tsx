import type { ExpenseQuery } from '../../generated/expenses.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Tag } from '../../ui/tag.js';
import styles from './expenses.module.css';
import { expensesTexts } from './expenses.texts.js';

type Version = NonNullable<ExpenseQuery['expense']>['versions'][number];

/** What was known of an expense, and since when. */
export function ExpenseVersions({ versions, current }: { versions: Version[]; current: number }) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  const columns: Column<Version>[] = [
    {
      key: 'version',
      title: t.version,
      phone: 'title',
      cell: (version) => (
        <>
          {version.version} {version.version === current && <Tag tone="accent">{t.current}</Tag>}{' '}
          {version.reversed && <Tag tone="bad">{t.reversed}</Tag>}
        </>
      ),
    },
    { key: 'company', title: t.company, align: 'end', phone: 'value', cell: (version) => <Money value={version.companyShare} /> },
    { key: 'personal', title: t.personal, align: 'end', cell: (version) => <Money value={version.personalShare} quietZero /> },
    { key: 'period', title: t.period, cell: (version) => <span className="nowrap">{format.period(version.period)}</span> },
    { key: 'recorded', title: t.recordedAt, cell: (version) => <span className="nowrap">{format.instant(version.recordedAt)}</span> },
    { key: 'plugin', title: t.plugin, cell: (version) => version.pluginVersion },
  ];
  return (
    <div className={styles.framed}>
      <DataTable
        label={t.versions}
        columns={columns}
        rows={[...versions].sort((a, b) => b.version - a.version)}
        rowKey={(version) => String(version.version)}
      />
    </div>
  );
}
