import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildWorld } from '@interline/demo';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { Installation } from '../installation.js';
import { withDidi } from '../needs.js';
import { Company, fen, inWords } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
/** Lines that go to the server at once. */
const CHUNK = 500;

let installation: Installation;
let vendor: Vendor;
let company: Company;
let scratch: Client;
let first: string;
let now: string;
/** Two months and the running one of the demo's big company, with bills that were tampered with. Nobody is in its directory: money counts without people. */
beforeAll(async () => {
  installation = await Installation.make();
  vendor = await Vendor.start(installation);
  const asOf = new Date(Date.now() - 15 * MINUTE);
  now = monthOf(asOf, 0);
  first = monthOf(asOf, -2);
  const { facts } = buildWorld({ seed: 'recount', asOf, first });
  await vendor.facts({
    ...facts,
    billAdjustments: [
      { id: 'up', period: first, kind: 'ride', amount: '12345', text: 'a fee nobody knows' },
      { id: 'down', period: first, kind: 'ride', amount: '-101', text: 'a rebate' },
    ],
  });
  const all = installation.start(['all', ...vendor.words]);
  company = await Company.found(installation, (await all.ready())!, 'recount');
  const connectionId = await company.connect(vendor, `${first}-01`);
  await company.settled(connectionId);
  scratch = await load(await exportRaw());
  await scratch.query(await readFile(new URL('recount.sql', import.meta.url), 'utf8'));
}, 240_000);
afterAll(async () => {
  await scratch?.end();
  await installation.close();
}, 60_000);

/** The month in China, so many months from that of an instant. */
function monthOf(at: Date, months: number): string {
  const local = new Date(at.getTime() + 8 * 60 * MINUTE);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
}

async function exportRaw(): Promise<string> {
  const file = join(installation.dataDir, 'raw.ndjson');
  const said = await installation.run(['sync', 'export-raw', '--company', 'recount', '--to', file]);
  expect(said).toMatch(/^\d+ records are in /);
  return file;
}

/** Reads the export into a database of its own, line by line. */
async function load(file: string): Promise<Client> {
  const admin = new Client({ connectionString: await installation.adminUrl('postgres') });
  await admin.connect();
  await admin.query('CREATE DATABASE recount TEMPLATE template0');
  await admin.end();
  const client = new Client({ connectionString: await installation.adminUrl('recount') });
  await client.connect();
  await client.query('CREATE TABLE raw (line jsonb NOT NULL)');
  let chunk: string[] = [];
  const flush = async (): Promise<void> => {
    await client.query('INSERT INTO raw SELECT line::jsonb FROM unnest($1::text[]) AS line', [chunk]);
    chunk = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) if (chunk.push(line) === CHUNK) await flush();
  await flush();
  return client;
}

withDidi('a second count from the raw bytes, by SQL alone', () => {
  it('finds no order that contradicts itself', async () => {
    const { rows } = await scratch.query('SELECT external_id, reason FROM doubtful');
    expect(rows).toEqual([]);
  });

  it('agrees with the gateway and with the vendor in every month and kind, to the cent', async () => {
    const { rows } = await scratch.query<{ period: string; kind: string; orders: string; company: string }>('SELECT * FROM spend');
    const counted = rows.map(({ period, kind, orders, company: share }) => `${period} ${kind}: ${orders} orders, ${share}`).sort();
    expect(counted).toEqual(await company.ledger(first, now));
    expect(counted).toEqual(inWords(await vendor.ledger()));
    expect(counted.length).toBeGreaterThanOrEqual(8);
  });

  it('agrees on what the bills hold, corrections included', async () => {
    const { bills } = await company.owner.get<{ bills: { period: string; statementTotal: { amount: string } }[] }>(
      '{ bills { period statementTotal { amount } } }',
    );
    const totals = new Map<string, bigint>();
    for (const { period, statementTotal } of bills) totals.set(period, (totals.get(period) ?? 0n) + fen(statementTotal.amount));
    const { rows } = await scratch.query<{ period: string; company: string }>('SELECT * FROM billed');
    const out = [...totals].filter(([, total]) => total !== 0n);
    expect(rows.map(({ period, company: share }) => `${period} ${share}`).sort()).toEqual(
      out.map(([period, total]) => `${period} ${total}`).sort(),
    );
    expect(out.length).toBeGreaterThan(0);
  });
});
