import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Icon } from './icon.js';
import styles from './filter-bar.module.css';

const PAUSE_MS = 300;

/** A search field that reports what was typed once the typing pauses. `/` leads to it. */
export function SearchBox({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }) {
  const [typed, setTyped] = useState(value ?? '');
  const report = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => () => clearTimeout(report.current), []);

  const type = (next: string, pause: number) => {
    setTyped(next);
    clearTimeout(report.current);
    report.current = setTimeout(() => onChange(next.trim() || null), pause);
  };
  return (
    <div className={styles.search} data-search>
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        prefix={<Icon name="search" size={15} />}
        suffix={typed ? null : <kbd className={`${styles.key} muted`}>/</kbd>}
        allowClear
        value={typed}
        onChange={({ target }) => type(target.value, target.value ? PAUSE_MS : 0)}
        onPressEnter={() => type(typed, 0)}
      />
    </div>
  );
}
