import { Button, Checkbox, Input, Select } from 'antd';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { ColumnSelect } from './column-fields.js';
import { withPart, type Condition, type IgnoreRule, type Mapping } from './mapping-draft.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';

const TESTS = ['is', 'contains', 'startsWith', 'filled', 'empty'] as const;
type Test = (typeof TESTS)[number];

/** A condition as the form shows it. */
function testOf(condition: Condition): { test: Test; text: string } {
  if (condition.filled !== undefined) return { test: condition.filled ? 'filled' : 'empty', text: '' };
  const test = (['is', 'contains', 'startsWith'] as const).find((name) => condition[name] !== undefined) ?? 'is';
  return { test, text: condition[test]?.join('|') ?? '' };
}

function conditionOf(column: string, test: Test, text: string): Condition {
  if (test === 'filled' || test === 'empty') return { column, filled: test === 'filled' };
  return { column, [test]: text.split('|') };
}

interface IgnoreRulesProps {
  mapping: Mapping;
  columns: readonly string[];
  onChange: (mapping: Mapping) => void;
}

/** Rows of the file that are no lines, each with the reason. */
export function IgnoreRules({ mapping, columns, onChange }: IgnoreRulesProps) {
  const t = useTexts(statementFilesTexts);
  const rules = mapping.ignore ?? [];
  const put = (next: IgnoreRule[]) => onChange(withPart(mapping, 'ignore', next.length > 0 ? next : undefined));
  const change = (index: number, rule: IgnoreRule) => put(rules.map((each, at) => (at === index ? rule : each)));
  return (
    <div className={styles.rules}>
      {rules.map((rule, index) => (
        <RuleRow
          key={index}
          rule={rule}
          columns={columns}
          onChange={(next) => change(index, next)}
          onRemove={() => put(rules.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          icon={<Icon name="plus" />}
          disabled={columns.length === 0}
          onClick={() => put([...rules, { when: [{ column: columns[0]!, contains: ['合计'] }], reason: t.ruleTotal, total: true }])}
        >
          {t.addRule}
        </Button>
      </div>
    </div>
  );
}

interface RuleRowProps {
  rule: IgnoreRule;
  columns: readonly string[];
  onChange: (rule: IgnoreRule) => void;
  onRemove: () => void;
}

function RuleRow({ rule, columns, onChange, onRemove }: RuleRowProps) {
  const t = useTexts(statementFilesTexts);
  const [condition] = rule.when;
  const simple = rule.when.length === 1 && condition !== undefined;
  const { test, text } = simple ? testOf(condition) : { test: 'is' as const, text: '' };
  const changeCondition = (column: string, nextTest: Test, nextText: string) =>
    onChange({ ...rule, when: [conditionOf(column, nextTest, nextText)] });
  return (
    <div className={styles.rule}>
      {simple ? (
        <>
          <ColumnSelect
            label={t.ruleColumn}
            columns={columns}
            value={condition.column}
            onChange={(column) => column && changeCondition(column, test, text)}
          />
          <Select
            aria-label={t.ruleTest}
            value={test}
            onChange={(next: Test) => changeCondition(condition.column, next, text)}
            options={TESTS.map((value) => ({ value, label: t[`test_${value}`] }))}
          />
          {test === 'filled' || test === 'empty' ? (
            <span />
          ) : (
            <Input
              aria-label={t.ruleValue}
              placeholder={t.ruleValue}
              value={text}
              onChange={({ target }) => changeCondition(condition.column, test, target.value)}
            />
          )}
        </>
      ) : (
        <span className={`${styles.several} muted`}>{t.severalConditions}</span>
      )}
      <Input
        aria-label={t.ruleReason}
        placeholder={t.ruleReason}
        value={rule.reason}
        onChange={({ target }) => onChange({ ...rule, reason: target.value })}
      />
      <Checkbox checked={rule.total === true} onChange={({ target }) => onChange({ ...rule, total: target.checked })}>
        {t.ruleTotal}
      </Checkbox>
      <Button type="text" icon={<Icon name="close" />} aria-label={t.removeRule} title={t.removeRule} onClick={onRemove} />
    </div>
  );
}
