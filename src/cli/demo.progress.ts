/** One line of a terminal that is written again and again; where there is no terminal, one line per step. */
export class ProgressLine {
  private last = '';
  private steps = new Set<string>();

  constructor(private readonly output: NodeJS.WriteStream) {}

  /** Says a sentence on a line of its own. */
  say(text: string): void {
    this.end();
    this.output.write(`${text}\n`);
  }

  /** Shows how far a step is. */
  progress(step: string, done: number, of: number): void {
    if (!this.output.isTTY) {
      if (done < of || this.steps.has(step)) return;
      this.steps.add(step);
      this.output.write(`${step}: ${done}/${of}\n`);
      return;
    }
    const width = 24;
    const filled = of === 0 ? 0 : Math.round((done / of) * width);
    const text = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${step} ${done}/${of}`;
    if (text === this.last) return;
    this.output.write(`\r\x1b[2K${text}`);
    this.last = text;
  }

  /** Leaves the line as it is and goes on below. */
  end(): void {
    if (this.last) this.output.write('\n');
    this.last = '';
  }
}
