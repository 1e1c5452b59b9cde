import { DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.js';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { VendorSelect } from '../connectors/vendor-select.js';
import { useSeveralVendors } from '../connectors/vendors.js';
import { DepartmentSelect } from '../directory/department-select.js';
import styles from './analytics.module.css';
import { analyticsTexts } from './analytics.texts.js';
import { DIMENSIONS, type SpendQuestion, type SpendView } from './spend-question.js';

interface ControlsProps {
  view: SpendView;
  question: SpendQuestion;
  onChange: (change: Partial<SpendView>) => void;
}

/** What spend is seen by, and what of it. */
export function SpendControls({ view, question, onChange }: ControlsProps) {
  const t = useTexts(analyticsTexts);
  const words = useTexts(uiTexts);
  const severalVendors = useSeveralVendors();
  return (
    <div className={styles.controls}>
      <Control label={t.by}>
        <Select
          aria-label={t.by}
          value={question.by}
          onChange={(by) => onChange({ by })}
          options={DIMENSIONS.map((value) => ({ value, label: t[`dimension_${value}`] }))}
          style={{ minWidth: 130 }}
        />
      </Control>
      <Control label={`${t.from} – ${t.to}`}>
        <DatePicker.RangePicker
          aria-label={`${t.from} – ${t.to}`}
          picker="month"
          allowClear={false}
          value={[dayjs(question.filter.from), dayjs(question.filter.to)]}
          onChange={(range) => range?.[0] && range[1] && onChange({ from: range[0].format('YYYY-MM'), to: range[1].format('YYYY-MM') })}
          style={{ width: 230 }}
        />
      </Control>
      <Control label={t.kind}>
        <Select
          allowClear
          aria-label={t.kind}
          placeholder={t.all}
          value={view.kind}
          onChange={(kind) => onChange({ kind: kind ?? null })}
          options={EXPENSE_KINDS.map((value) => ({ value, label: words[value] }))}
          style={{ minWidth: 120 }}
        />
      </Control>
      {severalVendors && (
        <Control label={t.vendor}>
          <VendorSelect label={t.vendor} placeholder={t.all} value={view.vendor} onChange={(vendor) => onChange({ vendor })} />
        </Control>
      )}
      <DepartmentControls view={view} question={question} onChange={onChange} />
    </div>
  );
}

function DepartmentControls({ view, question, onChange }: ControlsProps) {
  const t = useTexts(analyticsTexts);
  const byDepartment = question.by === 'department';
  return (
    <>
      <Control label={t.department}>
        <DepartmentSelect label={t.department} value={view.department} onChange={(department) => onChange({ department })} />
      </Control>
      <Control label={t.tree} hint={t.treeHint}>
        <Segmented<'as_was' | 'as_is'>
          aria-label={t.tree}
          value={question.tree}
          onChange={(tree) => onChange({ tree })}
          options={(['as_was', 'as_is'] as const).map((value) => ({ value, label: t[value] }))}
        />
      </Control>
      {(byDepartment || view.department) && (
        <Control label={t.reach} hint={t.reachHint}>
          <Segmented<'own' | 'subtree'>
            aria-label={t.reach}
            value={question.reach}
            onChange={(reach) => onChange({ reach })}
            options={(['own', 'subtree'] as const).map((value) => ({ value, label: t[value] }))}
          />
        </Control>
      )}
    </>
  );
}

function Control({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={styles.control} title={hint}>
      <span className={styles.controlLabel} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
