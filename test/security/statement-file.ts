import type { Client } from '@interline/demo';
import { until } from '../installation.js';

const mapping = { currency: 'CNY', zone: '+08:00', columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' } } };

/** What was imported: ids of the account, the uploads and the imports, and where the files of the last import are fetched. */
export interface ImportedFiles {
  accountId: string;
  fileIds: string[];
  importIds: string[];
  urls: string[];
}

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

/** Imports rows of number, day and amount to the end. @returns the ids of the upload, the import and the statement it made, and where its files are fetched */
export async function importRows(
  client: Client,
  vendorAccountId: string,
  rows: readonly string[],
  days: { from?: string; to?: string } = {},
): Promise<{ id: string; fileId: string; statementId: string; urls: string[] }> {
  const fileId = await client.upload('statement', 'bank.csv', ['No,Day,Amount', ...rows].join('\n'));
  const { importStatementFile: asked } = await client.get<{ importStatementFile: { id: string } }>(
    'mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } } }',
    { input: { fileId, vendorAccountId, ...days } },
  );
  return until('a file to be imported', async () => {
    const { statementImport: done } = await client.get<{
      statementImport: { state: string; fileUrl: string; rowsFileUrl: string | null; statements: { id: string }[] };
    }>(`{ statementImport(id: "${asked.id}") { state fileUrl rowsFileUrl statements { id } } }`);
    if (done.state !== 'done') return null;
    const urls = [done.fileUrl, done.rowsFileUrl].filter((url) => url !== null);
    return { id: asked.id, fileId, statementId: done.statements[0]?.id ?? '', urls };
  });
}

/** Imports a statement file and issues it again with other amounts and a row that makes no line: the second import has changes and a file of rows. */
export async function importTwice(client: Client): Promise<ImportedFiles> {
  const accountId = await bankAccount(client);
  const first = await importRows(client, accountId, ['0,2026-01-01,1', '1,2026-01-02,2']);
  const second = await importRows(client, accountId, ['0,2026-01-01,3', '1,2026-01-02,4', '2,2026-01-03,many']);
  return { accountId, fileIds: [first.fileId, second.fileId], importIds: [first.id, second.id], urls: second.urls };
}
