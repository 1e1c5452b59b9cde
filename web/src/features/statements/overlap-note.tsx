import { App, Button } from 'antd';
import { Link } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { WithdrawFileStatementDocument, type StatementQuery } from '../../generated/statements.js';
import { useTexts } from '../../i18n/texts.js';
import { Note } from '../../ui/notes.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { useViewer } from '../identity/viewer.js';
import styles from './board.module.css';
import { statementsTexts } from './statements.texts.js';

type Statement = NonNullable<StatementQuery['statement']>;

/** Says that a statement counts no more, or that its money counts twice, with the way out. */
export function OverlapNote({ statement }: { statement: Statement }) {
  const t = useTexts(statementsTexts);
  if (statement.withdrawn) return <Note title={t.withdrawn}>{t.withdrawnMeans}</Note>;
  if (statement.overlaps.length === 0) return null;
  return (
    <Note tone="warn" title={t.overlapsTitle}>
      {statement.fromFile ? t.overlapsConnection : t.overlapsFile}
      <ul className={`in-text ${styles.covers}`}>
        {statement.overlaps.map((other) => (
          <li key={other.id}>
            <Link to={`/statements/${other.id}`}>{other.title ?? `${t.statement} ${other.externalId}`}</Link> · {other.from} – {other.to}{' '}
            <WithdrawButton statement={other} />
          </li>
        ))}
      </ul>
      <WithdrawButton statement={statement} />
    </Note>
  );
}

/** Takes a statement back that came as a file, once more asked. */
function WithdrawButton({ statement }: { statement: Pick<Statement, 'id' | 'externalId' | 'title' | 'fromFile'> }) {
  const t = useTexts(statementsTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const { modal } = App.useApp();
  const act = useAct();
  const write = useGatewayWrite(WithdrawFileStatementDocument);
  if (!statement.fromFile || !can('importStatements')) return null;
  const withdraw = () =>
    act(
      async () => accepted((await write.mutateAsync({ input: { id: statement.id } })).withdrawFileStatement, 'Statement'),
      t.withdrawDone,
    );
  const ask = () =>
    modal.confirm({
      title: t.withdrawSure(statement.title ?? statement.externalId),
      content: t.withdrawText,
      okText: t.withdraw,
      okButtonProps: { danger: true },
      cancelText: words.cancel,
      onOk: withdraw,
    });
  return (
    <Button size="small" danger onClick={ask}>
      {t.withdraw}
    </Button>
  );
}
