import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { ConnectionsReader } from '../../connections/index.js';
import { currentCompany, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { actorName } from './actor-name.js';
import { readMapping, type MappingProblem } from './mapping/mapping.js';
import type { SavedMapping } from './statement-import.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';

/** Keeps how the files of a vendor account are read, as the next version. */
@Injectable()
export class SaveMapping {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly mappings: StatementMappingRepository,
    private readonly accounts: ConnectionsReader,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The saved version; the one that stands when nothing is different. What was imported by earlier versions stays as it is. */
  async save(vendorAccountId: Id, document: unknown): Promise<{ saved: SavedMapping } | { problems: MappingProblem[] }> {
    const companyId = currentCompany();
    const [account] = await this.accounts.vendorAccounts([vendorAccountId], companyId);
    if (!account) return { problems: [{ field: 'vendorAccountId', problem: 'is not an account of the company' }] };
    const read = readMapping(document);
    if ('problems' in read) return read;
    return this.uow.run(async () => {
      const standing = await this.mappings.find(companyId, vendorAccountId);
      if (standing && inOrder(standing.document) === inOrder(read.mapping)) return { saved: standing };
      const saved = await this.mappings.add(companyId, {
        vendorAccountId,
        document: read.mapping,
        createdBy: actorName(),
        createdAt: this.clock.now(),
      });
      await this.audit.record({
        action: 'statements.mapping.saved',
        target: `vendor_account:${vendorAccountId}`,
        detail: { version: saved.version },
      });
      return { saved };
    });
  }
}

/** As JSON with its names in order: the database keeps them in an order of its own. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
