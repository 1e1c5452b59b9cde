/** Texts of one part; V8 would need several times as much for a million short strings. */
const PART = 1 << 20;

/** The texts a workbook's cells share, kept as bytes and decoded where they are asked for. */
export class SharedStrings {
  private parts: Buffer[] = [Buffer.allocUnsafe(PART)];
  private used = 0;
  private bytes = 0;
  /** Part and place of each text: `part * PART + offset`, and its length. */
  private starts = new Float64Array(1024);
  private lengths = new Uint32Array(1024);
  private count = 0;

  /** Bytes it takes, of empty texts too. */
  get size(): number {
    return this.bytes + this.count * 12;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text, 'utf8');
    if (this.used + length > PART) {
      this.parts.push(Buffer.allocUnsafe(Math.max(PART, length)));
      this.used = 0;
    }
    const part = this.parts.length - 1;
    this.parts[part]!.write(text, this.used, 'utf8');
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = part * PART + this.used;
    this.lengths[this.count] = length;
    this.count += 1;
    this.used += length;
    this.bytes += length;
  }

  /** The text of a number; empty where there is none. */
  get(index: number): string {
    if (!(index >= 0 && index < this.count)) return '';
    const start = this.starts[index]!;
    const part = Math.floor(start / PART);
    const offset = start - part * PART;
    return this.parts[part]!.toString('utf8', offset, offset + this.lengths[index]!);
  }

  private grow(): void {
    const [starts, lengths] = [new Float64Array(this.count * 2), new Uint32Array(this.count * 2)];
    starts.set(this.starts);
    lengths.set(this.lengths);
    [this.starts, this.lengths] = [starts, lengths];
  }
}
