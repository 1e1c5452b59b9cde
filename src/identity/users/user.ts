import type { Id } from '../../kernel/index.js';

/** Somebody who can sign in; global, with a membership per company. */
export interface User {
  id: Id;
  /** Lower case. */
  email: string;
  name: string;
  locale: 'zh_CN' | 'en';
  operator: boolean;
}

/** A mail address as it is kept and compared. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** Why a normalised text is no mail address, or null. Deliberately mild: only a mail that arrives proves an address. */
export function emailProblem(email: string): string | null {
  return email.length <= 254 && /^[^\s@"<>\p{Cc}]{1,64}@[^\s@"<>\p{Cc}]+\.[^\s@"<>\p{Cc}.]{2,}$/u.test(email) ? null : 'not a mail address';
}

/** Why a text cannot be somebody's name, or null. */
export function nameProblem(name: string): string | null {
  return /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,100}$/u.test(name) ? null : 'a name has 1 to 100 characters';
}
