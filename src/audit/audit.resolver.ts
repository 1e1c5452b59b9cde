import { Args, Query, Resolver } from '@nestjs/graphql';
import { currentCompany, openPage, toConnection, type Connection } from '../kernel/index.js';
import type { AuditEntry, QueryAuditEntriesArgs } from '../platform/graphql/index.js';
import { AuditRepository } from './audit.repository.js';

/** An entry with what the field resolvers of upper rooms need. */
export type AuditEntryNode = Omit<AuditEntry, 'user'> & { userId: string | null };

/** Reading the audit. */
@Resolver('AuditEntry')
export class AuditResolver {
  constructor(private readonly repository: AuditRepository) {}

  @Query('auditEntries')
  async auditEntries(@Args() args: QueryAuditEntriesArgs): Promise<Connection<AuditEntryNode>> {
    const keyset = openPage(args, ['count']);
    const entries = await this.repository.page(currentCompany(), { action: args.action ?? null }, keyset);
    const nodes = entries.map((entry) => ({ ...entry, hash: entry.hash.toString('hex') }));
    return toConnection(nodes, keyset, (entry) => [String(entry.sequence)]);
  }
}
