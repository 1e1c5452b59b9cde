import { VerifyAudit, type AuditVerdict } from '../audit/index.js';
import { CompanyReader } from '../company/index.js';
import type { Cli } from './cli.types.js';

/** The options of `interline audit verify`. */
export interface VerifyOptions {
  company: string;
  anchor?: { sequence: number; hash: string };
}

const REASONS: Record<NonNullable<AuditVerdict['broken']>['reason'], string> = {
  missing: 'is missing',
  altered: 'was changed',
  unlinked: 'does not follow from the one before it',
  anchor: 'is not the one the anchor names',
};

/** `interline audit verify` */
export async function verifyAudit(cli: Cli, { company: slug, anchor }: VerifyOptions): Promise<void> {
  const { entries, head, broken } = await cli.withApplication(async (application) => {
    const company = await application.get(CompanyReader).bySlug(slug);
    return application.get(VerifyAudit).verify(company.id, anchor ?? null);
  });
  if (broken) {
    cli.print(`The chain of ${slug} is broken: entry ${broken.sequence} ${REASONS[broken.reason]}. The ${entries} before it hold.`);
    cli.exit(1);
    return;
  }
  cli.print(`The chain of ${slug} holds: ${entries} entries.`);
  cli.print(`head ${head.sequence}:${head.hash}`);
}
