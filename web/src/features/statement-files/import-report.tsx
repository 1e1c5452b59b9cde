import { Button, Progress } from 'antd';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DataTable } from '../../ui/data-table.js';
import { Icon } from '../../ui/icon.js';
import { Money, moneyText } from '../../ui/money.js';
import { Note } from '../../ui/notes.js';
import { Card, Stat, Stats } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';
import { isOver, type StatementImport } from './use-import.js';

const REFUSALS = [
  'AMOUNT_MISSING',
  'AMOUNT_INVALID',
  'DATE_MISSING',
  'DATE_INVALID',
  'DATE_AMBIGUOUS',
  'CURRENCY_UNKNOWN',
  'ROW_BROKEN',
] as const;

type Report = NonNullable<StatementImport['report']>;

/** How far an import is, and what it found: counts, sums, control totals, and the rows that made no line. */
export function ImportReport({ entry }: { entry: StatementImport }) {
  const { report } = entry;
  return (
    <>
      {!isOver(entry) && <Running entry={entry} />}
      {entry.problem && (
        <Note tone="bad" title={entry.problem.message}>
          <code>{entry.problem.code}</code>
        </Note>
      )}
      {report && <Figures report={report} />}
      {report && report.controls.length > 0 && <Controls report={report} />}
      {report && <Rejected entry={entry} report={report} />}
    </>
  );
}

function Running({ entry }: { entry: StatementImport }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const lines = entry.report?.lines ?? 0;
  const percent = lines > 0 && entry.state === 'importing' ? Math.floor((entry.linesDone / lines) * 100) : 0;
  return (
    <div className={styles.running} role="status">
      <Progress percent={percent} status="active" showInfo={false} aria-label={t[`state_${entry.state}`]} />
      <span className="muted">
        {entry.state === 'importing' ? t.progress(format.count(entry.linesDone), format.count(lines)) : t[`state_${entry.state}`]}
      </span>
    </div>
  );
}

function Figures({ report }: { report: Report }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const rows = (list: Report['ignored']) => format.count(list.reduce((sum, each) => sum + each.rows, 0));
  return (
    <Stats>
      {report.sums.map((sum) => (
        <Stat
          key={sum.payable.currency}
          label={`${t.reportPayable} · ${sum.payable.currency}`}
          value={<Money value={sum.payable} symbol />}
          note={t.reportSums(moneyText(sum.consumption), moneyText(sum.refund))}
        />
      ))}
      <Stat
        label={t.reportRows}
        value={format.count(report.rows)}
        note={
          <span className="nowrap">
            {report.from} – {report.to}
          </span>
        }
      />
      <Stat
        label={t.reportLines}
        value={format.count(report.lines)}
        note={report.unresolved > 0 && t.reportUnresolved(format.count(report.unresolved))}
      />
      <Stat label={t.reportIgnored} value={rows(report.ignored)} />
      <Stat label={t.reportRefused} value={rows(report.refused)} />
    </Stats>
  );
}

function Controls({ report }: { report: Report }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const both = (count: number | null | undefined, sum: { amount: string; currency: string } | null | undefined) => (
    <>
      {count != null && format.count(count)} {sum && <Money value={sum} />}
    </>
  );
  return (
    <Card title={t.controls} flush>
      <DataTable
        label={t.controls}
        rows={report.controls}
        rowKey={(control) => control.name}
        columns={[
          { key: 'name', title: t.control, phone: 'title', cell: (control) => control.name },
          { key: 'stated', title: t.stated, align: 'end', cell: (control) => both(control.statedCount, control.statedSum) },
          {
            key: 'ours',
            title: t.computed,
            align: 'end',
            cell: (control) => both(control.statedCount == null ? null : control.count, control.sum),
          },
          { key: 'agrees', title: t.agreement, phone: 'value', cell: (control) => <ControlAgreement agrees={control.agrees ?? null} /> },
        ]}
      />
    </Card>
  );
}

function ControlAgreement({ agrees }: { agrees: boolean | null }) {
  const t = useTexts(statementFilesTexts);
  if (agrees === null) return <Tag>{t.notStated}</Tag>;
  return <Tag tone={agrees ? 'good' : 'bad'}>{agrees ? t.agrees : t.disagrees}</Tag>;
}

/** Ours for what was refused, in words; those of the mapping for what was ignored. */
function Reason({ row }: { row: { reason: string; refused: boolean } }) {
  const t = useTexts(statementFilesTexts);
  const words = REFUSALS.find((code) => row.refused && code === row.reason);
  if (!words) return row.reason;
  return (
    <>
      {t[words]} <code className="muted">{words}</code>
    </>
  );
}

function Rejected({ entry, report }: { entry: StatementImport; report: Report }) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const rows = [
    ...report.refused.map((each) => ({ ...each, refused: true })),
    ...report.ignored.map((each) => ({ ...each, refused: false })),
  ];
  if (rows.length === 0 && !entry.rowsFileUrl) return null;
  return (
    <Card
      title={t.rejected}
      hint={t.rejectedHint}
      flush
      actions={
        entry.rowsFileUrl && (
          <a href={entry.rowsFileUrl} download>
            <Button icon={<Icon name="download" />}>{t.downloadRows}</Button>
          </a>
        )
      }
    >
      <DataTable
        label={t.rejected}
        rows={rows}
        rowKey={(row) => `${row.refused} ${row.reason}`}
        columns={[
          { key: 'reason', title: t.reason, phone: 'title', cell: (row) => <Reason row={row} /> },
          {
            key: 'outcome',
            title: t.result,
            phone: 'plain',
            cell: (row) => <Tag tone={row.refused ? 'bad' : 'quiet'}>{row.refused ? t.outcome_refused : t.outcome_ignored}</Tag>,
          },
          { key: 'rows', title: t.count, align: 'end', phone: 'value', cell: (row) => format.count(row.rows) },
        ]}
      />
    </Card>
  );
}
