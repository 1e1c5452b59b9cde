import { LosslessNumber } from 'lossless-json';
import type { Json, JsonObject } from './json-value.js';

/** Deeper nesting is no vendor's record; without a bound a hostile answer would end in a stack overflow. */
const MAX_DEPTH = 500;
/** An object with more keys is made without a shape. */
const MAX_SHAPE_KEYS = 200;
/** Shapes that are kept. Keys that are data, such as ids, would make new ones for ever; then all are forgotten. */
const MAX_SHAPES = 20_000;

/**
 * Reads JSON with numbers as `LosslessNumber`, several times as fast as `lossless-json` reads it and with the same result for every text:
 * `json.spec.ts` holds the two against each other. Ingest spends much of its time here.
 * @throws SyntaxError
 */
export function readJson(text: string): Json {
  const reader = new Reader(text);
  reader.space();
  const value = reader.value(0);
  reader.space();
  if (reader.at < text.length) reader.fail('end of input');
  return value;
}

/** Makes a number that was matched already: the class's constructor would match it once more, at a sixth of the whole time. */
const scanned = function (this: { isLosslessNumber: boolean; value: string }, value: string): void {
  this.value = value;
  this.isLosslessNumber = true;
} as unknown as new (value: string) => LosslessNumber;
scanned.prototype = LosslessNumber.prototype;

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isDigit = (code: number): boolean => code >= ZERO && code <= 0x39;

/**
 * The keys of objects in the order they came, as a tree: each shape is the one before it and one key more. Records of one kind go the same way
 * again and again, so that the next key is mostly known before it is read, and the object is made as a copy of one that has all its keys.
 * Objects that grow key by key become hash tables in the engine: larger by several times, and slower for all who read them.
 */
class Shape {
  /** The step that was taken last. */
  likely: Step | null = null;
  private readonly steps = new Map<string, Step>();
  private uses = 0;
  private template: JsonObject | null = null;

  constructor(readonly keys: readonly string[]) {}

  /** The shape with one key more; null when it has the key already. */
  step(key: string): Step | null {
    let step = this.steps.get(key);
    if (!step) {
      if (this.keys.includes(key)) return null;
      if (++shapes > MAX_SHAPES) [root, shapes] = [new Shape([]), 0];
      step = { text: `${JSON.stringify(key)}:`, shape: new Shape([...this.keys, key]) };
      this.steps.set(key, step);
    }
    this.likely = step;
    return step;
  }

