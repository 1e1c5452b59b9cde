import { readFileSync } from 'node:fs';
import { parseMoney } from '@interline/sdk/canonical';

/** One entry of a ledger beside a statement, as that ledger's own project read the statement. */
export interface LedgerEntry {
  day: string;
  title: string;
  currency: string;
  /** What the account lost; negative where money came in. Null where the ledger does not know the account and so not the direction. */
  spent: bigint | null;
  size: bigint;
}

/** Accounts a statement may belong to, the likeliest first. */
export type OwnAccounts = readonly RegExp[];

/** Reads a ledger (Beancount). @param own which account the statement is of */
export function readLedger(path: string, own: OwnAccounts): LedgerEntry[] {
  const entries = readFileSync(path, 'utf8').split(/\n(?=\d{4}-\d{2}-\d{2} \*)/);
  return entries.flatMap((text) => {
    const head = /^(\d{4}-\d{2}-\d{2}) \* (.*)/.exec(text);
    if (!head) return [];
    const postings = [...text.matchAll(/^\t([A-Z][A-Za-z]+(?::[^\s]+)+) (-?[\d.]+) ([A-Z]{3})$/gm)].map(
      ([, account, amount, currency]) => ({
        account: account!,
        currency: currency!,
        minor: parseMoney(amount!, currency!).minor,
      }),
    );
    const pattern = own.find((each) => postings.some(({ account }) => each.test(account)));
    const legs = pattern ? postings.filter(({ account }) => pattern.test(account)) : [];
    const known = legs.length > 0 && !postings.every(({ account }) => account.endsWith(':FIXME'));
    const sum = legs.reduce((total, leg) => total - leg.minor, 0n);
    const largest = postings.reduce((most, { minor }) => (minor > most ? minor : most), 0n);
    return [
      {
        day: head[1]!,
        title: head[2]!,
        currency: postings[0]!.currency,
        spent: known ? sum : null,
        size: known ? (sum < 0n ? -sum : sum) : largest,
      },
    ];
  });
}

/** Entries that none of the lines is, each line standing for one entry. */
export function missingEntries(
  entries: readonly LedgerEntry[],
  lines: readonly { day: string; currency: string; amount: bigint }[],
): LedgerEntry[] {
  const left = [...lines];
  return entries.filter((entry) => {
    const at = left.findIndex(
      ({ day, currency, amount }) =>
        day === entry.day &&
        currency === entry.currency &&
        (entry.spent === null ? [entry.size, -entry.size].includes(amount) : amount === entry.spent),
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The samples with their ledgers: folder, files, and the accounts the statement is of. */
export const bankSamples: readonly { folder: string; file: string; ledger: string; own: OwnAccounts }[] = [
  ['alipay', 'alipay', [/^Assets:Alipay$|^Assets:FIXME|^Liabilities:/]],
  ['wechat', 'wechat', [/Wechat:Cash/, /Wechat:MiniFund/, /^Assets:Bank/]],
  ['jd', 'jd', [/^Liabilities:CC|^Assets:JD/]],
  ['mt', 'mt', [/^Assets:DC/, /^Liabilities|^Assets:MT/]],
  ['icbc/credit', 'icbc-credit', [/^Liabilities:Bank:CN:ICBC$/]],
  ['icbc/debit-v1', 'icbc-debit-v1', [/^Assets:Bank:CN:ICBC$/]],
  ['icbc/debit-v2', 'icbc-debit-v2', [/^Assets:Bank:CN:ICBC$/]],
  ['cmb/credit', 'cmb-credit', [/CreditCard:CMB/], 'cmb'],
  ['cmb/debit', 'cmb-debit', [/DebitCard:CMB/], 'cmb'],
  ['boc/credit', 'boc-credit', [/CC:BoC/, /^Assets:FIXME/], 'boc'],
  ['boc/debit', 'boc-debit', [/DC:BoC/], 'boc'],
  ['abc_debit', 'abc_debit', [/ABC:DebitCard/]],
].map(([folder, name, own, file]) => ({
  folder: folder as string,
  file: `${folder as string}/example-${(file ?? name) as string}-records.csv`,
  ledger: `${folder as string}/example-${name as string}-output.beancount`,
  own: own as OwnAccounts,
}));
