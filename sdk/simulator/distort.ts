/** A fault of a vendor that changes what it publishes: one field of an answer becomes another type, or is missing. */
export type Distortion = { kind: 'retype'; field: string } | { kind: 'drop'; field: string };

const VALUE = String.raw`("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)`;
const NUMERAL = /^"(-?(?:0|[1-9]\d*)(?:\.\d+)?)"$/;

/**
 * Plays it on the text of a JSON answer, so that no digit is lost. `retype` makes texts of all numbers of that name, and numbers of all texts that are
 * numerals; `drop` takes the field away where it stands first, from one record and no other.
 * @returns the answer, or null where it has nothing to play it on
 */
export function distorted(body: string, { kind, field }: Distortion): string | null {
  const named = String.raw`"${field.replace(/[^\w]/g, String.raw`\$&`)}"\s*:\s*${VALUE}`;
  const changed =
    kind === 'drop'
      ? body.replace(new RegExp(`${named}\\s*,|,\\s*${named}`), '')
      : body.replace(new RegExp(named, 'g'), (all, value: string) => all.slice(0, -value.length) + retyped(value));
  return changed === body ? null : changed;
}

function retyped(value: string): string {
  return value.startsWith('"') ? (NUMERAL.exec(value)?.[1] ?? value) : `"${value}"`;
}
