import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Connector, Manifest } from '@interline/sdk';
import { connectorProblems, ManifestText } from '@interline/sdk/host';
import { contextOf, refusal } from '../fixtures/context.js';
import connector from './index.js';

const manifestText = readFileSync(new URL('../manifest.yaml', import.meta.url), 'utf8');
const manifest = new ManifestText('manifest.yaml', manifestText).value() as Manifest;

describe('the connector', () => {
  it('is what its manifest says', () => {
    expect(connectorProblems(connector as unknown as Connector, manifest)).toEqual([]);
    expect(connector.streams.orders!.readAhead).toBeUndefined();
  });

  it('is proven by an order Ele.me itself does not know, without touching the queue', async () => {
    for (const answer of [
      refusal(15, 'isv.order-not-exist'),
      { alibaba_ele_enterprise_ordernew_getstatus_response: { enterprise_code: '404' }, alibaba_ele_enterprise_ordernew_get_response: {} },
    ]) {
      const { ctx, asked } = contextOf(() => answer);
      await connector.check(ctx);
      expect(asked.map(({ method }) => method)).toEqual([
        'alibaba.ele.enterprise.ordernew.getstatus',
        'alibaba.ele.enterprise.ordernew.get',
      ]);
    }
  });

  it.each([
    [25, 'auth'],
    [27, 'auth'],
    [29, 'auth'],
    [11, 'config'],
    [10, 'transient'],
  ])('is not proven by a refusal of the platform with code %p', async (code, expected) => {
    await expect(connector.check(contextOf(() => refusal(code)).ctx)).rejects.toMatchObject({ fault: { class: expected } });
  });
});
