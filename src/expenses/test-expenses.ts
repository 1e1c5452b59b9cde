import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ExpenseLine, PersonRef } from '@interline/sdk/canonical';
import type { DirectorySnapshot } from '../directory/index.js';
import { newId, withContext, type Actor, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';

/** Hands a test's unit of work and clock to rooms, as the platform does. */
@Global()
@Module({})
export class TestPlatform {
  static of(uow: UnitOfWork, clock: Clock): DynamicModule {
    const providers = [
      { provide: UnitOfWork, useValue: uow },
      { provide: CLOCK, useValue: clock },
    ];
    return { module: TestPlatform, providers, exports: providers };
  }
}

/** A person of {@link TestDirectory}. */
export interface TestPerson {
  personId: Id;
  departmentId: Id;
  departmentVersionId: Id;
  costCentreId: Id;
}

/** A directory in memory: people by employee number, each in a department of one's own. */
export class TestDirectory {
  readonly people = new Map<string, TestPerson>();
  /** Departments led by a person, with all below them. */
  readonly led = new Map<Id, Id[]>();
  readonly departments = new Map<string, TestPerson>();

  constructor(private readonly defaultLegalEntityId: (companyId: Id) => Promise<Id>) {}

  hire(employeeNumber: string): TestPerson {
    const person = { personId: newId(), departmentId: newId(), departmentVersionId: newId(), costCentreId: newId() };
    this.people.set(employeeNumber, person);
    return person;
  }

  async snapshot(companyId: Id): Promise<DirectorySnapshot> {
    const defaultLegalEntityId = await this.defaultLegalEntityId(companyId);
    const place = (found: TestPerson | undefined): (TestPerson & { legalEntityId: Id }) | null =>
      found ? { ...found, legalEntityId: defaultLegalEntityId } : null;
    return {
      companyId,
      version: 1n,
      defaultLegalEntityId,
      resolve: (ref: PersonRef) => place(this.people.get(ref.employeeNumber ?? '')),
      department: (_on, ref) => place(this.departments.get(ref.code ?? '')),
      costCentre: () => null,
      legalEntity: () => null,
    };
  }

  departmentsLedBy(personId: Id): Promise<Id[]> {
    return Promise.resolve(this.led.get(personId) ?? []);
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
