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

/** Imports a statement file and issues it again with other amounts and a row that makes no line: the second import has changes and a file of rows. */
export async function importTwice(client: Client): Promise<ImportedFiles> {
  const { createFileAccount: account } = await client.get<{ createFileAccount: { id: string } }>(
    'mutation { createFileAccount(input: { name: "Bank", externalAccount: "77" }) { ... on VendorAccount { id } } }',
  );
  await client.get('mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { __typename } }', {
    input: { vendorAccountId: account.id, mapping },
  });
  const imported: ImportedFiles = { accountId: account.id, fileIds: [], importIds: [], urls: [] };
  for (const amounts of [
    ['1', '2'],
    ['3', '4', 'many'],
  ]) {
    const rows = amounts.map((amount, at) => `${at},2026-01-0${at + 1},${amount}`);
    const fileId = await client.upload('statement', 'bank.csv', ['No,Day,Amount', ...rows].join('\n'));
    const { importStatementFile: asked } = await client.get<{ importStatementFile: { id: string } }>(
      'mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } } }',
      { input: { fileId, vendorAccountId: account.id } },
    );
    imported.fileIds.push(fileId);
    imported.importIds.push(asked.id);
    imported.urls = await until('a file to be imported', async () => {
      const { statementImport: done } = await client.get<{
        statementImport: { state: string; fileUrl: string; rowsFileUrl: string | null };
      }>(`{ statementImport(id: "${asked.id}") { state fileUrl rowsFileUrl } }`);
      return done.state === 'done' ? [done.fileUrl, done.rowsFileUrl].filter((url) => url !== null) : null;
    });
  }
  return imported;
}
