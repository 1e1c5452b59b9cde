import { Select } from 'antd';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { useTexts } from '../../i18n/texts.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { Labelled } from './labelled.js';
import {
  LIST_FIELDS,
  SINGLE_FIELDS,
  columnsOfField,
  directionOf,
  withAmount,
  withDirection,
  withField,
  withPart,
  type Mapping,
} from './mapping-draft.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY'];

interface FieldsProps {
  mapping: Mapping;
  columns: readonly string[];
  onChange: (mapping: Mapping) => void;
}

/** Which column gives which field of a line. */
export function ColumnFields({ mapping, columns, onChange }: FieldsProps) {
  const t = useTexts(statementFilesTexts);
  const words = useTexts(uiTexts);
  const options = columns.map((name) => ({ value: name, label: name }));
  return (
    <div className={styles.fields}>
      {LIST_FIELDS.map((field) => (
        <Labelled key={field} label={t[`field_${field}`]}>
          <Select
            mode="multiple"
            aria-label={t[`field_${field}`]}
            placeholder={t.notInFile}
            value={columnsOfField(mapping, field)}
            onChange={(names: string[]) => onChange(withField(mapping, field, names))}
            options={options}
          />
        </Labelled>
      ))}
      {SINGLE_FIELDS.map((field) => (
        <Labelled key={field} label={t[`field_${field}`]}>
          <ColumnSelect
            label={t[`field_${field}`]}
            columns={columns}
            value={columnsOfField(mapping, field)[0] ?? ''}
            onChange={(name) => onChange(withField(mapping, field, name ? [name] : []))}
          />
        </Labelled>
      ))}
      <Labelled label={t.currency}>
        <Select
          aria-label={t.currency}
          value={mapping.currency}
          onChange={(currency) => onChange(withPart(mapping, 'currency', currency))}
          options={[...new Set([mapping.currency, ...CURRENCIES])].map((value) => ({ value, label: value }))}
        />
      </Labelled>
      <Labelled label={t.kind}>
        <Select
          allowClear
          aria-label={t.kind}
          placeholder={words.other}
          value={mapping.kind}
          onChange={(kind?: string) => onChange(withPart(mapping, 'kind', kind))}
          options={EXPENSE_KINDS.map((value) => ({ value, label: words[value] }))}
        />
      </Labelled>
    </div>
  );
}

/** Where amounts stand, and which way the money went. @param wordsIn the words a column has in the rows shown */
export function AmountFields({ mapping, columns, onChange, wordsIn }: FieldsProps & { wordsIn: (column: string) => string[] }) {
  const t = useTexts(statementFilesTexts);
  const { amount } = mapping.columns;
  const one = 'column' in amount;
  return (
    <div className={styles.fields}>
      <Labelled label={t.amountIn}>
        <Select
          aria-label={t.amountIn}
          value={one ? 'one' : 'two'}
          onChange={(mode) => onChange(withAmount(mapping, mode === 'one' ? { column: '' } : { out: '', in: '' }))}
          options={[
            { value: 'one', label: t.oneColumn },
            { value: 'two', label: t.twoColumns },
          ]}
        />
      </Labelled>
      {one ? (
        <>
          <Labelled label={t.field_amount}>
            <ColumnSelect
              label={t.field_amount}
              columns={columns}
              value={amount.column}
              onChange={(column) => onChange(withAmount(mapping, { ...amount, column: column ?? '' }))}
            />
          </Labelled>
          <Labelled label={t.positive}>
            <Select
              aria-label={t.positive}
              value={amount.positive ?? 'out'}
              onChange={(positive) => onChange(withAmount(mapping, { ...amount, positive }))}
              options={(['out', 'in'] as const).map((value) => ({ value, label: t[`positive_${value}`] }))}
            />
          </Labelled>
        </>
      ) : (
        (['out', 'in'] as const).map((way) => (
          <Labelled key={way} label={t[`field_${way}`]}>
            <ColumnSelect
              label={t[`field_${way}`]}
              columns={columns}
              value={amount[way]}
              onChange={(column) => onChange(withAmount(mapping, { ...amount, [way]: column ?? '' }))}
            />
          </Labelled>
        ))
      )}
      <DirectionFields mapping={mapping} columns={columns} onChange={onChange} wordsIn={wordsIn} />
    </div>
  );
}

function DirectionFields({ mapping, columns, onChange, wordsIn }: FieldsProps & { wordsIn: (column: string) => string[] }) {
  const t = useTexts(statementFilesTexts);
  const direction = directionOf(mapping);
  if (!direction) return <p className="muted">{t.severalRules}</p>;
  const { column, words } = direction;
  const incoming = (name: string) => {
    const known = wordsIn(name);
    const likely = known.filter((word) => /收入|退款|存入|credit|refund|^in$/i.test(word));
    return likely.length > 0 ? likely : known.slice(0, 1);
  };
  return (
    <>
      <Labelled label={t.directionColumn}>
        <ColumnSelect
          label={t.directionColumn}
          columns={columns}
          value={column ?? ''}
          onChange={(name) => onChange(withDirection(mapping, name, name ? incoming(name) : []))}
        />
      </Labelled>
      {column !== null && (
        <Labelled label={t.directionWords}>
          <Select
            mode="tags"
            aria-label={t.directionWords}
            value={words}
            onChange={(next: string[]) => onChange(withDirection(mapping, column, next))}
            options={wordsIn(column).map((value) => ({ value, label: value }))}
          />
        </Labelled>
      )}
    </>
  );
}

interface ColumnSelectProps {
  label: string;
  columns: readonly string[];
  value: string;
  onChange: (column: string | null) => void;
}

/** Picks a column of the file, or none. */
export function ColumnSelect({ label, columns, value, onChange }: ColumnSelectProps) {
  const t = useTexts(statementFilesTexts);
  return (
    <Select
      allowClear
      showSearch
      aria-label={label}
      placeholder={t.notInFile}
      value={value || null}
      onChange={(column?: string | null) => onChange(column ?? null)}
      options={[...new Set([...columns, ...(value ? [value] : [])])].map((name) => ({ value: name, label: name }))}
      popupMatchSelectWidth={false}
    />
  );
}
