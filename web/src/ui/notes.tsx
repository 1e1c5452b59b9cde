import { useCallback, type ReactNode } from 'react';
import { GatewayFailure } from '../gateway/failure.js';
import { useTexts } from '../i18n/texts.js';
import { Icon } from './icon.js';
import styles from './notes.module.css';
import { PlainButton } from './plain-button.js';
import { uiTexts } from './ui.texts.js';

/** What a failure means to the reader, in their language where its code is a common one. */
export function useFailureText(): (error: unknown) => string {
  const t = useTexts(uiTexts);
  return useCallback(
    (error) => {
      if (!(error instanceof GatewayFailure)) return error instanceof Error ? error.message : t.failed;
      if (error.code === 'OFFLINE') return t.offline;
      if (error.code === 'FORBIDDEN') return t.forbidden;
      if (error.code === 'NOT_FOUND') return t.notFound;
      return error.message;
    },
    [t],
  );
}

/** A failure with its code, who has to act, and the trace id to hand on. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(uiTexts);
  const textOf = useFailureText();
  const failure = error instanceof GatewayFailure ? error : null;
  const who = failure && { user: t.whoUser, admin: t.whoAdmin, vendor: t.whoVendor, interline: t.whoInterline }[failure.owner];
  return (
    <div className={`${styles.note} ${styles.bad}`} role="alert">
      <Icon name="warning" />
      <div className={styles.body}>
        <p className={styles.title}>{textOf(error)}</p>
        {failure && (
          <p className={styles.small}>
            {failure.code !== 'OFFLINE' && failure.code !== 'FORBIDDEN' && failure.code !== 'NOT_FOUND' && who} <code>{failure.code}</code>
            {failure.traceId && (
              <>
                {' · '}
                {t.traceId} <code>{failure.traceId}</code>
              </>
            )}
          </p>
        )}
      </div>
      {onRetry && <PlainButton onClick={onRetry}>{t.retry}</PlainButton>}
    </div>
  );
}

/** Something the reader should know, said calmly. */
export function Note({
  tone = 'info',
  title,
  children,
}: {
  tone?: 'info' | 'warn' | 'good' | 'bad';
  title?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={`${styles.note} ${styles[tone]}`}>
      {tone !== 'info' && <Icon name={tone === 'good' ? 'check' : 'warning'} />}
      <div className={styles.body}>
        {title && <p className={styles.title}>{title}</p>}
        {children && <div className={styles.small}>{children}</div>}
      </div>
    </div>
  );
}

/** Says that a list is empty, why, and what to do. */
export function EmptyState({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      {children && <p className={styles.emptyText}>{children}</p>}
      {action}
    </div>
  );
}
