import type { Client } from '@interline/demo';
import { parseMoney } from '@interline/sdk/canonical';
import { parse } from 'csv-parse/sync';
import { until } from '../installation.js';

/** What the gateway says of the reading of a file. */
export interface SeenImport {
  id: string;
  state: string;
  dryRun: boolean;
  linesDone: number;
  added: number;
  changed: number;
  removed: number;
  rowsFileUrl: string | null;
  problem: { code: string; message: string } | null;
  report: {
    rows: number;
    lines: number;
    ignored: { reason: string; rows: number }[];
    refused: { reason: string; rows: number }[];
    sums: { payable: { amount: string; currency: string } }[];
    controls: {
      name: string;
      statedCount: number | null;
      statedSum: { amount: string } | null;
      count: number;
      sum: { amount: string };
      agrees: boolean | null;
    }[];
  } | null;
  statements: { id: string; version: number; agrees: boolean; lineCount: number; lineSum: { amount: string } }[];
}

/** A line of a statement, as a file made it. */
export interface SeenLine {
  externalId: string;
  day: string;
  currency: string;
  amount: bigint;
  description: string | null;
  row: number;
}

interface LinePage {
  statement: {
    lines: {
      nodes: {
        externalId: string;
        companyShare: { amount: string; currency: string };
        vendorBillingDate: string;
        description: string | null;
        fileRow: number;
      }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
}

const FIELDS = `id state dryRun linesDone added changed removed rowsFileUrl problem { code message }
  report { rows lines unresolved from to ignored { reason rows } refused { reason rows }
    sums { lines consumption { amount } refund { amount } payable { amount currency } }
    controls { name statedCount statedSum { amount } count sum { amount } agrees } }
  statements { id version agrees lineCount lineSum { amount } }`;

/** Where somebody of finance brings in statement files, through the public API alone. */
export class StatementDesk {
  constructor(readonly client: Client) {}

  /** Makes an account that gets files only, with a mapping. @returns its id */
  async account(name: string, mapping: object): Promise<string> {
    const { createFileAccount: account } = await this.client.get<{ createFileAccount: { id?: string } }>(
      'mutation ($input: CreateFileAccountInput!) { createFileAccount(input: $input) { ... on VendorAccount { id } ... on InputProblem { message } } }',
      { input: { name, externalAccount: name } },
    );
    await this.map(account.id!, mapping);
    return account.id!;
  }

  /** Says how the files of an account are read. */
  async map(vendorAccountId: string, mapping: object): Promise<void> {
    const { saveStatementMapping: saved } = await this.client.get<{ saveStatementMapping: { version?: number } }>(
      'mutation ($input: SaveStatementMappingInput!) { saveStatementMapping(input: $input) { ... on StatementMapping { version } ... on InputProblem { message } } }',
      { input: { vendorAccountId, mapping } },
    );
    if (saved.version !== 1) throw new Error(`the mapping was refused: ${JSON.stringify(saved)}`);
  }

  /** Uploads a file and asks for it to be read. @returns the reading's id */
  async ask(vendorAccountId: string, name: string, content: string | Uint8Array, more: object = {}): Promise<string> {
    return this.request(vendorAccountId, await this.upload(name, content), more);
  }

  /** Uploads a file. @returns its id */
  upload(name: string, content: string | Uint8Array): Promise<string> {
    return this.client.upload('statement', name, content);
  }

  /** Asks for a file that was uploaded to be read. @returns the reading's id */
  async request(vendorAccountId: string, fileId: string, more: object = {}): Promise<string> {
    const { importStatementFile: asked } = await this.client.get<{ importStatementFile: { id?: string } }>(
      `mutation ($input: ImportStatementFileInput!) { importStatementFile(input: $input) {
         ... on StatementImport { id } ... on InputProblem { message } ... on StateProblem { message } } }`,
      { input: { fileId, vendorAccountId, ...more } },
    );
    if (!asked.id) throw new Error(`the file is not read: ${JSON.stringify(asked)}`);
    return asked.id;
  }

  async reading(id: string): Promise<SeenImport> {
    const { statementImport } = await this.client.get<{ statementImport: SeenImport }>(
      `query ($id: ID!) { statementImport(id: $id) { ${FIELDS} } }`,
      { id },
    );
    return statementImport;
  }

  /** Waits until a reading came to its end. */
  async ended(id: string): Promise<SeenImport> {
    return until(`the file of ${id} to be read`, async () => {
      const entry = await this.reading(id);
      return ['done', 'failed'].includes(entry.state) ? entry : null;
    });
  }

  /** Uploads a file and has it read to its end. */
  async imported(vendorAccountId: string, name: string, content: string | Uint8Array, more: object = {}): Promise<SeenImport> {
    return this.ended(await this.ask(vendorAccountId, name, content, more));
  }

  /** Every line of the statements that a reading made. */
  async linesOf({ statements }: Pick<SeenImport, 'statements'>): Promise<SeenLine[]> {
    const all: SeenLine[] = [];
    for (const { id } of statements) {
      for (let after: string | null = null, more = true; more;) {
        const { statement }: LinePage = await this.client.get<LinePage>(
          `query ($id: ID!, $after: String) { statement(id: $id) { lines(first: 200, after: $after) {
             nodes { externalId companyShare { amount currency } vendorBillingDate description fileRow }
             pageInfo { hasNextPage endCursor } } } }`,
          { id, after },
        );
        for (const { externalId, companyShare, vendorBillingDate, description, fileRow } of statement.lines.nodes) {
          const { amount, currency } = companyShare;
          all.push({ externalId, day: vendorBillingDate, currency, amount: parseMoney(amount, currency).minor, description, row: fileRow });
        }
        [after, more] = [statement.lines.pageInfo.endCursor, statement.lines.pageInfo.hasNextPage];
      }
    }
    return all;
  }

  /** The rows a file made no line of: row, outcome, code, reason, then the row's own cells; the header above them. */
  async otherRows({ rowsFileUrl }: Pick<SeenImport, 'rowsFileUrl'>): Promise<string[][]> {
    if (!rowsFileUrl) return [];
    const text = await (await this.client.request('GET', rowsFileUrl)).text();
    return parse(text, { bom: true, relax_column_count: true });
  }
}
