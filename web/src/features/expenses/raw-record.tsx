import { Button } from 'antd';
import { useState } from 'react';
import { useGateway } from '../../gateway/use-gateway.js';
import type { GatewayDocument } from '../../gateway/request.js';
import type { ExpenseRawQuery } from '../../generated/expenses.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { DetailSection } from '../../ui/detail.js';
import { Icon } from '../../ui/icon.js';
import { JsonView } from '../../ui/json-view.js';
import { ErrorNote } from '../../ui/notes.js';
import { Facts } from '../../ui/page.js';
import styles from './expenses.module.css';
import { expensesTexts } from './expenses.texts.js';

type Raw = NonNullable<NonNullable<ExpenseRawQuery['expense']>['raw']>;

interface RawRecordProps<Result> {
  /** The operation that reads it. */
  document: GatewayDocument<Result, { id: string }>;
  /** What the record stands behind. */
  id: string;
  rawOf: (result: Result) => Raw | null | undefined;
  title?: string;
}

/** A vendor's record. It is fetched only when asked for, because each reading is audited. */
export function RawRecord<Result>({ document, id, rawOf, title }: RawRecordProps<Result>) {
  const t = useTexts(expensesTexts);
  const format = useFormats();
  const [shownFor, setShownFor] = useState<string | null>(null);
  const asked = shownFor === id;
  const { data, error, isFetching, refetch } = useGateway(document, { id }, { enabled: asked, staleTime: Infinity });
  const raw = data && rawOf(data);
  return (
    <DetailSection title={title ?? t.raw}>
      <p className="muted">{t.rawHint}</p>
      {!asked && (
        <div>
          <Button icon={<Icon name="eye" />} onClick={() => setShownFor(id)}>
            {t.rawShow}
          </Button>
        </div>
      )}
      {asked && error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {asked && isFetching && <div className={styles.rawLoading} aria-busy="true" />}
      {asked && data && !raw && <p>{t.rawNone}</p>}
      {asked && raw && (
        <>
          <JsonView value={raw.data} label={title ?? t.raw} />
          <Facts
            facts={[
              [t.rawStream, `${raw.stream} · ${raw.externalId} · v${raw.version}`],
              [t.rawSeen, `${format.instant(raw.firstSeenAt)} – ${format.instant(raw.lastSeenAt)}`],
              [t.plugin, raw.pluginVersion],
              [t.rawHash, <code key="hash">{raw.hash.slice(0, 16)}</code>],
            ]}
          />
        </>
      )}
    </DetailSection>
  );
}
