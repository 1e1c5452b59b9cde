import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/texts.js';
import { useAppearance } from '../theme/appearance.js';
import { palettes } from '../theme/tokens.js';
import { sumDecimals } from './decimal.js';
import { moneyText } from './money.js';
import styles from './stacked-months.module.css';
import type { StackedBars } from './stacked-bars.js';
import { uiTexts } from './ui.texts.js';

/** One layer of the stack. */
export interface Series {
  key: string;
  label: string;
  colour: string;
  /** One exact decimal per column. */
  values: string[];
}

interface StackedMonthsProps {
  /** What the chart shows, in a sentence. */
  label: string;
  columns: { key: string; label: string; longLabel: string }[];
  series: Series[];
  currency: string;
  /** Follows a column. */
  onOpen?: (key: string) => void;
}

/** Stacked columns with exact tooltips. The legend hides and shows layers; the chart's code loads when it is first seen. */
export function StackedMonths({ label, columns, series, currency, onOpen }: StackedMonthsProps) {
  const t = useTexts(uiTexts);
  const { appearance } = useAppearance();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<StackedBars>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    void import('./stacked-bars.js').then(({ drawStackedBars }) => {
      if (gone || !box.current) return;
      chart.current = drawStackedBars(box.current);
      setReady(true);
    });
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready) return;
    const shown = series.filter((one) => !hidden.has(one.key));
    chart.current?.show({
      columns,
      series: shown,
      palette: palettes[appearance],
      money: (amount) => moneyText({ amount, currency }),
      totalLabel: t.total,
      ...(onOpen ? { onOpen } : {}),
    });
  }, [ready, columns, series, hidden, appearance, currency, onOpen, t]);

  const toggle = (key: string) =>
    setHidden((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  return (
    <figure className={styles.figure}>
      <div ref={box} className={styles.plot} role="img" aria-label={label} aria-busy={!ready} />
      <figcaption>
        <ul className={styles.legend}>
          {series.map((one) => (
            <li key={one.key}>
              <button type="button" className={styles.entry} aria-pressed={!hidden.has(one.key)} onClick={() => toggle(one.key)}>
                <span className={styles.dot} style={{ background: one.colour }} aria-hidden="true" />
                <span>{one.label}</span>
                <span className={styles.sum}>{moneyText({ amount: sumDecimals(one.values), currency })}</span>
              </button>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
