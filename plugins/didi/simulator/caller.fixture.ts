import { createHash } from 'node:crypto';

import type { RunningSimulator } from '@interline/sdk/simulator';

/** A dumb client looks at whatever comes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point of it is to know no shapes
export type Loose = any;

/** An answer as it came. `ids` keeps long numbers readable: the text of the body is parsed after quoting them. */
export interface Answer {
  status: number;
  errno: number | undefined;
  data: Loose;
  text: string;
}

/**
 * A client for tests that knows nothing but how to sign, written apart from the simulator's own code and the adapter's: what it adds
 * up is what is on the wire.
 */
export class Caller {
  private token = '';
  method: 'md5' | 'sha256' = 'md5';

  constructor(
    readonly simulator: RunningSimulator,
    readonly now: () => number = Date.now,
  ) {}

  private sign(params: Record<string, unknown>): string {
    const all: Record<string, unknown> = { ...params, sign_key: this.simulator.credentials['sign_key'] };
    const names = Object.keys(all).sort();
    const text = names.map((name) => name + '=' + String(all[name]).trim()).join('&');
    return createHash(this.method).update(text).digest('hex');
  }

  async login(more: Record<string, unknown> = {}): Promise<Answer> {
    const { client_id, client_secret } = this.simulator.credentials;
    const params = { client_id, client_secret, grant_type: 'client_credentials', timestamp: this.seconds(), ...more };
    const answer = await this.raw('POST', '/river/Auth/authorize', { ...params, sign: this.sign(params) });
    this.token = (JSON.parse(answer.text) as { access_token?: string }).access_token ?? '';
    return answer;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    own: Record<string, unknown> = {},
    tamper: Record<string, unknown> = {},
  ): Promise<Answer> {
    if (this.token === '') await this.login();
    const params = {
      client_id: this.simulator.credentials['client_id'],
      access_token: this.token,
      company_id: this.simulator.config['company_id'],
      timestamp: this.seconds(),
      ...own,
    };
    return this.raw(method, path, { ...params, sign: this.sign(params), ...tamper });
  }

  async get(path: string, own?: Record<string, unknown>): Promise<Answer> {
    return this.call('GET', path, own);
  }

  async post(path: string, own?: Record<string, unknown>): Promise<Answer> {
    return this.call('POST', path, own);
  }

  async raw(method: 'GET' | 'POST', path: string, params: Record<string, unknown>): Promise<Answer> {
    const query = new URLSearchParams(Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(this.simulator.url + path + (method === 'GET' ? `?${query}` : ''), {
      method,
      ...(method === 'POST' && { body: JSON.stringify(params), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    let json: { errno?: number; data?: unknown } = {};
    try {
      // Sixteen digits and more would lose some as a JavaScript number.
      json = JSON.parse(text.replace(/:(\d{16,})(?=[,}])/g, ':"$1"')) as typeof json;
    } catch {
      // Left empty: the test looks at the text.
    }
    return { status: response.status, errno: json.errno, data: json.data, text };
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; json: Loose }> {
    const response = await fetch(`${this.simulator.url}/_control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }
}
