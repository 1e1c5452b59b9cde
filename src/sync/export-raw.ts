import { stringifyJson } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ConnectionsReader } from '../connections/index.js';
import type { Id } from '../kernel/index.js';
import { MapAgain } from './map-again.js';
import { RawReader } from './raw/raw-reader.js';
import { RawArchiveRepository } from './raw/raw-archive.repository.js';

/** Writes raw records out as they came, personal fields and all: for a recount by other means than ours. */
@Injectable()
export class ExportRaw {
  constructor(
    private readonly repository: RawArchiveRepository,
    private readonly reader: RawReader,
    private readonly again: MapAgain,
    private readonly connections: ConnectionsReader,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Hands out one line of JSON per record, its latest version, sources one after the other. What is gone at the vendor is left out.
   * @param write waited for, so that a slow file slows the reading and memory stays flat
   * @returns how many records there were
   */
  async export(companyId: Id, write: (lines: string) => Promise<void>): Promise<number> {
    let records = 0;
    for (const source of await this.repository.sources(companyId)) {
      const [account] = await this.connections.vendorAccounts([source.vendorAccountId], companyId);
      const codec = await this.reader.codec(source);
      for await (const batch of this.again.latest({ source, codec })) {
        const lines = batch.flatMap(({ stored, data }) =>
          data
            ? `{"connector":${JSON.stringify(account!.pluginId)},"vendorAccount":${JSON.stringify(source.vendorAccountId)},` +
              `"stream":${JSON.stringify(source.stream)},"externalId":${JSON.stringify(stored.externalId)},"version":${stored.version},` +
              `"erased":${stored.erasedAt !== null},"data":${stringifyJson(data)}}\n`
            : [],
        );
        records += lines.length;
        await write(lines.join(''));
      }
    }
    await this.audit.record({ action: 'sync.raw.exported', detail: { records } }, companyId);
    return records;
  }
}
