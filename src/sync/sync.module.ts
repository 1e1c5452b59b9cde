import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { ConnectorsModule } from '../connectors/index.js';
import { DeliverRecords } from './deliver-records.js';
import { ExportRaw } from './export-raw.js';
import { FinishRun } from './finish-run.js';
import { LandRecords } from './land-records.js';
import { MapAgain } from './map-again.js';
import { PlanStream } from './plan-stream.js';
import { QuarantineRepository } from './quarantine.repository.js';
import { DropOldRaw } from './raw/drop-old-raw.js';
import { ErasePersonal } from './raw/erase-personal.js';
import { RawReader } from './raw/raw-reader.js';
import { RawArchiveRepository } from './raw/raw-archive.repository.js';
import { RawRepository } from './raw/raw.repository.js';
import { RawStore } from './raw/raw-store.js';
import { RebuildStream } from './rebuild-stream.js';
import { Recount } from './recount.js';
import { ReplayQuarantine } from './replay-quarantine.js';
import { RequestSync } from './request-sync.js';
import { RunWindow } from './run-window.js';
import { StopClosed } from './stop-closed.js';
import { RunLeaseRepository } from './run-lease.repository.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { SyncRuns } from './sync-runs.js';
import { SyncWorker } from './sync-worker.js';
import { QuarantineResolver, StreamStatusResolver, SyncRunResolver } from './sync.resolver.js';

/** Reads streams of vendors: windows, raw records, quarantine. The sinks come from {@link RECORD_SINKS}, which `app.module.ts` provides globally. */
@Module({
  imports: [AuditModule, CompanyModule, ConnectorsModule, ConnectionsModule],
  providers: [
    SyncRunRepository,
    RunLeaseRepository,
    QuarantineRepository,
    RawRepository,
    RawArchiveRepository,
    RawStore,
    RawReader,
    ErasePersonal,
    DropOldRaw,
    DeliverRecords,
    LandRecords,
    FinishRun,
    RunWindow,
    PlanStream,
    RequestSync,
    MapAgain,
    ReplayQuarantine,
    RebuildStream,
    Recount,
    ExportRaw,
    StopClosed,
    SyncRuns,
    SyncWorker,
    SyncRunResolver,
    StreamStatusResolver,
    QuarantineResolver,
  ],
  exports: [
    RawReader,
    ErasePersonal,
    RunWindow,
    PlanStream,
    RequestSync,
    ReplayQuarantine,
    RebuildStream,
    Recount,
    ExportRaw,
    StopClosed,
    SyncRuns,
    SyncWorker,
  ],
})
export class SyncModule {}
