import type { OrgRef, PersonRef } from '@interline/sdk/canonical';
import type { BusinessDate, Id } from '../../kernel/index.js';
import type { DirectorySnapshot, ResolvedDepartment, ResolvedPerson } from './directory-snapshot.js';
import { phoneKey } from './phone.js';

/** A person as the snapshot keeps them. */
export interface SnapshotPerson {
  id: Id;
  employeeNumber: string;
  email: string | null;
  mobile: string | null;
  hiredOn: BusinessDate | null;
  leftOn: BusinessDate | null;
}

/** A main position. */
export interface SnapshotPosition {
  personId: Id;
  departmentId: Id;
  costCentreId: Id | null;
  legalEntityId: Id | null;
  from: BusinessDate;
  to: BusinessDate | null;
}

/** A department over some days. */
export interface SnapshotDepartment {
  versionId: Id;
  departmentId: Id;
  code: string;
  name: string;
  path: readonly Id[];
  costCentreId: Id | null;
  legalEntityId: Id | null;
  from: BusinessDate;
  to: BusinessDate | null;
}

/** What a snapshot is made of. Positions and departments come in the order of their days. */
export interface SnapshotContent {
  companyId: Id;
  version: bigint;
  people: readonly SnapshotPerson[];
  positions: readonly SnapshotPosition[];
  departments: readonly SnapshotDepartment[];
  costCentres: readonly { id: Id; code: string }[];
  legalEntities: readonly { id: Id; code: string; name: string; isDefault: boolean }[];
}

/** Who a vendor's member id stands for. */
export type MemberLookup = (vendorAccountId: Id, memberId: string) => Id | null;

/** The directory in memory. */
export class MemorySnapshot implements DirectorySnapshot {
  readonly companyId: Id;
  readonly version: bigint;
  readonly defaultLegalEntityId: Id;
  private readonly byNumber = new Map<string, SnapshotPerson>();
  private readonly byPhone = new Map<string, SnapshotPerson[]>();
  private readonly byEmail = new Map<string, SnapshotPerson[]>();
  private readonly people = new Map<Id, SnapshotPerson>();
  private readonly positions = new Map<Id, SnapshotPosition[]>();
  private readonly departments = new Map<Id, SnapshotDepartment[]>();
  private readonly departmentsByCode = new Map<string, SnapshotDepartment[]>();
  private readonly departmentsByName = new Map<string, SnapshotDepartment[]>();
  private readonly costCentres: ReadonlyMap<string, Id>;
  private readonly legalEntities: SnapshotContent['legalEntities'];

  constructor(
    content: SnapshotContent,
    private readonly members: MemberLookup,
  ) {
    this.companyId = content.companyId;
    this.version = content.version;
    this.legalEntities = content.legalEntities;
    this.defaultLegalEntityId = content.legalEntities.find((entity) => entity.isDefault)!.id;
    this.costCentres = new Map(content.costCentres.map((costCentre) => [costCentre.code, costCentre.id]));
    for (const person of content.people) {
      this.people.set(person.id, person);
      this.byNumber.set(person.employeeNumber, person);
      const phone = person.mobile === null ? null : phoneKey(person.mobile);
      if (phone !== null) push(this.byPhone, phone, person);
      if (person.email !== null) push(this.byEmail, person.email, person);
    }
    for (const position of content.positions) push(this.positions, position.personId, position);
    for (const department of content.departments) {
      push(this.departments, department.departmentId, department);
      push(this.departmentsByCode, department.code, department);
      push(this.departmentsByName, department.name, department);
    }
  }

  resolve(ref: PersonRef, on: BusinessDate, vendorAccountId?: Id): ResolvedPerson | null {
    const person = this.find(ref, on, vendorAccountId);
    if (!person) return null;
    const position = heldOn(this.positions.get(person.id), on);
    const department = position && heldOn(this.departments.get(position.departmentId), on);
    return {
      personId: person.id,
      departmentId: position?.departmentId ?? null,
      departmentVersionId: department?.versionId ?? null,
      costCentreId: position?.costCentreId ?? (department ? this.inherited(department, on, 'costCentreId') : null),
      legalEntityId:
        position?.legalEntityId ?? (department ? this.inherited(department, on, 'legalEntityId') : null) ?? this.defaultLegalEntityId,
    };
  }

