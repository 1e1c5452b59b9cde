import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader } from '../company/index.js';
import {
  businessDate,
  currentCompany,
  type BusinessDate,
  type Clock,
  type Connection,
  type Id,
  type Keyset,
  toConnection,
} from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { PeopleRepository, type PeopleFilter, type PeopleJoins } from './reading/people.repository.js';
import type { CostCentreNode, DepartmentNode, PersonNode, PositionNode } from './reading/person.js';
import { TreeRepository } from './reading/tree.repository.js';
import type { DirectorySnapshot } from './snapshot/directory-snapshot.js';
import type { MemberRow } from './snapshot/snapshot.repository.js';
import { Snapshots } from './snapshot/snapshots.js';

/** A vendor's member id that turned out to be somebody. */
export type LearnedMember = MemberRow;

/**
 * Reads the directory. Methods without a company read the running request's. The `…ById` methods are for loaders: answers in the order of the ids, null where
 * there is none.
 */
@Injectable()
export class DirectoryReader {
  constructor(
    private readonly people: PeopleRepository,
    private readonly tree: TreeRepository,
    private readonly snapshots: Snapshots,
    private readonly companies: CompanyReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The present directory in memory; the same object again while nothing has changed (one cheap query finds out). */
  snapshot(companyId: Id = currentCompany()): Promise<DirectorySnapshot> {
    return this.snapshots.get(companyId);
  }

  /** Remembers member ids inside the caller's unit of work; known ones stay as they are. */
  learnMembers(members: readonly LearnedMember[], companyId: Id = currentCompany()): Promise<void> {
    return this.snapshots.learn(companyId, members);
  }

  /** A page of people by number, in one statement. */
  async peoplePage(
    filter: PeopleFilter,
    joins: PeopleJoins,
    keyset: Keyset,
    companyId: Id = currentCompany(),
  ): Promise<Connection<PersonNode>> {
    const rows = await this.people.page(companyId, await this.today(companyId), filter, joins, keyset);
    return toConnection(rows, keyset, (person) => [person.employeeNumber]);
  }

  async peopleById(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(PersonNode | null)[]> {
    return this.people.byIds(companyId, await this.today(companyId), ids);
  }

  /** The employee numbers behind names, each exactly as it is written; several people may have one name. */
  numbersByName(names: readonly string[], companyId: Id = currentCompany()): Promise<Map<string, string[]>> {
    return this.people.numbersByName(companyId, names);
  }

  /** Each person's positions, newest first. */
  positionsOf(ids: readonly Id[], companyId: Id = currentCompany()): Promise<PositionNode[][]> {
    return this.people.positions(companyId, ids);
  }

  /** Departments at the top of the tree, as on a day (default today). */
  async departmentRoots(on?: BusinessDate, companyId: Id = currentCompany()): Promise<DepartmentNode[]> {
    return this.tree.roots(companyId, on ?? (await this.today(companyId)));
  }

  /** The departments right below each of some others, as on a day. */
  departmentChildren(ids: readonly Id[], on: BusinessDate, companyId: Id = currentCompany()): Promise<DepartmentNode[][]> {
    return this.tree.children(companyId, ids, on);
  }

  /** Departments as on a day, default today. A department that is closed by then answers as it last was. */
  async departmentsById(ids: readonly Id[], on?: BusinessDate, companyId: Id = currentCompany()): Promise<(DepartmentNode | null)[]> {
    return this.tree.byIds(companyId, ids, on ?? (await this.today(companyId)));
  }

  /** Departments by the id of one of their versions: as it was. */
  departmentVersionsById(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(DepartmentNode | null)[]> {
    return this.tree.byVersions(companyId, ids);
  }

  /** Ids of a department and all below it, as on a day (default today). */
  async departmentSubtree(departmentId: Id, on?: BusinessDate, companyId: Id = currentCompany()): Promise<Id[]> {
    return this.tree.subtree(companyId, [departmentId], on ?? (await this.today(companyId)));
  }

  /** Ids of the departments a person leads on a day (default today), with all below them: what a manager may see. */
  async departmentsLedBy(personId: Id, on?: BusinessDate, companyId: Id = currentCompany()): Promise<Id[]> {
    const day = on ?? (await this.today(companyId));
    const led = await this.tree.ledBy(companyId, personId, day);
    return led.length > 0 ? this.tree.subtree(companyId, led, day) : [];
  }

  /** Every cost centre, by code. */
  costCentres(companyId: Id = currentCompany()): Promise<CostCentreNode[]> {
    return this.tree.costCentres(companyId);
  }

  costCentresById(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(CostCentreNode | null)[]> {
    return this.tree.costCentresById(companyId, ids);
  }

  /** Today in the company's zone. */
  async today(companyId: Id = currentCompany()): Promise<BusinessDate> {
    return businessDate(this.clock.now(), (await this.companies.get(companyId)).timeZone);
  }
}
