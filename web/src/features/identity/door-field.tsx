import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import styles from './front-door.module.css';

interface DoorFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value. */
  problem?: string | null;
}

/** A text field of the pages before the sign-in. */
export function DoorField({ label, hint, problem, ...input }: DoorFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={styles.input}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hint || problem ? `${id}-note` : undefined}
      />
      {(hint || problem) && (
        <span id={`${id}-note`} className={problem ? styles.problem : 'muted'}>
          {problem ?? hint}
        </span>
      )}
    </div>
  );
}
