import { Button, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { isZero } from '../../ui/decimal.js';
import { Icon } from '../../ui/icon.js';
import { Money } from '../../ui/money.js';
import { shiftMonth } from '../../ui/period.js';
import { useShortcut } from '../../ui/shortcuts.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { hrefWith, useFilters } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import type { BillMonth } from './bill-months.js';
import { BILL_FILTERS } from './bill-view.js';
import styles from './billing.module.css';
import { billingTexts } from './billing.texts.js';

/** Chooses whose bill is shown; each entity stands beside its total of the month. */
export function EntityPicker({ bills, value, onChange }: { bills: BillMonth[]; value: string; onChange: (id: string) => void }) {
  const t = useTexts(billingTexts);
  const { viewer } = useViewer();
  const entities = viewer.company.legalEntities;
  if (entities.length === 1) return <span>{entities[0]!.name}</span>;
  const totalOf = (id: string) => bills.find((bill) => bill.legalEntity.id === id)?.statementTotal;
  return (
    <Select
      aria-label={t.entity}
      size="small"
      value={value || null}
      onChange={onChange}
      popupMatchSelectWidth={false}
      options={entities.map(({ id, name }) => ({ value: id, label: name }))}
      optionRender={({ label, value: id }) => {
        const total = totalOf(String(id));
        return (
          <span className={styles.entityOption}>
            <span>{label}</span>
            {total && <Money value={total} quietZero />}
          </span>
        );
      }}
    />
  );
}

/** Goes from month to month, also by `[` and `]`. */
export function MonthSwitcher({ bills, period }: { bills: BillMonth[]; period: string }) {
  const t = useTexts(billingTexts);
  const words = useTexts(uiTexts);
  const format = useFormats();
  const { today } = useViewer();
  const navigate = useNavigateKeepingView();
  const thisMonth = today.slice(0, 7);
  const months = [...new Set([period, ...bills.map((bill) => bill.period)])].sort().reverse();
  useShortcut('[', () => navigate(shiftMonth(period, -1)));
  useShortcut(']', () => period < thisMonth && navigate(shiftMonth(period, 1)));
  return (
    <span className={styles.switcher}>
      <Button
        icon={<Icon name="left" />}
        aria-label={words.previousMonth}
        title={`${words.previousMonth}  [`}
        onClick={() => navigate(shiftMonth(period, -1))}
      />
      <Select
        aria-label={t.period}
        value={period}
        onChange={navigate}
        style={{ width: 132 }}
        options={months.map((one) => {
          const differs = bills.some((bill) => bill.period === one && !isZero(bill.difference.amount));
          return { value: one, label: differs ? `${format.period(one)} ⚠` : format.period(one) };
        })}
      />
      <Button
        icon={<Icon name="right" />}
        aria-label={words.nextMonth}
        title={`${words.nextMonth}  ]`}
        disabled={period >= thisMonth}
        onClick={() => navigate(shiftMonth(period, 1))}
      />
    </span>
  );
}

/** Goes to another month with the same entity and tab, without the filters that name this month's things. */
function useNavigateKeepingView(): (period: string) => void {
  const navigate = useNavigate();
  const [filters] = useFilters(BILL_FILTERS);
  return (period) =>
    void navigate(
      hrefWith(`/bills/${period}`, {
        entity: filters.entity,
        tab: filters.tab,
        kind: filters.kind,
        department: filters.department,
        vendor: filters.vendor,
      }),
    );
}