  department(on: BusinessDate, ref: OrgRef): ResolvedDepartment | null {
    const byKey =
      (ref.id !== undefined && (this.departments.get(ref.id) ?? this.departmentsByCode.get(ref.id))) ||
      (ref.code !== undefined && this.departmentsByCode.get(ref.code));
    const department = byKey ? heldOn(byKey, on) : ref.name === undefined ? null : this.onlyNamed(ref.name, on);
    if (!department) return null;
    return {
      departmentId: department.departmentId,
      departmentVersionId: department.versionId,
      costCentreId: this.inherited(department, on, 'costCentreId'),
      legalEntityId: this.inherited(department, on, 'legalEntityId') ?? this.defaultLegalEntityId,
    };
  }

  costCentre(code: string): Id | null {
    return this.costCentres.get(code) ?? null;
  }

  legalEntity(ref: OrgRef): Id | null {
    const key = ref.code ?? ref.id;
    const byKey = key === undefined ? undefined : this.legalEntities.find((entity) => entity.code === key || entity.id === key);
    if (byKey) return byKey.id;
    const named = ref.name === undefined ? [] : this.legalEntities.filter((entity) => entity.name === ref.name);
    return named.length === 1 ? named[0]!.id : null;
  }

  private find(ref: PersonRef, on: BusinessDate, vendorAccountId: Id | undefined): SnapshotPerson | null {
    const learned = ref.memberId !== undefined && vendorAccountId !== undefined ? this.members(vendorAccountId, ref.memberId) : null;
    const byMember = learned === null ? undefined : this.people.get(learned);
    if (byMember) return byMember;
    const byNumber = ref.employeeNumber === undefined ? undefined : this.byNumber.get(ref.employeeNumber.trim());
    if (byNumber) return byNumber;
    const phone = ref.phone === undefined ? null : phoneKey(ref.phone);
    const byPhone = phone === null ? null : onlyOne(this.byPhone.get(phone), on);
    if (byPhone) return byPhone;
    return ref.email === undefined ? null : onlyOne(this.byEmail.get(ref.email.trim().toLowerCase()), on);
  }

  /** Of the department, else of the nearest one above it. */
  private inherited(department: SnapshotDepartment, on: BusinessDate, key: 'costCentreId' | 'legalEntityId'): Id | null {
    if (department[key] !== null) return department[key];
    for (let index = department.path.length - 2; index >= 0; index -= 1) {
      const value = heldOn(this.departments.get(department.path[index]!), on)?.[key];
      if (value) return value;
    }
    return null;
  }

  private onlyNamed(name: string, on: BusinessDate): SnapshotDepartment | null {
    const holding = (this.departmentsByName.get(name) ?? []).filter(
      (version) => version.from <= on && (version.to === null || on < version.to),
    );
    return holding.length === 1 ? holding[0]! : null;
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * What held on a day, of spans in the order of their days. After the last one that one counts, since refunds follow people who have left; before the first one
 * the first, since the directory may be younger than the orders that are read.
 */
function heldOn<Span extends { from: BusinessDate; to: BusinessDate | null }>(
  spans: readonly Span[] | undefined,
  on: BusinessDate,
): Span | null {
  if (!spans) return null;
  let last: Span | null = null;
  for (const span of spans) {
    if (span.to === span.from) continue;
    if (span.from > on) return last ?? span;
    last = span;
  }
  return last;
}

/** Of several people with the same phone or mail the one employed on the day; else nobody, unless there is only one at all. */
function onlyOne(people: readonly SnapshotPerson[] | undefined, on: BusinessDate): SnapshotPerson | null {
  if (!people) return null;
  if (people.length === 1) return people[0]!;
  const employed = people.filter(
    (person) => (person.hiredOn === null || person.hiredOn <= on) && (person.leftOn === null || on <= person.leftOn),
  );
  return employed.length === 1 ? employed[0]! : null;
}
