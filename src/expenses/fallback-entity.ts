import type { CompanyReader } from '../company/index.js';
import type { ConnectionsReader } from '../connections/index.js';
import type { Id } from '../kernel/index.js';

/** The legal entity of what names none: the vendor account's, else the company's default. */
export async function fallbackEntity(
  accounts: ConnectionsReader,
  companies: CompanyReader,
  companyId: Id,
  vendorAccountId: Id,
): Promise<Id> {
  const [account] = await accounts.vendorAccounts([vendorAccountId], companyId);
  return account?.legalEntityId ?? (await companies.defaultLegalEntity(companyId)).id;
}
