import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { connectionErrors, ConnectionsReader, StreamSchedule, type StreamKey } from '../connections/index.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { currentCompany, kernelErrors, type Clock, type Id, type InterlineError } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { PlanStream } from './plan-stream.js';
import { cutWindow } from './plan-windows.js';
import { SyncRunRepository, type NewRun } from './sync-run.repository.js';
import type { SyncRun } from './sync-run.js';

/** What somebody wants read. */
export interface SyncRequest {
  connectionId: Id;
  /** Default: every stream. */
  stream?: string | null | undefined;
  /** Reads this span again; both or neither. Default: what is new, and what failed or was incomplete. */
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

/** The planned runs, or why there are none. */
export type RequestSyncResult = { runs: SyncRun[] } | { problem: InterlineError } | { field: string; problem: string };

/** Nobody reads more windows again with one request. */
const MOST_WINDOWS = 500;

/** Plans readings because somebody asked for them. */
@Injectable()
export class RequestSync {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly connections: ConnectionsReader,
    private readonly catalogue: ConnectorCatalogue,
    private readonly schedule: StreamSchedule,
    private readonly planning: PlanStream,
    private readonly runs: SyncRunRepository,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The runs wait for a worker.
   * @returns problem CONNECTION_STATE or CONNECTION_CLOSED when the connection is not active
   * @throws NOT_FOUND for a connection that is not the company's
   */
  async request(request: SyncRequest, companyId: Id = currentCompany()): Promise<RequestSyncResult> {
    const [connection] = await this.connections.connections([request.connectionId], companyId);
    if (!connection) throw kernelErrors.NOT_FOUND('there is no such connection');
    if (connection.state === 'closed') return { problem: connectionErrors.CONNECTION_CLOSED('the connection is closed') };
    if (connection.state !== 'active') return { problem: connectionErrors.CONNECTION_STATE(`the connection is ${connection.state}`) };
    const manifest = this.catalogue.manifest(connection.pluginId);
    const streams = request.stream ? [request.stream] : Object.keys(manifest.streams);
    const unknown = streams.find((stream) => !Object.hasOwn(manifest.streams, stream));
    if (unknown !== undefined) return { field: 'stream', problem: `must be one of ${Object.keys(manifest.streams).join(', ')}` };
    const now = this.clock.now();
    const { from, to } = request;
    if (!from !== !to) return { field: from ? 'to' : 'from', problem: 'both ends of a span are needed, or neither' };
    if (from && to && (from >= to || to > now)) return { field: 'to', problem: 'must lie after from, and not in the future' };
    const keys = streams.map((stream) => ({ companyId, connectionId: connection.id, stream }));
    return this.unitOfWork.run(
      async () => {
        const ids: Id[] = [];
        if (from && to) {
          const { id: connectionId, vendorAccountId } = connection;
          const again = keys.flatMap(({ stream }): NewRun[] =>
            cutWindow(manifest.streams[stream]!, { from, to }).map((window) => ({
              ...window,
              connectionId,
              vendorAccountId,
              stream,
              dueAt: now,
            })),
          );
          if (again.length > MOST_WINDOWS)
            return { field: 'from', problem: `the span has ${again.length} windows, more than ${MOST_WINDOWS}` };
          ids.push(...(await this.runs.plan(companyId, again, now)));
        } else {
          for (const key of keys) ids.push(...(await this.now(key, now)));
        }
        const detail = { streams, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, runs: ids.length };
        await this.audit.record({ action: 'sync.run.requested', target: `connection:${connection.id}`, detail }, companyId);
        return { runs: (await this.runs.byIds(companyId, ids)).flatMap((run) => run ?? []) };
      },
      { company: companyId },
    );
  }

  /** What waits, what failed, what is new and what was incomplete of one stream, without waiting any longer. */
  private async now(key: StreamKey, at: Date): Promise<Id[]> {
    const { open, incomplete } = await this.runs.hurry(key, at);
    await this.schedule.hurry(key.companyId, key.connectionId, key.stream, at);
    const ids = [...open, ...(await this.planning.plan(key))];
    for (const id of incomplete) {
      const again = await this.planning.planAgain(key.companyId, id);
      if (again) ids.push(again);
    }
    return ids;
  }
}
