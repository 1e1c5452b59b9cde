import { Client } from '@interline/demo';
import type { LedgerRow } from '@interline/sdk/simulator';
import { type Installation, until } from '../installation.js';
import type { Vendor } from './vendor.js';

const PASSWORD = 'scenario-password-1';

/** A person as an HR system sends it. */
export interface PersonRow {
  employeeNumber: string;
  name: string;
  mobile?: string;
  email?: string;
  departmentCode?: string;
  hiredOn?: string;
}

/** A department as an HR system sends it. */
export interface DepartmentRow {
  code: string;
  name: string;
  parentCode?: string;
  legalEntityCode?: string;
  costCentreCode?: string;
}

/** One import of a directory. */
export interface DirectoryInput {
  effectiveOn?: string;
  complete: boolean;
  people?: PersonRow[];
  departments?: DepartmentRow[];
  costCentres?: { code: string; name: string }[];
  legalEntities?: { code: string; name: string }[];
}

/** What the gateway says of one expense. */
export interface SeenExpense {
  id: string;
  kind: string;
  orderId: string;
  line: string;
  lineType: string;
  companyShare: { amount: string };
  businessDate: string;
  period: string;
  unresolved: boolean;
  version: number;
  reversed: boolean;
  department: { code: string } | null;
  origin: { id: string; orderId: string; period: string } | null;
}

/** What the gateway says of a reading. */
export interface SeenRun {
  id: string;
  stream: string;
  state: string;
  windowFrom: string;
  /** Pages that were committed. */
  pages: number;
  control: { vendorCount: number | null; count: number; agrees: boolean } | null;
  trouble: { code: string; message: string; owner: string } | null;
}

/** What the gateway says of a connection. */
export interface SeenConnection {
  state: string;
  hookUrl: string;
  vendorAccount: { id: string };
  trouble: { code: string; owner: string } | null;
}

const RUN = 'id stream state windowFrom pages control { vendorCount count agrees } trouble { code message owner }';
const EXPENSE = `id kind orderId line lineType companyShare { amount } businessDate period unresolved version reversed
  department { code } origin { id orderId period }`;
const PAGE = 200;
/** A run in one of these goes on by itself. */
const OPEN = ['waiting', 'running'];

/** A company on an installation, seen and moved through the public API alone. */
export class Company {
  private constructor(readonly owner: Client) {}

  /** Founds one from the command line; its owner takes the link and is signed in. */
  static async found(installation: Installation, url: string, slug: string): Promise<Company> {
    const email = `owner@${slug}.example`;
    const words = [
      '--name',
      `Company ${slug}`,
      '--slug',
      slug,
      '--time-zone',
      'Asia/Shanghai',
      '--currency',
      'CNY',
      '--owner-email',
      email,
    ];
    const said = await installation.run(['company', 'create', ...words]);
    const owner = new Client(url);
    await owner.acceptLink(/https?:\S+/.exec(said)![0], 'Owner', PASSWORD);
    return new Company(owner);
  }

  /** Signs in to one that is there. */
  static async enter(url: string, email: string, password: string): Promise<Company> {
    const owner = new Client(url);
    await owner.signIn(email, password);
    return new Company(owner);
  }

  /** Imports a directory, and wants no row refused. */
  async importDirectory(input: DirectoryInput): Promise<void> {
    const { previewDirectoryImport: preview } = await this.owner.get<{
      previewDirectoryImport: { id?: string; problems?: unknown[]; message?: string };
    }>(
      `mutation ($input: PreviewDirectoryImportInput!) { previewDirectoryImport(input: $input) {
         ... on DirectoryImport { id problems { file line code message value } } ... on InputProblem { message } } }`,
      { input },
    );
    if (!preview.id || preview.problems!.length > 0) throw new Error(`the directory was refused: ${JSON.stringify(preview)}`);
    const { applyDirectoryImport: applied } = await this.owner.get<{ applyDirectoryImport: { id?: string; message?: string } }>(
      `mutation ($input: ApplyDirectoryImportInput!) { applyDirectoryImport(input: $input) { ... on DirectoryImport { id } ... on StateProblem { message } } }`,
      { input: { id: preview.id } },
    );
    if (!applied.id) throw new Error(`the directory was not applied: ${applied.message}`);
  }

