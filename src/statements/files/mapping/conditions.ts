import { cellText } from './cell-text.js';
import type { Condition } from './mapping.js';

/** Whether a row is what a rule is for. */
export type RowTest = (cells: readonly string[]) => boolean;

/** Makes conditions ready: all of them must hold. @param indexOf where a column stands */
export function compileConditions(conditions: readonly Condition[], indexOf: (column: string) => number): RowTest {
  const tests = conditions.map((condition) => compile(condition, indexOf(condition.column)));
  return (cells) => tests.every((test) => test(cells));
}

function compile({ is, contains, startsWith, filled }: Condition, index: number): RowTest {
  const exact = is && new Set(is.map(cellText));
  return (cells) => {
    const text = cells[index] ?? '';
    if (filled !== undefined && filled !== (text !== '')) return false;
    if (exact && !exact.has(text)) return false;
    if (contains && !contains.some((part) => text.includes(part))) return false;
    return !startsWith || startsWith.some((part) => text.startsWith(part));
  };
}
