import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { ExpenseLine, PersonRef } from '@interline/sdk/canonical';
import { CompanyModule, CompanyReader, LockPeriod } from '../company/index.js';
import { ConnectionsReader, type VendorAccount } from '../connections/index.js';
import { DirectoryReader, type DirectorySnapshot, type LearnedMember } from '../directory/index.js';
import { MovingClock, newId, withContext, type Actor, type BusinessDate, type Id, type Period } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import { ExpenseBilling } from './expense-billing.js';
import { ExpenseListRepository } from './expense-list.repository.js';
import { ExpenseRanges } from './expense-range.js';
import { ExpenseReader } from './expense-reader.js';
import { ExpenseRepository } from './expense.repository.js';
import { ExpenseSink } from './expense.sink.js';
import { PublishExpenses } from './publish-expenses.js';
import { RecordExpenses } from './record-expenses.js';
import { ResolveUnresolved } from './resolve-unresolved.js';

/** The room on a test's database, with a directory in memory and no connections: for this room's tests and those of the rooms above. */
@Global()
@Module({})
export class TestExpenses {
  static on(uow: UnitOfWork, directory: TestDirectory | DirectoryReader, more: Provider[] = []): DynamicModule {
    const providers: Provider[] = [
      { provide: UnitOfWork, useValue: uow },
      { provide: CLOCK, useValue: new MovingClock(new Date('2026-12-15T00:00:00Z')) },
      { provide: DirectoryReader, useValue: directory },
      { provide: ConnectionsReader, useValue: new TestAccounts() },
      ExpenseRepository,
      ExpenseListRepository,
      ExpenseRanges,
      ExpenseReader,
      ExpenseBilling,
      PublishExpenses,
      RecordExpenses,
      ResolveUnresolved,
      ExpenseSink,
      ...more,
    ];
    return { module: TestExpenses, imports: [CompanyModule], providers, exports: [...providers, CompanyModule] };
  }
}

/** Vendor accounts in memory: those that were given, for every company; any other is unknown and names no legal entity. */
export class TestAccounts {
  readonly list: VendorAccount[] = [];

  add(id: Id, pluginId: string, name: string): void {
    const rest = { environment: 'test', externalAccount: name, legalEntityId: null, statementDueDays: 10, createdAt: new Date(0) };
    this.list.push({ id, pluginId, name, ...rest });
  }

  vendorAccounts(ids: readonly Id[]): Promise<(VendorAccount | null)[]> {
    return Promise.resolve(ids.map((id) => this.list.find((account) => account.id === id) ?? null));
  }

  allVendorAccounts(): Promise<VendorAccount[]> {
    return Promise.resolve(this.list);
  }
}

/** A person of {@link TestDirectory}. */
export interface TestPerson {
  personId: Id;
  departmentId: Id;
  departmentVersionId: Id;
  costCentreId: Id;
}

/** A directory in memory: people by employee number, each in a department of one's own; what belongs to no entity is the company's default one's. */
export class TestDirectory {
  readonly people = new Map<string, TestPerson>();
  /** Departments led by a person, with all below them. */
  readonly led = new Map<Id, Id[]>();
  readonly departments = new Map<string, TestPerson>();
  /** Set where people move: where somebody belongs on a day. */
  placeOn: ((employeeNumber: string, on: BusinessDate) => TestPerson | undefined) | null = null;

  /** Set once the rooms stand. */
  companies!: CompanyReader;

  /** Legal entities that vendors may name, by code. */
  readonly legalEntities = new Map<string, Id>();

  hire(employeeNumber: string): TestPerson {
    const person = { personId: newId(), departmentId: newId(), departmentVersionId: newId(), costCentreId: newId() };
    this.people.set(employeeNumber, person);
    return person;
  }

  async snapshot(companyId: Id): Promise<DirectorySnapshot> {
    const { id: defaultLegalEntityId } = await this.companies.defaultLegalEntity(companyId);
    const place = (found: TestPerson | undefined): (TestPerson & { legalEntityId: Id }) | null =>
      found ? { ...found, legalEntityId: defaultLegalEntityId } : null;
    return {
      companyId,
      version: 1n,
      defaultLegalEntityId,
      resolve: (ref: PersonRef, on) => place(this.placeOn?.(ref.employeeNumber ?? '', on) ?? this.people.get(ref.employeeNumber ?? '')),
      department: (_on, ref) => place(this.departments.get(ref.code ?? '') ?? this.withDepartment(ref.id)),
      costCentre: () => null,
      legalEntity: ({ code }) => this.legalEntities.get(code ?? '') ?? null,
    };
  }

