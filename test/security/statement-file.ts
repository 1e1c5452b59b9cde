import type { Client } from '@interline/demo';
import { until } from '../installation.js';

const mapping = { currency: 'CNY', zone: '+08:00', columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' } } };

/** Imports a statement file and issues it again with another amount. @returns the id of the second import, which has changes */
export async function importTwice(client: Client): Promise<string> {
  const { createFileAccount: account } = await client.get<{ createFileAccount: { id: string } }>(
    'mutation { createFileAccount(input: { name: "Bank", externalAccount: "77" }) { ... on VendorAccount { id } } }',
  );
  await client.get('mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { __typename } }', {
    input: { vendorAccountId: account.id, mapping },
  });
  let last = '';
  for (const amounts of [
    ['1', '2'],
    ['3', '4'],
  ]) {
    const rows = amounts.map((amount, at) => `${at},2026-01-0${at + 1},${amount}`);
    const fileId = await client.upload('statement', 'bank.csv', ['No,Day,Amount', ...rows].join('\n'));
    const { importStatementFile: asked } = await client.get<{ importStatementFile: { id: string } }>(
      'mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) { ... on StatementImport { id } } }',
      { input: { fileId, vendorAccountId: account.id } },
    );
    last = asked.id;
    await until('a file to be imported', async () => {
      const { statementImport } = await client.get<{ statementImport: { state: string } }>(`{ statementImport(id: "${last}") { state } }`);
      return statementImport.state === 'done';
    });
  }
  return last;
}
