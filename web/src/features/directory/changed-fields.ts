/** One field before and after a change; absent values are empty. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The fields that differ between two states of a thing; all of them when one of the states does not exist. */
export function changedFields(before: unknown, after: unknown): FieldChange[] {
  const [old, new_] = [(before ?? {}) as Record<string, unknown>, (after ?? {}) as Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(new_)])]
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(new_[field]) }))
    .filter((change) => change.before !== change.after);
}
