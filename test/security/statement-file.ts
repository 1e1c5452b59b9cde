import type { Client } from '@interline/demo';
import { until } from '../installation.js';

const mapping = { currency: 'CNY', zone: '+08:00', columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' } } };

/** An account for files only, whose files have a number, a day and an amount. The same again is the one that stands. @returns its id */
export async function bankAccount(client: Client): Promise<string> {
  const { createFileAccount: account } = await client.get<{ createFileAccount: { id: string } }>(
    'mutation { createFileAccount(input: { name: "Bank", externalAccount: "77" }) { ... on VendorAccount { id } } }',
  );
  await client.get('mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { __typename } }', {
    input: { vendorAccountId: account.id, mapping },
  });
  return account.id;
}

/** Imports rows of number, day and amount to the end. @returns the ids of the import and of the statement it made */
export async function importRows(
  client: Client,
  vendorAccountId: string,
  rows: readonly string[],
  days: { from?: string; to?: string } = {},
): Promise<{ id: string; statementId: string }> {
  const fileId = await client.upload('statement', 'bank.csv', ['No,Day,Amount', ...rows].join('\n'));
  const { importStatementFile: asked } = await client.get<{ importStatementFile: { id: string } }>(
    'mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } } }',
    { input: { fileId, vendorAccountId, ...days } },
  );
  let statementId = '';
  await until('a file to be imported', async () => {
    const { statementImport } = await client.get<{ statementImport: { state: string; statements: { id: string }[] } }>(
      `{ statementImport(id: "${asked.id}") { state statements { id } } }`,
    );
    statementId = statementImport.statements[0]?.id ?? '';
    return statementImport.state === 'done';
  });
  return { id: asked.id, statementId };
}

/** Imports a statement file and issues it again with another amount. @returns the id of the second import, which has changes */
export async function importTwice(client: Client): Promise<string> {
  const account = await bankAccount(client);
  await importRows(client, account, ['0,2026-01-01,1', '1,2026-01-02,2']);
  return (await importRows(client, account, ['0,2026-01-01,3', '1,2026-01-02,4'])).id;
}
