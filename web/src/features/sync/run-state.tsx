import type { SyncRunState } from '../../generated/schema.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { Tag, type Tone } from '../../ui/tag.js';
import styles from './sync.module.css';
import { syncTexts } from './sync.texts.js';

const TONES: Record<SyncRunState, Tone> = {
  waiting: 'quiet',
  running: 'accent',
  complete: 'good',
  incomplete: 'warn',
  failed: 'bad',
  stopped: 'quiet',
};

/** How a run stands. */
export function RunStateTag({ state }: { state: SyncRunState }) {
  const t = useTexts(syncTexts);
  return <Tag tone={TONES[state]}>{t[state]}</Tag>;
}

/** What a run under way has read so far. */
export function RunProgress({ run }: { run: { pages: number; records: number; changed: number; windowFrom: string; windowTo: string } }) {
  const t = useTexts(syncTexts);
  const format = useFormats();
  return (
    <div className={styles.progress} role="status">
      <span>{t.progress(format.count(run.pages), format.count(run.records), format.count(run.changed))}</span>
      <span className={styles.track} aria-hidden="true" />
      <span className="muted">{t.windowOf(format.instant(run.windowFrom), format.instant(run.windowTo))}</span>
    </div>
  );
}
