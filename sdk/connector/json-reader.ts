import { LosslessNumber } from 'lossless-json';
import type { Json, JsonObject } from './json-value.js';

/** Deeper nesting is no vendor's record; without a bound a hostile answer would end in a stack overflow. */
const MAX_DEPTH = 500;

/**
 * Reads JSON with numbers as `LosslessNumber`, twice as fast as `lossless-json` reads it and with the same result for every text:
 * `json.spec.ts` holds the two against each other. Ingest spends most of its time here.
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

class Reader {
  at = 0;

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
    const start = ++this.at;
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) return this.text.slice(start, this.at++);
      // Also true at the end of the text, where the code is NaN.
      if (code === BACKSLASH || !(code >= 0x20)) break;
    }
    return this.escapedString(start);
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
    const object: JsonObject = {};
    this.at++;
    this.space();
    if (this.text.charCodeAt(this.at) === CLOSE_OBJECT) {
      this.at++;
      return object;
    }
    for (;;) {
      if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('a key');
      const key = this.string();
      this.space();
      if (this.text.charCodeAt(this.at) !== COLON) this.fail('a colon');
      this.at++;
      this.space();
      this.set(object, key, this.value(depth));
      this.space();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== CLOSE_OBJECT) this.fail('a comma or the end of the object');
      this.at++;
      if (code === CLOSE_OBJECT) return object;
      this.space();
    }
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
