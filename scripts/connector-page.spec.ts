import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../sdk/connector/index.js';
import { connectorPage } from './connector-page.js';

const text = (en: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': '文' });
const manifest: Manifest = {
  manifest: 1,
  id: 'sample',
  version: '2.1.0',
  sdk: '1',
  name: { en: 'Sample', 'zh-CN': '样例' },
  description: text('Reads orders.'),
  category: 'meal',
  auth: {
    kind: 'api_key',
    credentials: { type: 'object', required: ['key'], properties: { key: { type: 'string', secret: true, title: text('Key') } } },
    codec: { name: 'header', header: 'X-Key', secret: 'key' },
  },
  config: { type: 'object', properties: { mode: { type: 'string', enum: ['a', 'b|c'], default: 'a', description: text('Which.') } } },
  environments: { production: { title: text('Production'), baseUrl: 'https://api.example.com', hosts: ['api.example.com'] } },
  budget: { requestsPerSecond: 2, concurrency: 1, timeoutSeconds: 20, maxResponseBytes: 1_048_576 },
  timeOffset: '+08:00',
  streams: {
    orders: {
      kind: 'orders',
      title: text('Orders'),
      window: { maxDays: 7, overlapMinutes: 90, settleSeconds: 30, maxAgeDays: 365 },
      everyMinutes: 120,
      deletion: 'vanishes',
      control: ['count', 'sum'],
      volatile: ['/trace'],
      personal: [
        { path: '/buyer/phone', class: 'phone' },
        { path: '/name', class: 'name' },
        { path: '/buyer/name', class: 'name' },
      ],
    },
    bills: {
      kind: 'statements',
      title: text('Bills'),
      window: { maxDays: 1, overlapMinutes: 0 },
      everyMinutes: 45,
      deletion: 'never',
    },
  },
  hook: { title: text('Pushes'), maxBodyBytes: 65_536 },
  scopes: ['people.lookup:phone'],
};

describe('the page of a connector', () => {
  const page = connectorPage(manifest);

  it.each([
    '# Sample (样例)',
    '| version | 2.1.0, for version 1 of the SDK |',
    '| requests are signed | by the host, as `header` |',
    '| budget of an account | 2 requests a second, 1 at a time; an answer within 20 s and 1 MiB |',
    '| `key` | Key (文) | yes | yes | string |  |',
    '| `mode` |  | no | no | `a`, `b\\|c`; default `a` | Which. |',
    '| `production` | Production (文) | https://api.example.com | `api.example.com` |',
    '| `orders` | Orders (文) | `orders` | 2 h | up to 7 days, ends 30 s before now, not older than 365 days | 90 min | a record that is not there any more is gone | count and sum |',
    '| `bills` | Bills (文) | `statements` | 45 min | up to 1 day | nothing | never | nothing |',
    '| `orders` | name 2, phone 1 | `/trace` |',
    '| pushes | Pushes (文), up to 64 KiB each |',
    '| writes at the vendor | nothing |',
    '| asks the host for | `people.lookup:phone` |',
  ])('says %s', (line) => {
    expect(page).toContain(line);
  });

  it('ends with one empty line and says nothing of streams that treat no field in a way of its own', () => {
    expect(page.at(-1)).toBe('');
    expect(page.join('\n')).not.toMatch(/\n\n\n/);
    expect(page.filter((line) => line.startsWith('| `bills`'))).toHaveLength(1);
  });
});
