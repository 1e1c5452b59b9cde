import type { ButtonHTMLAttributes } from 'react';
import styles from './plain-button.module.css';

/** A button that needs no component library, for notes and for the pages before the sign-in. */
export function PlainButton({ primary, busy, ...props }: ButtonHTMLAttributes<HTMLButtonElement> & { primary?: boolean; busy?: boolean }) {
  return (
    <button
      type="button"
      {...props}
      disabled={busy === true || props.disabled === true}
      className={primary ? `${styles.button} ${styles.primary}` : styles.button}
    />
  );
}
