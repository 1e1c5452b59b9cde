import type { CanonicalByStream, StreamKind } from '@interline/sdk/canonical';

/** What a record adds to the sum of its window: company share in minor units; null for kinds without money. Its currency is the vendor's. */
export function companyShare<Kind extends StreamKind>(kind: Kind, canonical: CanonicalByStream[Kind]): bigint | null {
  const shares: { [Each in StreamKind]: (record: CanonicalByStream[Each]) => bigint | null } = SHARES;
  return shares[kind](canonical);
}

const SHARES: { [Each in StreamKind]: (record: CanonicalByStream[Each]) => bigint | null } = {
  orders: (order) => order.lines.reduce((sum, line) => sum + line.companyShare, 0n),
  settlements: (row) => row.companyShare,
  statementLines: (line) => line.companyShare,
  statements: (statement) => statement.totals.payable,
  invoices: (invoice) => invoice.amount,
  departments: () => null,
  people: () => null,
};
