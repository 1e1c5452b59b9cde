import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { formatMinor } from '@interline/sdk/canonical';
import { CompanyReader } from '../company/index.js';
import { ConnectionsReader, type StreamStatusNode, type VendorAccount, type VendorConnection } from '../connections/index.js';
import { currentCompany, isId, kernelErrors, openPage, toConnection, type Connection, type Id } from '../kernel/index.js';
import type {
  GatewayContext,
  MutationReplayQuarantineArgs,
  MutationRequestSyncArgs,
  QueryQuarantineArgs,
  QuerySyncRunArgs,
  QuerySyncRunsArgs,
} from '../platform/graphql/index.js';
import { QuarantineRepository, type QuarantinedRecord } from './quarantine.repository.js';
import { ReplayQuarantine, type Replayed } from './replay-quarantine.js';
import { RequestSync } from './request-sync.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { SyncWorker } from './sync-worker.js';
import type { SyncRun } from './sync-run.js';

const CONNECTIONS = Symbol('connections of runs');
const ACCOUNTS = Symbol('accounts of quarantined records');
const OPEN_WINDOWS = Symbol('open windows of streams');
const LAST_RUNS = Symbol('last runs of streams');
const QUARANTINED = Symbol('quarantined records of streams');

/** Runs at the gateway. */
@Resolver('SyncRun')
export class SyncRunResolver {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly connections: ConnectionsReader,
    private readonly companies: CompanyReader,
    private readonly requests: RequestSync,
    private readonly worker: SyncWorker,
  ) {}

  @Query('syncRuns')
  async syncRuns(@Args() args: QuerySyncRunsArgs): Promise<Connection<SyncRun>> {
    const keyset = openPage(args, ['id']);
    const filter = { connectionId: optionalId(args.connectionId), state: args.state ?? null };
    return toConnection(await this.runs.page(currentCompany(), filter, keyset), keyset, (run) => [run.id]);
  }

  @Query('syncRun')
  async syncRun(@Args() { id }: QuerySyncRunArgs): Promise<SyncRun | null> {
    return isId(id) ? (await this.runs.byIds(currentCompany(), [id]))[0]! : null;
  }

  @Mutation('requestSync')
  async requestSync(@Args() { input }: MutationRequestSyncArgs): Promise<object> {
    if (!isId(input.connectionId)) throw kernelErrors.NOT_FOUND('there is no such connection');
    const result = await this.requests.request(input);
    if ('runs' in result) {
      await this.worker.hurry();
      return { __typename: 'SyncRequested', runs: result.runs };
    }
    if ('field' in result)
      return { __typename: 'InputProblem', code: 'BAD_INPUT', message: `${result.field} ${result.problem}`, field: result.field };
    return { __typename: 'StateProblem', code: result.problem.code, message: result.problem.message };
  }

  @ResolveField('connection')
  connection(run: SyncRun, _args: unknown, { loaders }: GatewayContext): Promise<VendorConnection | null> {
    return loaders.get<Id, VendorConnection>(CONNECTIONS, (ids) => this.connections.connections(ids)).load(run.connectionId);
  }

  /** Beside what the vendor says stands what came, each record once. Sums are shown in the company's currency, the one its vendors bill in. */
  @ResolveField('control')
  async control(run: SyncRun): Promise<object | null> {
    if (run.vendorCount === null && run.vendorSum === null) return null;
    const { baseCurrency } = await this.companies.get();
    const decimal = (minor: bigint | null): string | null => (minor === null ? null : formatMinor(minor, baseCurrency));
    const { vendorCount, distinctRecords: count, vendorSum, shareSum } = run;
    const agrees = (vendorCount === null || vendorCount === count) && (vendorSum === null || vendorSum === shareSum);
    return { vendorCount, count, vendorSum: decimal(vendorSum), sum: decimal(shareSum), agrees };
  }
}

/** How far streams are: what this room knows of them. */
@Resolver('StreamStatus')
export class StreamStatusResolver {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly quarantine: QuarantineRepository,
  ) {}

  @ResolveField('lastRun')
  lastRun(status: StreamStatusNode, _args: unknown, { loaders }: GatewayContext): Promise<SyncRun | null> {
    const loader = loaders.get<StreamStatusNode, SyncRun>(LAST_RUNS, (keys) =>
      this.runs.lastRuns(
        currentCompany(),
        keys.map(({ connectionId, stream }) => ({ connectionId, stream: stream.id })),
      ),
    );
    return loader.load(status);
  }

  @ResolveField('openWindows')
  async openWindows(status: StreamStatusNode, _args: unknown, { loaders }: GatewayContext): Promise<number> {
    const loader = loaders.get<StreamStatusNode, number>(OPEN_WINDOWS, (keys) =>
      this.runs.openWindows(
        currentCompany(),
        keys.map(({ connectionId, stream }) => ({ connectionId, stream: stream.id })),
      ),
    );
    return (await loader.load(status)) ?? 0;
  }

  @ResolveField('quarantined')
  async quarantined(status: StreamStatusNode, _args: unknown, { loaders }: GatewayContext): Promise<number> {
    const loader = loaders.get<StreamStatusNode, number>(QUARANTINED, (keys) =>
      this.quarantine.counts(
        currentCompany(),
        keys.map(({ vendorAccountId, stream }) => ({ vendorAccountId, stream: stream.id })),
      ),
    );
    return (await loader.load(status)) ?? 0;
  }
}

/** The quarantine at the gateway. */
@Resolver('QuarantinedRecord')
export class QuarantineResolver {
  constructor(
    private readonly repository: QuarantineRepository,
    private readonly connections: ConnectionsReader,
    private readonly replays: ReplayQuarantine,
  ) {}

  @Query('quarantine')
  async quarantine(@Args() args: QueryQuarantineArgs): Promise<Connection<QuarantinedRecord>> {
    const keyset = openPage(args, ['id']);
    const connectionId = optionalId(args.connectionId);
    const [connection = null] = connectionId ? await this.connections.connections([connectionId]) : [];
    if (connectionId && !connection) return toConnection<QuarantinedRecord>([], keyset, () => []);
    const records = await this.repository.page(currentCompany(), connection?.vendorAccountId ?? null, keyset);
    return toConnection(records, keyset, (record) => [record.id]);
  }

  @Mutation('replayQuarantine')
  replayQuarantine(@Args() { connectionId }: MutationReplayQuarantineArgs): Promise<Replayed> {
    if (!isId(connectionId)) throw kernelErrors.NOT_FOUND('there is no such connection');
    return this.replays.replay(connectionId);
  }

  @ResolveField('vendorAccount')
  vendorAccount(record: QuarantinedRecord, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.connections.vendorAccounts(ids)).load(record.vendorAccountId);
  }
}

/** An id that is none finds nothing, like one of another company. */
function optionalId(id: string | null | undefined): Id | null {
  if (id == null) return null;
  return isId(id) ? id : '00000000-0000-0000-0000-000000000000';
}
