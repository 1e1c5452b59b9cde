import { useMemo } from 'react';
import { useGateway } from '../../gateway/use-gateway.js';
import { TopDepartmentsDocument, type SpendQuery } from '../../generated/analytics.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { kindColours } from '../../theme/tokens.js';
import { BarList } from '../../ui/bar-list.js';
import { toGeometry } from '../../ui/decimal.js';
import { KindMark, isKind } from '../../ui/kind-mark.js';
import { Money } from '../../ui/money.js';
import { ErrorNote } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import { lastDayOf } from '../../ui/period.js';
import { hrefWith } from '../../ui/url-state.js';
import styles from './analytics.module.css';
import { analyticsTexts } from './analytics.texts.js';
import { largestFirst, pivotByMonth } from './pivot.js';
import { useSpend } from './use-spend.js';

/** Spend of the departments below the company, with all below each of them. */
export function DepartmentsCard({ from, to }: { from: string; to: string }) {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const tree = useGateway(TopDepartmentsDocument, {});
  const spend = useSpend({ by: ['department'], filter: { from, to }, tree: 'as_is', reach: 'subtree' });
  // One root stands for the whole company and says nothing; its children do.
  const roots = tree.data?.departments ?? [];
  const top = new Set((roots.length === 1 && roots[0]!.children.length > 0 ? roots[0]!.children : roots).map((one) => one.id));
  const all = spend.data?.spend.rows ?? [];
  const chosen = all.filter((row) => row.keys[0]?.id && top.has(row.keys[0].id));
  const rows = largestFirst(chosen.length > 0 ? chosen : all).slice(0, 10);
  return (
    <Card title={t.departments} hint={t.departmentsHint}>
      {spend.error ? (
        <ErrorNote error={spend.error} onRetry={() => void spend.refetch()} />
      ) : (
        <BarList
          label={t.departments}
          bars={rows.map(({ keys: [key], companyShare, count }) => ({
            key: key?.id ?? 'none',
            label: key?.label || t.noName,
            size: toGeometry(companyShare.amount),
            value: <Money value={companyShare} symbol />,
            note: t.lines(format.count(count)),
            to: hrefWith('/expenses', { department: key?.id, subtree: '1', from: `${from}-01`, to: lastDayOf(to) }),
          }))}
        />
      )}
    </Card>
  );
}

/** Spend by kind and by vendor. */
export function PartsCards({ spend, months, from, to }: { spend: SpendQuery['spend']; months: string[]; from: string; to: string }) {
  const t = useTexts(analyticsTexts);
  const format = useFormats();
  const vendors = useSpend({ by: ['vendor'], filter: { from, to }, tree: 'as_was', reach: 'subtree' });
  const currency = spend.total.currency;
  const days = { from: `${from}-01`, to: lastDayOf(to) };
  const layers = useMemo(() => pivotByMonth(spend.rows, months), [spend, months]);
  const counts = (id: string | null) =>
    spend.rows.filter((row) => (row.keys[1]?.id ?? null) === id).reduce((sum, row) => sum + row.count, 0);
  const whole = toGeometry(spend.total.amount) || 1;
  const note = (amount: string, count: number) => `${((toGeometry(amount) / whole) * 100).toFixed(1)}% · ${t.lines(format.count(count))}`;
  return (
    <div className={styles.stack}>
      <Card title={t.kinds}>
        <BarList
          label={t.kinds}
          bars={layers.map((layer) => ({
            key: layer.id ?? 'none',
            label: isKind(layer.id) ? <KindMark kind={layer.id} /> : layer.label || t.noName,
            size: toGeometry(layer.total),
            value: <Money value={{ amount: layer.total, currency }} symbol />,
            note: note(layer.total, counts(layer.id)),
            ...(isKind(layer.id) ? { colour: kindColours[layer.id] } : {}),
            to: hrefWith('/expenses', { kind: layer.id, ...days }),
          }))}
        />
      </Card>
      {vendors.data && vendors.data.spend.rows.length > 0 && (
        <Card title={t.vendors}>
          <BarList
            label={t.vendors}
            bars={largestFirst(vendors.data.spend.rows).map(({ keys: [key], companyShare, count }) => ({
              key: key?.id ?? 'none',
              label: key?.label || t.noName,
              size: toGeometry(companyShare.amount),
              value: <Money value={companyShare} symbol />,
              note: note(companyShare.amount, count),
              to: hrefWith('/expenses', { vendor: key?.id, ...days }),
            }))}
          />
        </Card>
      )}
    </div>
  );
}
