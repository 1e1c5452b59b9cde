import { MapError, isLosslessNumber, parseMoney, plainDecimal, textOf, objectOf, type Json, type JsonObject } from '@interline/sdk';
import { timeOf } from './times.js';

/** The objects of a list; empty when the value is no list. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter((item): item is JsonObject => item !== undefined) : [];
}

/**
 * Typed reading of an object Ctrip spells in several ways: each read takes the first of the names that has a value. Errors name the field by its
 * JSON pointer in the raw record.
 */
export class Fields {
  private readonly row: JsonObject;

  /** @param at where the object stands in the raw record */
  constructor(
    row: Json | undefined,
    readonly at: string,
  ) {
    this.row = objectOf(row) ?? {};
  }

  /** The first of these names that has a value; the first of them when none has. */
  private named(names: readonly string[]): string {
    return names.find((name) => filled(this.row[name])) ?? names[0]!;
  }

  /** Where a field stands in the raw record. */
  pointer(...names: string[]): string {
    return `${this.at}/${this.named(names)}`;
  }

  /** A text, or the digits of a number. */
  text(...names: string[]): string | undefined {
    return textOf(this.row[this.named(names)]);
  }

  /** An id: as {@link text}, without the `0` that stands for none. */
  id(...names: string[]): string | undefined {
    for (const name of names) {
      const text = textOf(this.row[name]);
      if (text !== undefined && text !== '0') return text;
    }
    return undefined;
  }

  /** Yuan, or whatever the currency's main unit is, in minor units; a number or a text. @throws MapError when it is no amount */
  money(currency: string, ...names: string[]): bigint | undefined {
    const name = this.named(names);
    const value = this.row[name];
    if (!filled(value)) return undefined;
    const text = typeof value === 'string' || isLosslessNumber(value) ? textOf(value) : '';
    if (text === undefined) return undefined;
    try {
      return parseMoney(plainDecimal(text), currency).minor;
    } catch (error) {
      throw new MapError(error instanceof Error ? error.message : 'not an amount', `${this.at}/${name}`);
    }
  }

  /** The first of these fields that holds a time. @throws MapError when one holds something else */
  time(...names: string[]): Date | undefined {
    for (const name of names) {
      const text = textOf(this.row[name]);
      try {
        const at = text === undefined ? undefined : timeOf(text);
        if (at) return at;
      } catch {
        throw new MapError('not a time', `${this.at}/${name}`);
      }
    }
    return undefined;
  }

  /** True for `true`, `T` and `1`; undefined when absent. Flags are booleans for flights and trains and letters for cars and hotels. */
  flag(...names: string[]): boolean | undefined {
    const value = this.row[this.named(names)];
    if (typeof value === 'boolean') return value;
    const text = textOf(value);
    return text === undefined ? undefined : /^(t|true|y|1)$/i.test(text);
  }

  /** The object in a field; empty when there is none. */
  child(...names: string[]): Fields {
    const name = this.named(names);
    return new Fields(this.row[name], `${this.at}/${name}`);
  }

  /** The object in a field as it came; empty when there is none. */
  object(name: string): JsonObject {
    return objectOf(this.row[name]) ?? {};
  }

  /** The objects of the list in a field. */
  list(name: string): Fields[] {
    return objectsOf(this.row[name]).map((item, at) => new Fields(item, `${this.at}/${name}/${at}`));
  }
}

function filled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
