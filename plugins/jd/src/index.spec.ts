import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@interline/sdk';
import { parse } from 'yaml';
import { contextOf } from '../fixtures/vendor.js';
import jd from './index.js';

const manifest = parse(readFileSync(new URL('../manifest.yaml', import.meta.url), 'utf8')) as Manifest;

describe('the connector', () => {
  it('has the streams its manifest names, and neither hook nor actions', () => {
    expect(Object.keys(manifest.streams)).toEqual(['orders', 'invoices']);
    expect([jd.streams.orders!.kind, jd.hook, jd.actions, manifest.hook, manifest.actions]).toEqual([
      'orders',
      undefined,
      undefined,
      undefined,
      [],
    ]);
    // Messages are deleted after a page was kept: pages may not share a commit.
    for (const { readAhead } of Object.values(jd.streams)) expect(readAhead).toBeUndefined();
  });

  it('keeps both secrets in the vault, and nothing else: `map` needs the client id', () => {
    const { properties, required } = manifest.auth.credentials;
    expect(required).toEqual(['client_secret', 'password']);
    expect(Object.keys(properties).filter((name) => properties[name]!.secret === true)).toEqual(required);
    expect(manifest.config.required).toEqual(['client_id', 'username']);
  });

  it('names name, phone, mail and address of every place an order has them as personal', () => {
    const paths = manifest.streams.orders!.personal!.map(({ path }) => path);
    const places = ['/detail', '/detail/pOrder', '/detail/cOrder/*'];
    expect(paths).toEqual(places.flatMap((place) => ['name', 'mobile', 'email', 'address'].map((field) => `${place}/${field}`)));
  });

  it('proves the credentials with one order of yesterday: JD does not list today', async () => {
    const { ctx, requests } = contextOf({});
    await jd.check(ctx);
    expect(requests).toEqual([
      { method: 'POST', path: '/api/checkOrder/checkNewOrder', form: { date: '2026-3-19', pageNo: '1', pageSize: '1' }, idempotent: true },
    ]);
  });
});
