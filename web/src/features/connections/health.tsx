import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { Note } from '../../ui/notes.js';
import { Tag } from '../../ui/tag.js';
import { connectionsTexts } from './connections.texts.js';
import { isReading, type Connection } from './polling.js';

/** How a connection is, in a word. */
export function HealthTag({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  if (connection.state === 'closed') return <Tag>{t.closed}</Tag>;
  if (connection.state === 'paused') return <Tag>{t.paused}</Tag>;
  if (connection.state === 'broken') return <Tag tone="bad">{t.broken}</Tag>;
  if (connection.trouble) return <Tag tone="warn">{t.trouble}</Tag>;
  return isReading(connection) ? <Tag tone="accent">{t.syncing}</Tag> : <Tag tone="good">{t.healthy}</Tag>;
}

/** What is wrong with a connection, and who has to act. */
export function TroubleNote({ connection }: { connection: Connection }) {
  const t = useTexts(connectionsTexts);
  const format = useFormats();
  const { trouble } = connection;
  if (!trouble) return null;
  const who = { user: t.actUser, admin: t.actAdmin, vendor: t.actVendor, interline: t.actInterline }[trouble.owner];
  return (
    <Note tone={connection.state === 'broken' ? 'bad' : 'warn'} title={`${who}`}>
      {trouble.message} <code>{trouble.code}</code> · {t.since(format.relative(trouble.since))}
    </Note>
  );
}
