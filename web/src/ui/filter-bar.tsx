import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/texts.js';
import styles from './filter-bar.module.css';
import { uiTexts } from './ui.texts.js';

/** The filters above a list. */
export function FilterBar({ children, onClear }: { children: ReactNode; onClear?: (() => void) | null }) {
  const t = useTexts(uiTexts);
  return (
    <div className={styles.bar} role="search">
      {children}
      {onClear && (
        <Button type="link" size="small" onClick={onClear}>
          {t.clearFilters}
        </Button>
      )}
    </div>
  );
}
