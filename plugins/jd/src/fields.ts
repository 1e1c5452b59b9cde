import { MapError, parseLocalTime, textOf, objectOf, type Json, type JsonObject } from '@interline/sdk';
import { fenOf } from './money.js';
import { OFFSET } from './times.js';

/** The objects of a list, or the one object that stands in a list's place; empty for anything else. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : [value ?? null]).map(objectOf).filter((item) => item !== undefined);
}

/** An order id, whichever way it is written; undefined where it is absent or stands for none (0). */
export function idOf(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined || text === '0' ? undefined : text;
}

/** A count as a number or text; undefined when absent or no count. */
export function countOf(value: Json | undefined): number | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Typed reading of one object of a raw record. JD writes the same field now as a number, now as a text. Every refusal names the field by its
 * JSON pointer in the record.
 */
export class Fields {
  /** @param at where the object stands in the raw record */
  constructor(
    readonly row: JsonObject,
    private readonly at: string,
  ) {}

  pointer(name: string): string {
    return `${this.at}/${name}`;
  }

  /** The text of a value; undefined when absent, null or empty. */
  text(name: string): string | undefined {
    return textOf(this.row[name]);
  }

  /** An id; undefined when absent or 0. */
  id(name: string): string | undefined {
    return idOf(this.row[name]);
  }

  /** Yuan. @returns fen; undefined when absent @throws MapError */
  yuan(name: string): bigint | undefined {
    return this.read(name, fenOf);
  }

  /** A local time. @returns the instant; undefined when absent @throws MapError */
  time(name: string): Date | undefined {
    return this.read(name, (text) => parseLocalTime(text, OFFSET));
  }

  /** An object within, knowing its place; undefined when absent. */
  object(name: string): Fields | undefined {
    const row = objectOf(this.row[name]);
    return row && new Fields(row, this.pointer(name));
  }

  /** The objects of a list, each knowing its place. */
  list(name: string): Fields[] {
    return objectsOf(this.row[name]).map((row, index) => new Fields(row, `${this.pointer(name)}/${index}`));
  }

  /** A word out of a list that decides about money. @throws MapError for one that is not in it */
  word<Word extends string>(name: string, known: readonly Word[]): Word | undefined {
    const text = this.text(name);
    if (text === undefined || (known as readonly string[]).includes(text)) return text as Word | undefined;
    throw new MapError(`not a known value: ${text.slice(0, 40)}`, this.pointer(name));
  }

  private read<Value>(name: string, parse: (text: string) => Value): Value | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      throw new MapError((error as Error).message, this.pointer(name));
    }
  }
}
