import { createHash, createHmac } from 'node:crypto';

import type { RunningSimulator } from '@interline/sdk/simulator';

/** A dumb client looks at whatever comes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point of it is to know no shapes
export type Loose = any;

/** What came back: the whole body with long numbers as texts, and what stands below its only key. */
export interface Answer {
  key: string;
  body: Loose;
  text: string;
}

/** A client for tests that knows nothing but how to sign, written apart from the simulator's own code and the adapter's. */
export class Caller {
  method: 'md5' | 'hmac' | 'hmac-sha256' = 'hmac-sha256';

  constructor(
    readonly simulator: RunningSimulator,
    readonly now: () => number,
  ) {}

  private sign(params: Record<string, string>): string {
    const secret = this.simulator.credentials['app_secret']!;
    let text = '';
    for (const name of Object.keys(params).sort()) text += name + params[name];
    if (this.method === 'md5')
      return createHash('md5')
        .update(secret + text + secret)
        .digest('hex')
        .toUpperCase();
    return createHmac(this.method === 'hmac' ? 'md5' : 'sha256', secret)
      .update(text)
      .digest('hex')
      .toUpperCase();
  }

  timestamp(shift = 0): string {
    return new Date(this.now() + shift + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  }

  /** Signs and sends; `common` replaces common parameters before signing (undefined leaves one out), `tamper` any after it. */
  async call(
    method: string,
    own: Record<string, string> = {},
    common: Record<string, string | undefined> = {},
    tamper: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    const params = present({
      method,
      app_key: this.simulator.credentials['app_key'],
      session: this.simulator.credentials['session'],
      timestamp: this.timestamp(),
      format: 'json',
      v: '2.0',
      sign_method: this.method,
      ...own,
      ...common,
    });
    return this.send(present({ ...params, sign: this.sign(params), ...tamper }));
  }

  async send(params: Record<string, string>, method = 'POST'): Promise<Answer> {
    const form = new URLSearchParams(params);
    const response = await fetch(`${this.simulator.url}/router/rest${method === 'GET' ? `?${form}` : ''}`, {
      method,
      ...(method === 'POST' && { body: form }),
    });
    const text = await response.text();
    if (response.status !== 200) return { key: `HTTP ${response.status}`, body: undefined, text };
    // Sixteen digits and more would lose some as a JavaScript number.
    const json = JSON.parse(text.replace(/:(\d{16,})(?=[,}])/g, ':"$1"')) as Record<string, Loose>;
    const [key] = Object.keys(json) as [string];
    return { key, body: json[key], text };
  }

  async consume(quantity = 10): Promise<Loose[]> {
    return (await this.call('taobao.tmc.messages.consume', { quantity: String(quantity) })).body.messages.tmc_message ?? [];
  }

  async confirm(messages: readonly Loose[]): Promise<Answer> {
    return this.call('taobao.tmc.messages.confirm', { s_message_ids: messages.map(({ id }) => id).join(',') });
  }

  /** Consumes and confirms until nothing comes. */
  async drain(): Promise<Loose[]> {
    const all: Loose[] = [];
    for (let batch = await this.consume(200); batch.length > 0; batch = await this.consume(200)) {
      all.push(...batch);
      await this.confirm(batch);
    }
    return all;
  }

  async order(order_id: string, phone: string): Promise<Loose> {
    return (await this.call('alibaba.ele.enterprise.ordernew.get', { order_id, phone })).body.enterprise_data;
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; text: string; json: Loose }> {
    const response = await fetch(`${this.simulator.url}/_control${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
  }
}

const present = (params: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** The numbers of the orders that messages name. */
export const orderIds = (messages: readonly Loose[]): string[] =>
  messages.map(({ content }) => (JSON.parse(content) as { order_id: string }).order_id);
