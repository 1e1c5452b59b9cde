import { parseJson, stringifyJson, type Json, type Page } from '@interline/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ConnectionHealth, OpenConnection, StreamSchedule, vendorTrouble, type VendorTrouble } from '../connections/index.js';
import { currentCompany, currentContext, InterlineError, newId, withContext, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { LOGGER } from '../platform/logger.js';
import { FinishRun } from './finish-run.js';
import { LandRecords, type Landing, type Reading } from './land-records.js';
import { RecordCodec } from './raw/record-codec.js';
import { LEASE_SECONDS, RunLeaseRepository, type RunEnd } from './run-lease.repository.js';
import type { HeldRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';

/** Pages share a commit until they hold so many records: more cost memory and save next to nothing. */
const COMMIT_RECORDS = 500;
/** Pages share a commit for at most so long. */
const COMMIT_MS = 1_000;
const SECOND = 1_000;
const FIRST_RETRY = 30 * SECOND;
const LONGEST_RETRY = 30 * 60 * SECOND;
/** After so many tries without a step forward a reading has failed; it is tried again a few times a day. */
const MOST_ATTEMPTS = 8;
const LATER = 6 * 60 * 60 * SECOND;

/** Why a reading that goes on is asked to stop. */
type StopReason = 'handed back' | 'lease lost' | 'connection paused' | 'connection closed';

/** Reads one window of one stream, from its checkpoint to its end. */
@Injectable()
export class RunWindow {
  constructor(
    private readonly runs: RunLeaseRepository,
    private readonly opener: OpenConnection,
    private readonly landing: LandRecords,
    private readonly finishing: FinishRun,
    private readonly health: ConnectionHealth,
    private readonly schedule: StreamSchedule,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Takes the run and reads it. Whatever goes wrong with the vendor or the plugin is written down with the run and its connection; nothing is thrown for it.
   * @param signal hands the run back: it goes on from its checkpoint, here or elsewhere
   * @returns where the run stands now; null when it was not to be taken
   * @throws DATABASE_UNAVAILABLE: the run's lease then ends by itself
   */
  async execute(runId: Id, signal: AbortSignal, companyId: Id = currentCompany()): Promise<SyncRunState | null> {
    // Whoever asked for it, it is the system that reads.
    const context = {
      traceId: currentContext()?.traceId ?? newId(),
      actor: { kind: 'system', name: 'sync.run', companyId } as const,
      ip: null,
    };
    return withContext(context, () => this.hold(runId, signal, companyId));
  }

  private async hold(runId: Id, signal: AbortSignal, companyId: Id): Promise<SyncRunState | null> {
    const run = await this.runs.claim(companyId, runId, newId(), this.clock.now());
    if (!run) return null;
    const stop = new AbortController();
    const beat = setInterval(() => void this.beat(run, stop), (LEASE_SECONDS / 4) * SECOND);
    try {
      return await this.read(run, AbortSignal.any([signal, stop.signal]));
    } catch (error) {
      const reason = stop.signal.aborted ? (stop.signal.reason as StopReason) : null;
      return await this.giveBack(run, error, signal.aborted ? 'handed back' : reason).catch(nullWhenLost);
    } finally {
      clearInterval(beat);
    }
  }

  private async read(run: HeldRun, signal: AbortSignal): Promise<SyncRunState> {
    const { session } = await this.opener.open(run.connectionId, { signal }, run.companyId);
    const stream = session.manifest.streams[run.stream];
    if (!stream) throw new TypeError(`the manifest of ${session.manifest.id} has no stream ${run.stream} any more`);
    const reading: Reading = { run, session, codec: new RecordCodec(stream) };
    if (!run.readThrough) {
      const pages = this.pages(reading);
      if (pages) await this.landAll(reading, pages, signal);
      // A stream that cannot read single records finds them by polling, within its overlap.
      else await this.schedule.hurry(run.companyId, run.connectionId, run.stream, this.clock.now());
    }
    return this.finishing.finish(reading);
  }

  private pages({ run, session }: Reading): AsyncIterable<Page> | null {
    if (run.externalIds) return session.fetch(run.stream, run.externalIds);
    const cursor: Json = run.cursor === null ? null : parseJson(run.cursor);
    return session.read(run.stream, { from: run.windowFrom, to: run.windowTo, cursor });
  }

  /**
   * Commits pages as they come. Where the plugin allows it, pages share a commit and the next are read while the last are being committed;
   * otherwise the plugin is asked for a page only after the one before it has been committed.
   */
  private async landAll(reading: Reading, pages: AsyncIterable<Page>, signal: AbortSignal): Promise<void> {
    const ahead = reading.session.connector.streams[reading.run.stream]?.readAhead === true;
    let committing: Promise<void> = Promise.resolve();
    let batch = emptyLanding();
    let began = performance.now();
    try {
      for await (const page of ahead ? oneAhead(pages) : pages) {
        if (batch.pages === 0) began = performance.now();
        add(batch, page, reading.run.externalIds !== null);
        const full = batch.records.length >= COMMIT_RECORDS || performance.now() - began >= COMMIT_MS;
        if (ahead && !full) continue;
        await committing;
        signal.throwIfAborted();
        committing = this.landing.land(reading, batch);
        // Waited for before the next commit; until then its failure must not count as unhandled.
        committing.catch(() => undefined);
        batch = emptyLanding();
        if (!ahead) await committing;
      }
    } catch (error) {
      // What came whole before it is kept, so that it need not be read again.
      await committing;
      if (batch.pages > 0) await this.landing.land(reading, batch);
      throw error;
    }
    await committing;
    // A plugin may end without a page whose cursor is null; then this is what says that all was read.
    if (batch.pages > 0 || !reading.run.readThrough) {
      await this.landing.land(reading, { ...batch, cursor: batch.cursor ?? reading.run.cursor, readThrough: true });
    }
  }

  private async beat(run: HeldRun, stop: AbortController): Promise<void> {
    try {
      const { mine, connection } = await this.runs.renew(run);
      if (!mine) stop.abort('lease lost' satisfies StopReason);
      else if (connection === 'closed') stop.abort('connection closed' satisfies StopReason);
      else if (connection !== 'active') stop.abort('connection paused' satisfies StopReason);
    } catch (error) {
      this.logger.warn({ err: error, runId: run.id }, 'the lease of a reading could not be renewed');
    }
  }

  /** Lets go of a run that did not come to its end. */
  private async giveBack(run: HeldRun, error: unknown, stopped: StopReason | null): Promise<SyncRunState | null> {
    if (stopped === 'lease lost') return null;
    if (error instanceof InterlineError && error.code === 'LEASE_LOST') return null;
    const at = this.clock.now();
    if (stopped) {
      const closed = stopped === 'connection closed';
      const end: RunEnd = {
        state: closed ? 'stopped' : 'waiting',
        reason: stopped ?? 'handed back',
        trouble: null,
        dueAt: closed ? null : at,
      };
      await this.unitOfWork.run((tx) => this.runs.release(tx, run, end, at), { company: run.companyId });
      return end.state;
    }
    const trouble = vendorTrouble(error);
    this.logger.warn(
      { err: error, runId: run.id, stream: run.stream, connectionId: run.connectionId, code: trouble.code },
      'reading failed',
    );
    const end = endOf(run, trouble, at);
    await this.unitOfWork.run(
      async (tx) => {
        await this.runs.release(tx, run, end, at);
        // Until it has failed for good a reading says nothing of the others.
        const { companyId, connectionId, stream } = run;
        await this.health.troubled(
          companyId,
          connectionId,
          trouble,
          trouble.next === 'later' || trouble.owner === 'interline' ? stream : null,
        );
        if (end.state === 'failed')
          tx.emit({ type: 'sync.run_finished.v1', data: { runId: run.id, connectionId, stream, state: 'failed' } });
      },
      { company: run.companyId },
    );
    return end.state;
  }
}

/** Whoever took a run over says how it ends. */
function nullWhenLost(error: unknown): null {
  if (error instanceof InterlineError && error.code === 'LEASE_LOST') return null;
  throw error;
}

/** Asks for a page as soon as the one before it came, so that the vendor works on it meanwhile. */
async function* oneAhead(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const reading = pages[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<Page>> => {
    const next = reading.next();
    // Awaited with its turn; until then its failure must not count as unhandled.
    next.catch(() => undefined);
    return next;
  };
  try {
    for (let next = ask(); ;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    // Not awaited: it would end only after the page that is under way.
    Promise.resolve(reading.return?.()).catch(() => undefined);
  }
}

function emptyLanding(): Landing {
  return { records: [], pages: 0, cursor: null, readThrough: false, vendorCount: null, vendorSum: null };
}

function add(batch: Landing, page: Page, single: boolean): void {
  for (const record of page.records)
    batch.records.push(STORABLE.test(record.externalId) ? record : { ...record, externalId: storable(record.externalId) });
  batch.pages += 1;
  batch.readThrough = page.cursor === null;
  batch.cursor = page.cursor === null ? null : stringifyJson(page.cursor);
  // What a vendor says of single records is no figure of a window.
  if (single) return;
  batch.vendorCount = page.control?.count ?? batch.vendorCount;
  batch.vendorSum = page.control?.sum ?? batch.vendorSum;
}

/** No U+0000 and no half of a surrogate pair: Postgres keeps neither. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/** Signs in the place of what cannot be kept: the same id becomes the same again. */
function storable(externalId: string): string {
  return Buffer.from(externalId.replaceAll('\0', '\u2400'), 'utf8').toString('utf8');
}

function endOf(run: HeldRun, trouble: VendorTrouble, at: Date): RunEnd {
  const { code, message, owner } = trouble;
  const end = (state: 'waiting' | 'failed', wait: number): RunEnd => ({
    state,
    reason: code,
    trouble: { code, message, owner },
    dueAt: new Date(at.getTime() + wait),
  });
  // Due at once: the connection is broken, and who mends it wants to see the reading go on.
  if (trouble.next === 'stop') return end('failed', 0);
  if (trouble.next === 'later' || run.attempts + 1 >= MOST_ATTEMPTS) return end('failed', LATER);
  const backoff = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** run.attempts) * (1 + Math.random() / 5);
  return end('waiting', Math.max(trouble.retryAfter ?? 0, backoff));
}
