import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import type { Connector } from '@interline/sdk';
import { readPluginFolder } from '@interline/sdk/host';
import { describeConnector, Lab, NOW } from '@interline/sdk/testkit';
import simulator from './simulator/index.js';
import connector from './src/index.js';

const folder = new URL('.', import.meta.url);
/** The phone of the suite's guest, who is in no directory. */
const config = { more_phones: '13900000009' };

describeConnector({ folder, connector, simulator, config });

describe('messages that do not say whose order it is', () => {
  let lab: Lab;
  beforeAll(async () => {
    const { manifest } = readPluginFolder(fileURLToPath(folder).replace(/\/$/, ''));
    lab = await Lab.start({ manifest: manifest!, connector: connector as unknown as Connector, simulator, config, now: NOW });
  }, 60_000);
  afterAll(() => lab.close());

  it('are made good by trying the phones of all people', async () => {
    await lab.control('POST', '/messages', { nick: 'enterprise' });
    const session = lab.session();
    const mapped = session.map(
      'orders',
      (await lab.readAll('orders', undefined, session)).flatMap(({ records }) => records),
    );
    expect(mapped.flatMap(({ problem }) => problem?.message ?? [])).toEqual([]);
    expect(new Set(mapped.map(({ record }) => record.externalId))).toEqual(new Set(lab.facts.orders!.map(({ id }) => id)));
  });
});
