import type { CanonicalByStream } from '@interline/sdk/canonical';
import { Client } from 'pg';
import type { Id } from '../kernel/index.js';
import type { UnitOfWork } from '../platform/database/index.js';
import { companyShare } from './company-share.js';
import type { RecordSink, SinkBatch, SinkFact, SinkSource, VanishedBatch } from './record-sink.js';

/** Makes the table that test sinks write to, behind the same wall as every table of a company. */
export async function makeLanded(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE landed (company_id uuid, id uuid DEFAULT gen_random_uuid(), vendor_account_id uuid, stream text, external_id text, raw_version int,
        share bigint CHECK (share < 1000000000), plugin_version text, PRIMARY KEY (company_id, vendor_account_id, stream, external_id));
      CALL protect_tenant_table('landed', 'SELECT, INSERT, UPDATE, DELETE')`);
  } finally {
    await client.end();
  }
}

/** Keeps one row per record in table `landed`. */
export class TestSink<Kind extends 'orders' | 'settlements'> implements RecordSink<Kind> {
  /** Every batch it was given, by the ids in it. */
  readonly batches: string[][] = [];
  /** Called inside the unit of work, after the rows were written. */
  after: (batch: SinkBatch<CanonicalByStream[Kind]>) => void | Promise<void> = () => undefined;

  constructor(
    readonly kind: Kind,
    private readonly uow: UnitOfWork,
  ) {}

  async receive(batch: SinkBatch<CanonicalByStream[Kind]>): Promise<void> {
    await this.uow.run(
      (tx) =>
        tx.query(
          `INSERT INTO landed (company_id, vendor_account_id, stream, external_id, raw_version, share, plugin_version)
           SELECT $1, $2, $3, r.external_id, r.raw_version, r.share, $7 FROM unnest($4::text[], $5::int[], $6::bigint[]) AS r(external_id, raw_version, share)
           ON CONFLICT (company_id, vendor_account_id, stream, external_id)
             DO UPDATE SET raw_version = excluded.raw_version, share = excluded.share, plugin_version = excluded.plugin_version`,
          [
            ...this.key(batch),
            batch.records.map(({ externalId }) => externalId),
            batch.records.map(({ rawVersion }) => rawVersion),
            batch.records.map(({ canonical }) => companyShare(this.kind, canonical)),
            batch.pluginVersion,
          ],
        ),
      { company: batch.companyId },
    );
    this.batches.push(batch.records.map(({ externalId }) => externalId));
    await this.after(batch);
  }

  async vanished(batch: VanishedBatch): Promise<void> {
    await this.uow.run(
      (tx) =>
        tx.query('UPDATE landed SET share = 0 WHERE company_id = $1 AND vendor_account_id = $2 AND stream = $3 AND external_id = ANY($4)', [
          ...this.key(batch),
          batch.records.map(({ externalId }) => externalId),
        ]),
      { company: batch.companyId },
    );
  }

  async facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    const rows = await this.uow.read<{ id: Id; external_id: string; share: string }>(
      'SELECT id, external_id, share FROM landed WHERE company_id = $1 AND vendor_account_id = $2 AND stream = $3 AND external_id = ANY($4)',
      [...this.key(source), externalIds],
      { company: source.companyId },
    );
    return rows.map((row) => ({ externalId: row.external_id, id: row.id, key: '', facts: { share: row.share } }));
  }

  private key(source: SinkSource): [Id, Id, string] {
    return [source.companyId, source.vendorAccountId, source.stream];
  }
}
