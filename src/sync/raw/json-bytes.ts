const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_SIZE = 64 * 1024;

/**
 * JSON as UTF-8 bytes, written piece by piece into one buffer that is used again. Records become bytes anyway, to be hashed, deflated or sealed;
 * text put together first would cost as much as all the rest.
 */
export class JsonBytes {
  private bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  private at = 0;

  /** Bytes written. */
  get length(): number {
    return this.at;
  }

  /** What was written from a place on. The bytes are the writer's own: they change when it goes on after `clear`. */
  view(from = 0): Buffer {
    return this.bytes.subarray(from, this.at);
  }

  /** Begins anew. */
  clear(): void {
    this.at = 0;
  }

  /** Writes one byte, such as a bracket. */
  byte(code: number): void {
    this.room(1);
    this.bytes[this.at++] = code;
  }

  /** Writes bytes as they are; for short ones, a call of `set` would cost more than it saves. */
  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    const { bytes: target } = this;
    let { at } = this;
    for (let index = 0; index < bytes.length; index++) target[at++] = bytes[index]!;
    this.at = at;
  }

  /** Writes characters below U+0080 as they are: digits and words. */
  ascii(text: string): void {
    this.room(text.length);
    const { bytes } = this;
    let { at } = this;
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
    this.at = at;
  }

  /** Writes a text in quotes, escaped as `JSON.stringify` does. */
  text(text: string): void {
    const { length } = text;
    this.room(length * 3 + 2);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (code < 0x20 || code === QUOTE || code === BACKSLASH) return this.escaped(text);
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else return this.escaped(text);
    }
    bytes[at++] = QUOTE;
    this.at = at;
  }

  /** What has to be escaped, and pairs of surrogates, are rare enough to leave to the engine. */
  private escaped(text: string): void {
    const json = JSON.stringify(text);
    this.room(json.length * 3);
    this.at += this.bytes.write(json, this.at, 'utf8');
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + length));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
