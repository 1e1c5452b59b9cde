import type { LoggedRequest } from './simulator.js';

const MAX_REQUESTS = 50_000;
const MAX_RECORD_IDS = 400_000;
const MAX_VALUE = 2_000;
/** Parameters that are never kept, whatever the vendor calls them. */
const SECRET = /sign|secret|token|password|passwd|authorization|cookie|api_?key/i;

/** A simulator's memory of what it was asked: bounded, oldest first out, without secrets and signatures. */
export class RequestLog {
  private rows: LoggedRequest[] = [];
  private first = 0;
  private ids = 0;
  private seq = 0;

  /** Keeps one request. */
  add(row: Omit<LoggedRequest, 'seq'>): void {
    const params = Object.fromEntries(
      Object.entries(row.params)
        .filter(([name]) => !SECRET.test(name))
        .map(([name, value]) => [name, value.slice(0, MAX_VALUE)]),
    );
    this.rows.push({ ...row, params, seq: ++this.seq });
    this.ids += row.recordIds.length;
    while (this.rows.length - this.first > MAX_REQUESTS || this.ids > MAX_RECORD_IDS) this.ids -= this.rows[this.first++]!.recordIds.length;
    // Dropping from the front one by one would move the whole array each time.
    if (this.first > 10_000) {
      this.rows = this.rows.slice(this.first);
      this.first = 0;
    }
  }

  /** The requests after a sequence number, oldest first. */
  after(seq: number): LoggedRequest[] {
    return this.rows.slice(this.first).filter((row) => row.seq > seq);
  }

  /** Forgets all; sequence numbers go on. */
  clear(): void {
    this.rows = [];
    this.first = 0;
    this.ids = 0;
  }
}