  /** Member ids that rooms said they learned, with the person each stands for. */
  readonly members = new Map<string, Id>();

  learnMembers(members: readonly LearnedMember[]): Promise<void> {
    for (const { memberId, personId } of members) this.members.set(memberId, personId);
    return Promise.resolve();
  }

  private withDepartment(id: Id | undefined): TestPerson | undefined {
    return [...this.people.values()].find(({ departmentId }) => departmentId === id);
  }

  /** Employee numbers behind names. */
  readonly names = new Map<string, string[]>();

  numbersByName(names: readonly string[]): Promise<Map<string, string[]>> {
    return Promise.resolve(new Map(names.flatMap((name) => (this.names.has(name) ? [[name, this.names.get(name)!] as const] : []))));
  }

  departmentsLedBy(personId: Id): Promise<Id[]> {
    return Promise.resolve(this.led.get(personId) ?? []);
  }

  departmentsById(ids: readonly Id[]): Promise<{ id: Id; name: string }[]> {
    return Promise.resolve(ids.map((id) => ({ id, name: `Department ${id.slice(-4)}` })));
  }

  today(): Promise<BusinessDate> {
    return Promise.resolve('2026-12-15');
  }

  peopleById(ids: readonly Id[]): Promise<{ id: Id }[]> {
    return Promise.resolve(ids.map((id) => ({ id })));
  }

  costCentresById(ids: readonly Id[]): Promise<{ id: Id }[]> {
    return Promise.resolve(ids.map((id) => ({ id })));
  }

  departmentVersionsById(ids: readonly Id[]): Promise<{ id: Id }[]> {
    return Promise.resolve(ids.map((id) => ({ id })));
  }

  departmentSubtree(departmentId: Id): Promise<Id[]> {
    return Promise.resolve([departmentId]);
  }
}

/** A ride's charge of one yuan on 3 September 2026, Shanghai time; `amount` follows from the shares. */
export function testLine(over: Partial<ExpenseLine> = {}): ExpenseLine {
  const companyShare = over.companyShare ?? 100n;
  const personalShare = over.personalShare ?? 0n;
  return {
    kind: 'ride',
    externalId: 'O1',
    line: 'charge',
    lineType: 'charge',
    currency: 'CNY',
    occurredAt: new Date('2026-09-03T02:00:00Z'),
    traveller: { employeeNumber: 'E1', name: 'Ann' },
    ...over,
    companyShare,
    personalShare,
    amount: companyShare + personalShare,
  };
}

/** Runs as an actor of a company; by default as the system. */
export function asActor<Result>(
  companyId: Id,
  work: () => Promise<Result>,
  actor?: Partial<Extract<Actor, { kind: 'person' }>>,
): Promise<Result> {
  const who: Actor = actor
    ? { kind: 'person', userId: newId(), sessionId: newId(), companyId, personId: null, roles: [], operator: false, ...actor }
    : { kind: 'system', name: 'test', companyId };
  return withContext({ traceId: newId(), actor: who, ip: null }, work);
}

/** One order of a page. */
export interface TestOrder {
  orderId: string;
  lines: ExpenseLine[];
}

let rawVersion = 0;

/** Hands orders to the room as sync does, in one page. */
export function receiveOrders(sink: ExpenseSink, source: SinkSource, orders: readonly TestOrder[]): Promise<void> {
  rawVersion += 1;
  const records = orders.map(({ orderId, lines }) => ({
    externalId: orderId,
    rawVersion,
    canonical: { externalId: orderId, lines: lines.map((line) => ({ ...line, externalId: orderId })) },
  }));
  return asActor(source.companyId, () => sink.receive({ ...source, records }));
}

/** Locks a month of the company's default legal entity. */
export async function lockMonth(companies: CompanyReader, lockPeriod: LockPeriod, companyId: Id, period: Period): Promise<void> {
  const { id } = await companies.defaultLegalEntity(companyId);
  await asActor(companyId, () => lockPeriod.lock({ legalEntityId: id, period }), { roles: ['finance'] });
}
