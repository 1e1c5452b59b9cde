import { formatMinor } from '@interline/sdk/canonical';

/** `Money` as the gateway shows it. */
export interface MoneyNode {
  amount: string;
  currency: string;
}

/** Minor units as the gateway's `Money`. Accepts what Postgres gives for bigint columns. */
export function toMoney(minor: bigint | string | number, currency: string): MoneyNode {
  return { amount: formatMinor(BigInt(minor), currency), currency };
}