  /** Connects a simulator, to be read from a day on. @returns the connection's id */
  async connect(vendor: Vendor, since: string): Promise<string> {
    const made = await this.tryToConnect(vendor, since);
    if (!made.id) throw new Error(`not connected: ${made.message}`);
    return made.id;
  }

  /** The same, whatever the answer is. */
  async tryToConnect(vendor: Vendor, since: string, more: object = {}): Promise<{ id?: string; message?: string }> {
    const { connectorId, externalAccount, config, credentials } = vendor;
    const input = { connectorId, environment: 'simulator', externalAccount, config, credentials, since, ...more };
    const { createConnection } = await this.owner.get<{ createConnection: { id?: string; message?: string } }>(
      `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) {
         ... on VendorConnection { id } ... on InputProblem { message problems { field problem } } ... on VendorProblem { message }
         ... on StateProblem { message } } }`,
      { input },
    );
    return createConnection;
  }

  /** Gives a connection its credentials anew, as an admin does whose connection broke. */
  async updateCredentials(id: string, { credentials }: Vendor): Promise<void> {
    const { updateCredentials: updated } = await this.owner.get<{ updateCredentials: { id?: string; message?: string } }>(
      `mutation ($input: UpdateCredentialsInput!) { updateCredentials(input: $input) {
         ... on VendorConnection { id } ... on InputProblem { message } ... on VendorProblem { message } ... on StateProblem { message } } }`,
      { input: { id, credentials } },
    );
    if (!updated.id) throw new Error(`the credentials were refused: ${updated.message}`);
  }

  /** Asks for a sync. @returns the ids of the readings that will do it */
  async requestSync(connectionId: string, more: { stream?: string; from?: string; to?: string } = {}): Promise<string[]> {
    const { requestSync } = await this.owner.get<{ requestSync: { runs?: { id: string }[]; message?: string } }>(
      `mutation ($input: RequestSyncInput!) { requestSync(input: $input) {
         ... on SyncRequested { runs { id } } ... on InputProblem { message } ... on StateProblem { message } } }`,
      { input: { connectionId, ...more } },
    );
    if (!requestSync.runs) throw new Error(`no sync: ${requestSync.message}`);
    return requestSync.runs.map(({ id }) => id);
  }

  /** Asks for a sync and waits until its readings came to an end. @returns them */
  async sync(connectionId: string, more: { stream?: string; from?: string; to?: string } = {}): Promise<SeenRun[]> {
    const ids = await this.requestSync(connectionId, more);
    return until(`${ids.length} readings`, async () => {
      const runs = await this.runs(ids);
      return runs.every((run) => !OPEN.includes(run.state) || run.trouble) ? runs : null;
    });
  }

  async runs(ids: readonly string[]): Promise<SeenRun[]> {
    const runs = await Promise.all(
      ids.map((id) => this.owner.get<{ syncRun: SeenRun }>(`query ($id: ID!) { syncRun(id: $id) { ${RUN} } }`, { id })),
    );
    return runs.map(({ syncRun }) => syncRun);
  }

  /** Readings in one state, newest first, at most a page. */
  async runsIn(connectionId: string, state: string): Promise<SeenRun[]> {
    const { syncRuns } = await this.owner.get<{ syncRuns: { nodes: SeenRun[] } }>(
      `query ($connectionId: ID!, $state: SyncRunState!) { syncRuns(connectionId: $connectionId, state: $state, first: 100) { nodes { ${RUN} } } }`,
      { connectionId, state },
    );
    return syncRuns.nodes;
  }

  /** Whether every stream was read and nothing waits to be. */
  async isSettled(connectionId: string): Promise<boolean> {
    const { connection, waiting, running } = await this.owner.get<{
      connection: { streams: { syncedTo: string | null }[] };
      waiting: { nodes: unknown[] };
      running: { nodes: unknown[] };
    }>(
      `query ($id: ID!) { connection(id: $id) { streams { syncedTo } }
         waiting: syncRuns(connectionId: $id, state: waiting, first: 1) { nodes { id } }
         running: syncRuns(connectionId: $id, state: running, first: 1) { nodes { id } } }`,
      { id: connectionId },
    );
    return waiting.nodes.length + running.nodes.length === 0 && connection.streams.every((stream) => stream.syncedTo !== null);
  }