  /** An object with these keys and the values from `base` on. */
  make(values: readonly Json[], base: number): JsonObject {
    const { keys } = this;
    // Not for the first of its kind, which may be the only one.
    if (!this.template && this.uses++ > 0)
      this.template = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`) as JsonObject;
    const object: JsonObject = this.template ? { ...this.template } : {};
    for (let index = 0; index < keys.length; index++) object[keys[index]!] = values[base + index]!;
    return object;
  }
}

interface Step {
  /** The key as it stands in a text that has no spaces there. */
  text: string;
  shape: Shape;
}

let root = new Shape([]);
let shapes = 0;

class Reader {
  at = 0;
  /** Values of the objects that are being read, the outer ones' first. */
  private readonly values: Json[] = [];

  constructor(private readonly text: string) {}

  fail(expected: string): never {
    const got = this.at < this.text.length ? `got ${JSON.stringify(this.text[this.at])}` : 'the text ends';
    throw new SyntaxError(`${expected} expected at position ${this.at}, but ${got}`);
  }

  space(): void {
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  value(depth: number): Json {
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.string();
      case OPEN_OBJECT:
        return this.object(depth + 1);
      case OPEN_ARRAY:
        return this.array(depth + 1);
      case 0x74:
        return this.word('true', true);
      case 0x66:
        return this.word('false', false);
      case 0x6e:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private word<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) this.fail('a value');
    this.at += word.length;
    return value;
  }

  private number(): LosslessNumber {
    const start = this.at;
    if (this.text.charCodeAt(this.at) === MINUS) this.at++;
    if (this.text.charCodeAt(this.at) === ZERO) this.at++;
    else this.digits(start === this.at ? 'a value' : 'a digit');
    if (this.text.charCodeAt(this.at) === DOT) {
      this.at++;
      this.digits('a digit');
    }
    const exponent = this.text.charCodeAt(this.at);
    if (exponent === 0x65 || exponent === 0x45) {
      const sign = this.text.charCodeAt(++this.at);
      if (sign === PLUS || sign === MINUS) this.at++;
      this.digits('a digit');
    }
    return new scanned(this.text.slice(start, this.at));
  }

  private digits(expected: string): void {
    if (!isDigit(this.text.charCodeAt(this.at))) this.fail(expected);
    while (isDigit(this.text.charCodeAt(++this.at)));
  }

  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      // Also true at the end of the text, where the code is NaN.
      if (code === BACKSLASH || !(code >= 0x20)) {
        this.at = at;
        return this.escapedString(start);
      }
    }
  }

  /** Strings with escapes are rare enough to leave them to the engine, once their end is known. */
  private escapedString(start: number): string {
    for (let quote = this.text.indexOf('"', this.at); quote >= 0; quote = this.text.indexOf('"', quote + 1)) {
      let slashes = quote;
      while (this.text.charCodeAt(slashes - 1) === BACKSLASH) slashes--;
      if ((quote - slashes) % 2 !== 0) continue;
      this.at = quote + 1;
      return JSON.parse(this.text.slice(start - 1, quote + 1)) as string;
    }
    this.at = this.text.length;
    return this.fail('the end of a string');
  }

  private object(depth: number): JsonObject {
    if (depth > MAX_DEPTH) this.fail(`nesting of at most ${MAX_DEPTH} levels`);
    this.at++;
    this.space();
    if (this.text.charCodeAt(this.at) === CLOSE_OBJECT) {
      this.at++;
      return {};
    }
    const { values } = this;
    const base = values.length;
    let shape = root;
    for (;;) {
      const { likely } = shape;
      if (likely !== null && this.text.startsWith(likely.text, this.at)) {
        this.at += likely.text.length;
        this.space();
        shape = likely.shape;
        values.push(this.value(depth));
      } else {
        const key = this.key();
        const value = this.value(depth);
        const step = key === '__proto__' || shape.keys.length >= MAX_SHAPE_KEYS ? null : shape.step(key);
        if (!step) return this.rest(this.taken(shape, base), key, value, depth);
        shape = step.shape;
        values.push(value);
      }
      if (!this.another()) return this.taken(shape, base);
    }
  }

  /** The object of a shape, its values taken off the stack. */
  private taken(shape: Shape, base: number): JsonObject {
    const object = shape.make(this.values, base);
    this.values.length = base;
    return object;
  }

  /** Goes on with an object that is none of a known shape: a key that stands twice, one with a meaning of its own, or too many. */
  private rest(object: JsonObject, key: string, value: Json, depth: number): JsonObject {
    this.set(object, key, value);
    while (this.another()) this.set(object, this.key(), this.value(depth));
    return object;
  }

  /** Reads a key and the colon after it. */
  private key(): string {
    if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('a key');
    const key = this.string();
    this.space();
    if (this.text.charCodeAt(this.at) !== COLON) this.fail('a colon');
    this.at++;
    this.space();
    return key;
  }

  /** Whether another member follows. */
  private another(): boolean {
    this.space();
    const code = this.text.charCodeAt(this.at);
    if (code !== COMMA && code !== CLOSE_OBJECT) this.fail('a comma or the end of the object');
    this.at++;
    if (code === CLOSE_OBJECT) return false;
    this.space();
    return true;
  }

  private set(object: JsonObject, key: string, value: Json): void {
    // The first look is cheap and nearly always enough; inherited names such as `constructor` need the second.
    if (object[key] !== undefined && Object.hasOwn(object, key)) {
      if (!sameJson(object[key], value)) throw new SyntaxError(`key ${JSON.stringify(key)} stands twice, before position ${this.at}`);
      return;
    }
    // A plain assignment would replace the object's prototype.
    if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    else object[key] = value;
  }

  private array(depth: number): Json[] {
    if (depth > MAX_DEPTH) this.fail(`nesting of at most ${MAX_DEPTH} levels`);
    const array: Json[] = [];
    this.at++;
    this.space();
    if (this.text.charCodeAt(this.at) === CLOSE_ARRAY) {
      this.at++;
      return array;
    }
    for (;;) {
      array.push(this.value(depth));
      this.space();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== CLOSE_ARRAY) this.fail('a comma or the end of the array');
      this.at++;
      if (code === CLOSE_ARRAY) return array;
      this.space();
    }
  }
}

function sameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [a, b] = [left as JsonObject, right as JsonObject];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key]!, b[key]!));
}
