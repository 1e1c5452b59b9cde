import type { ConnectionCardFragment } from '../../generated/connections.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { Note } from '../../ui/notes.js';
import { Tag } from '../../ui/tag.js';
import { isUnderWay } from '../sync/run-state.js';
import { connectionsTexts } from './connections.texts.js';

/** A connection as the console shows it. */
export type Connection = ConnectionCardFragment;

/** Whether anything of a connection is being read right now. */
export function isReading(connection: Connection): boolean {
  return connection.streams.some((stream) => isUnderWay(stream.lastRun));
}

/** How often to look again, in milliseconds: often while something is being read. */
export function pollEvery(connections: readonly Connection[] | undefined): number {
  return connections?.some(isReading) ? 2_000 : 30_000;
}

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
