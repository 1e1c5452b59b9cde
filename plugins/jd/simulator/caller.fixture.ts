import { createDecipheriv, createHash } from 'node:crypto';

import type { RunningSimulator } from '@interline/sdk/simulator';

/** A dumb client looks at whatever comes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point of it is to know no shapes
export type Loose = any;

/** An answer as it came. Long numbers are read as text, so that no digit is lost. */
export interface Answer {
  status: number;
  success: boolean | undefined;
  code: string | undefined;
  result: Loose;
  text: string;
}

/** A client for tests that knows how to log in and nothing else, written apart from the simulator's own code and the adapter's. */
export class Caller {
  token = '';

  constructor(
    readonly simulator: RunningSimulator,
    readonly now: () => number,
  ) {}

  /** Everything a customer was given, secret or not. */
  get keys(): Record<string, string> {
    return { ...(this.simulator.config as Record<string, string>), ...this.simulator.credentials };
  }

  /** The form of a login, signed; `more` replaces fields after signing. */
  loginForm(more: Record<string, string> = {}, at = this.now()): Record<string, string> {
    const { client_id, client_secret, username, password } = this.keys;
    const hash = (text: string): string => createHash('md5').update(text).digest('hex');
    const timestamp = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const sign = hash(client_secret + timestamp + client_id + username + hash(password!) + 'access_token' + client_secret).toUpperCase();
    const fields = { grant_type: 'access_token', client_id: client_id!, username: username!, password: hash(password!) };
    return { ...fields, timestamp, sign, scope: '', ...more };
  }

  async login(more: Record<string, string> = {}, at?: number): Promise<Answer> {
    const answer = await this.raw('/oauth2/accessToken', this.loginForm(more, at));
    this.token = answer.result?.access_token ?? '';
    return answer;
  }

  async call(path: string, own: Record<string, unknown> = {}): Promise<Answer> {
    if (this.token === '') await this.login();
    return this.raw(path, { token: this.token, ...own });
  }

  async raw(path: string, fields: Record<string, unknown>, method = 'POST'): Promise<Answer> {
    const body = new URLSearchParams(Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(this.simulator.url + path, { method, ...(method === 'POST' && { body }) });
    const text = await response.text();
    let json: Loose = {};
    try {
      json = JSON.parse(text.replace(/":(\d{16,})(?=[,}])/g, '":"$1"'));
    } catch {
      // Left empty: the test looks at the text.
    }
    return { status: response.status, success: json.success, code: json.resultCode, result: json.result, text };
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; json: Loose }> {
    const response = await fetch(`${this.simulator.url}/_control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }

  /** All rows of a paged list. */
  async pages(path: string, own: Record<string, unknown>, list: string, size = 100): Promise<Loose[]> {
    const rows: Loose[] = [];
    for (let pageNo = 1; ; pageNo++) {
      const { result } = await this.call(path, { ...own, pageNo, pageSize: size });
      rows.push(...result[list]);
      if (rows.length >= result.total || result[list].length === 0) return rows;
    }
  }

  /** A private field in clear, by way of another cipher than the simulator's: one pass of DES is three under one key. */
  clear(letters: string, hex: string): string {
    const key = Buffer.from(letters + this.keys['client_id']!.slice(0, 6));
    const decipher = createDecipheriv('des-ede-cbc', Buffer.concat([key, key]), key);
    return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]).toString('utf8');
  }
}

/** Yuan as they stand in JSON, in fen, without a float. */
export function fen(amount: unknown): bigint {
  const [, sign, whole, cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(amount)) as unknown as [string, string, string, string?];
  return BigInt(`${sign}${whole}${cents.padEnd(2, '0')}`);
}

/** A sum over rows. */
export const sum = (rows: readonly Loose[], of: (row: Loose) => unknown): bigint => rows.reduce((total, row) => total + fen(of(row)), 0n);
