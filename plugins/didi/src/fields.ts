import { MapError, textOf, objectOf as anyObjectOf, type Json, type JsonObject } from '@interline/sdk';
import { fen, yuan } from './money.js';
import { timeOf } from './times.js';

/** The value as an object, or undefined. An empty list stands for an empty object: PHP cannot tell them apart. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return Array.isArray(value) && value.length === 0 ? {} : anyObjectOf(value);
}

/** The objects of a list; empty when the value is no list. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter((item): item is JsonObject => item !== undefined) : [];
}

interface Layer {
  row: JsonObject;
  at: string;
}

/**
 * Typed reading of one record, of which DiDi types the same field now as a number, now as a string. Made of one or more layers; a field is
 * taken from the first layer that has it. Every error names the field by its JSON pointer in the raw record.
 */
export class Fields {
  private constructor(private readonly layers: readonly Layer[]) {}

  /** Reads one object that stands at `at` in the raw record. */
  static of(row: JsonObject | undefined, at: string): Fields {
    return new Fields([{ row: row ?? {}, at }]);
  }

  /** Reads several objects that say the same; earlier ones win. */
  static merge(...parts: Fields[]): Fields {
    const layers = parts.flatMap((part) => part.layers);
    const filled = layers.filter(({ row }) => Object.keys(row).length > 0);
    return new Fields(filled.length > 0 ? filled : layers);
  }

  private layerOf(name: string): Layer {
    for (const layer of this.layers) if (filled(layer.row[name])) return layer;
    return this.layers[0]!;
  }

  /** Where a field stands in the raw record. */
  pointer(name: string): string {
    return `${this.layerOf(name).at}/${name}`;
  }

  /** The field as it came. */
  raw(name: string): Json | undefined {
    return this.layerOf(name).row[name];
  }

  /** Whether any layer has a value for the field. */
  has(name: string): boolean {
    return filled(this.raw(name));
  }

  /** The text of the first of these fields that has one; a number gives its digits. */
  text(...names: string[]): string | undefined {
    for (const name of names) {
      const text = textOf(this.raw(name));
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** An id: as {@link text}, without the `0` that stands for none. */
  id(...names: string[]): string | undefined {
    for (const name of names) {
      const text = this.text(name);
      if (text !== undefined && text !== '0') return text;
    }
    return undefined;
  }

  /** Yuan in fen. @throws MapError when the field holds no amount */
  yuan(name: string): bigint | undefined {
    const { row, at } = this.layerOf(name);
    return yuan(row[name], `${at}/${name}`);
  }

  /** Fen. @throws MapError when the field holds no whole number */
  fen(name: string): bigint | undefined {
    const { row, at } = this.layerOf(name);
    return fen(row[name], `${at}/${name}`);
  }

  /** The first of these fields that holds a time. @throws MapError when one holds something else */
  time(...names: string[]): Date | undefined {
    for (const name of names) {
      const text = this.text(name);
      try {
        const at = text === undefined ? undefined : timeOf(text);
        if (at) return at;
      } catch {
        throw new MapError('not a time', this.pointer(name));
      }
    }
    return undefined;
  }

  /** The object in a field; empty when there is none. */
  child(name: string): Fields {
    const layer = this.layerOf(name);
    return Fields.of(objectOf(layer.row[name]), `${layer.at}/${name}`);
  }

  /** The objects of the list in a field. Where each item wraps its content in one field, `wrapper` names it. */
  list(name: string, wrapper?: string): Fields[] {
    const layer = this.layerOf(name);
    return objectsOf(layer.row[name]).map((item, index) => {
      const at = `${layer.at}/${name}/${index}`;
      const inner = wrapper === undefined ? undefined : objectOf(item[wrapper]);
      return inner ? Fields.of(inner, `${at}/${wrapper}`) : Fields.of(item, at);
    });
  }
}

function filled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
