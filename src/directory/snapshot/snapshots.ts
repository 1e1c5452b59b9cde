import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CompanyReader } from '../../company/index.js';
import type { Clock, Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { ImportRepository } from '../import/import.repository.js';
import { MemorySnapshot } from './memory-snapshot.js';
import { SnapshotRepository, type MemberRow } from './snapshot.repository.js';

/** Member ids another process has learned show up after this long; until then they resolve by their other fields, as they did there. */
const MEMBERS_MS = 60_000;
/** Companies whose directories one process keeps in memory. */
const COMPANIES = 50;

interface Loaded {
  version: string;
  snapshot: Promise<MemorySnapshot>;
  members: Map<string, Id>;
  membersReadAt: number;
}

/** Keeps the directories of companies in memory, each as of its newest version. */
@Injectable()
export class Snapshots {
  private readonly loaded = new LRUCache<Id, Loaded>({ max: COMPANIES });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: SnapshotRepository,
    private readonly imports: ImportRepository,
    private readonly companies: CompanyReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The company's directory now. One cheap query when nothing has changed. */
  async get(companyId: Id): Promise<MemorySnapshot> {
    const version = await this.imports.version(companyId);
    let loaded = this.loaded.get(companyId);
    if (loaded?.version !== version) {
      loaded = this.load(companyId, version);
      this.loaded.set(companyId, loaded);
    } else if (performance.now() - loaded.membersReadAt > MEMBERS_MS) {
      loaded.membersReadAt = performance.now();
      const rows = await this.repository.members(companyId);
      for (const row of rows) loaded.members.set(memberKey(row.vendorAccountId, row.memberId), row.personId);
    }
    return loaded.snapshot;
  }

  /** Remembers member ids with the caller's unit of work; known ones stay as they are. This process uses them once they are committed. */
  async learn(companyId: Id, members: readonly MemberRow[]): Promise<void> {
    const known = this.loaded.peek(companyId)?.members;
    const unknown = known ? members.filter((row) => !known.has(memberKey(row.vendorAccountId, row.memberId))) : members;
    if (unknown.length === 0) return;
    await this.unitOfWork.run(
      async (tx) => {
        const added = await this.repository.learn(companyId, unknown, this.clock.now());
        tx.afterCommit(() => {
          const present = this.loaded.peek(companyId)?.members;
          for (const row of added) present?.set(memberKey(row.vendorAccountId, row.memberId), row.personId);
        });
      },
      { company: companyId },
    );
  }

  private load(companyId: Id, version: string): Loaded {
    const members = new Map<string, Id>();
    const snapshot = this.read(companyId, version, members);
    snapshot.catch(() => this.loaded.delete(companyId));
    return { version, snapshot, members, membersReadAt: performance.now() };
  }

  private async read(companyId: Id, version: string, members: Map<string, Id>): Promise<MemorySnapshot> {
    // A newer version may be read than the number says; the number then makes the next call read again.
    const people = await this.repository.people(companyId);
    const positions = await this.repository.positions(companyId);
    const departments = await this.repository.departments(companyId);
    const costCentres = await this.repository.costCentres(companyId);
    const legalEntities = await this.companies.legalEntities(companyId);
    for (const row of await this.repository.members(companyId)) members.set(memberKey(row.vendorAccountId, row.memberId), row.personId);
    return new MemorySnapshot(
      { companyId, version: BigInt(version), people, positions, departments, costCentres, legalEntities },
      (vendorAccountId, memberId) => members.get(memberKey(vendorAccountId, memberId)) ?? null,
    );
  }
}

function memberKey(vendorAccountId: Id, memberId: string): string {
  return `${vendorAccountId} ${memberId}`;
}