  /** Waits until everything that is due has been read. */
  async settled(connectionId: string, patience = 120_000): Promise<void> {
    await until('everything to be read', () => this.isSettled(connectionId), patience).catch(async (error: unknown) => {
      const left = await Promise.all([...OPEN, 'failed', 'incomplete'].map((state) => this.runsIn(connectionId, state)));
      throw new Error(`${String(error)}: ${JSON.stringify(left.flat())}`);
    });
  }

  async connection(id: string): Promise<SeenConnection> {
    const { connection } = await this.owner.get<{ connection: SeenConnection }>(
      `query ($id: ID!) { connection(id: $id) { state hookUrl vendorAccount { id } trouble { code owner } } }`,
      { id },
    );
    return connection;
  }

  /** Every expense of a filter, page by page. */
  async expenses(filter: Record<string, unknown> = {}): Promise<SeenExpense[]> {
    const all: SeenExpense[] = [];
    for (let after: string | null = null; ;) {
      const { expenses }: { expenses: { nodes: SeenExpense[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await this.owner.get(
          `query ($filter: ExpenseFilter, $after: String) { expenses(filter: $filter, first: ${PAGE}, after: $after) {
             nodes { ${EXPENSE} } pageInfo { hasNextPage endCursor } } }`,
          { filter, after },
        );
      all.push(...expenses.nodes);
      if (!expenses.pageInfo.hasNextPage) return all;
      after = expenses.pageInfo.endCursor;
    }
  }

  /**
   * What the gateway holds by month and kind, of one connector or all, in the ledger's words: company share as `spend` sums it, orders counted over the
   * expenses themselves.
   */
  async ledger(from: string, to: string, connectorId?: string): Promise<string[]> {
    const { spend } = await this.owner.get<{ spend: { rows: { keys: { id: string }[]; companyShare: { amount: string } }[] } }>(
      `query ($from: Period!, $to: Period!, $connectorId: ID) {
         spend(by: [month, kind], filter: { from: $from, to: $to, connectorId: $connectorId }) { rows { keys { id } companyShare { amount } } } }`,
      { from, to, connectorId },
    );
    const orders = new Map<string, Set<string>>();
    const shares = new Map<string, bigint>();
    for (const { kind, orderId, businessDate, reversed, companyShare } of await this.expenses({ connectorId })) {
      if (reversed) continue;
      const key = `${businessDate.slice(0, 7)} ${kind}`;
      orders.set(key, (orders.get(key) ?? new Set()).add(orderId));
      shares.set(key, (shares.get(key) ?? 0n) + fen(companyShare.amount));
    }
    return spend.rows
      .map(({ keys: [month, kind], companyShare }) => {
        const key = `${month!.id} ${kind!.id}`;
        const share = fen(companyShare.amount);
        if (share !== shares.get(key)) throw new Error(`${key}: spend says ${share}, its expenses sum to ${shares.get(key)}`);
        return `${key}: ${orders.get(key)!.size} orders, ${share}`;
      })
      .sort();
  }
}

/** What is looked at of a row of a simulator's ledger. */
export type TotalRow = Pick<LedgerRow, 'period' | 'kind' | 'orders' | 'companyShare'>;

/** A simulator's ledger in the words of {@link Company.ledger}. */
export function inWords(ledger: readonly TotalRow[]): string[] {
  return ledger
    .filter(({ orders }) => orders > 0)
    .map(({ period, kind, orders, companyShare }) => `${period} ${kind}: ${orders} orders, ${companyShare}`)
    .sort();
}

/** Minor units of a decimal text with two digits behind the point. */
export function fen(amount: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(amount)) throw new RangeError(`${amount} is no amount in CNY`);
  return BigInt(amount.replace('.', ''));
}
