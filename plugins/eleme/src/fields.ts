import { MapError, parseLocalTime, parseMoney, textOf, objectOf, type Json, type JsonObject } from '@interline/sdk';

/** The platform writes local times in Beijing's zone. */
const OFFSET = '+08:00';

/** Everything is paid in yuan. */
export const CNY = 'CNY';

/**
 * The objects of a list. The platform wraps lists once more, by the name of their items (`{foods_info: […]}`), unless it is asked to simplify; of
 * some lists that name is not published.
 */
export function listOf(value: Json | undefined): JsonObject[] {
  const list = Array.isArray(value) ? value : Object.values(objectOf(value) ?? {}).find(Array.isArray);
  return (list ?? []).map((item) => objectOf(item)).filter((item): item is JsonObject => item !== undefined);
}

/**
 * Yuan in fen, from a text or a number, digit by digit; undefined when absent.
 * @throws MapError naming the field when it holds no amount, or one below zero
 */
export function yuan(row: JsonObject, name: string, at: string): bigint | undefined {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  const text = textOf(value);
  try {
    const { minor } = parseMoney(text ?? '', CNY);
    if (minor >= 0n) return minor;
  } catch {
    // Said below, with the field.
  }
  throw new MapError('not an amount in yuan', `${at}/${name}`);
}

/**
 * An instant the platform writes as seconds, as milliseconds or, in some calls, as a local time; undefined when absent or zero.
 * @throws MapError naming the field when it holds something else
 */
export function instant(row: JsonObject, name: string, at: string): Date | undefined {
  const text = textOf(row[name]);
  if (text === undefined || /^0+$/.test(text)) return undefined;
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000);
  if (/^\d{12,13}$/.test(text)) return new Date(Number(text));
  try {
    return parseLocalTime(text, OFFSET);
  } catch {
    throw new MapError('not a time', `${at}/${name}`);
  }
}
