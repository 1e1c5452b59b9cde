import { useState } from 'react';
import { useTexts } from '../i18n/texts.js';
import styles from './json-view.module.css';
import { uiTexts } from './ui.texts.js';

/** A JSON value as an indented tree whose branches fold. Digits of numbers stay as they came. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <div className={styles.view} role="group" aria-label={label} tabIndex={0}>
      <Node value={value} depth={0} />
    </div>
  );
}

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const t = useTexts(uiTexts);
  const [open, setOpen] = useState(depth < 3);
  const indent = { paddingInlineStart: `${depth * 16}px` };
  const label = name === undefined ? null : <span className={styles.name}>{name}: </span>;
  if (value === null || typeof value !== 'object') {
    return (
      <div className={styles.line} style={indent}>
        {label}
        <span className={styles[value === null ? 'null' : typeof value]}>{typeof value === 'string' ? `"${value}"` : String(value)}</span>
      </div>
    );
  }
  const entries = Object.entries(value);
  const [start, end] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className={styles.line} style={indent}>
        {label}
        {start}
        {end}
      </div>
    );
  }
  return (
    <div>
      <div className={styles.line} style={indent}>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="visually-hidden">{open ? t.collapse : t.expand}</span>
          <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        </button>
        {label}
        {start}
        {!open && (
          <>
            <span className={styles.count}> {t.items(String(entries.length))} </span>
            {end}
          </>
        )}
      </div>
      {open && (
        <>
          {entries.map(([key, child]) => (
            <Node key={key} name={key} value={child} depth={depth + 1} />
          ))}
          <div className={styles.line} style={indent}>
            {end}
          </div>
        </>
      )}
    </div>
  );
}
