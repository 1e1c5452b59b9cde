import { Injectable } from '@nestjs/common';
import { CompanyReader, type LegalEntity } from '../../company/index.js';
import { currentCompany, type BusinessDate, type Id } from '../../kernel/index.js';
import type { GatewayContext } from '../../platform/graphql/index.js';
import { DirectoryReader } from '../directory-reader.js';
import { COST_CENTRES_LOADER, DEPARTMENTS_LOADER, LEGAL_ENTITIES_LOADER, PEOPLE_LOADER } from './loader-keys.js';
import type { CostCentreNode, DepartmentNode, PersonNode, PositionNode } from './person.js';

const DEPARTMENTS_ON = Symbol('departments by day and id');
const CHILDREN_ON = Symbol('children by day and department');
const POSITIONS = Symbol('positions by person');

/** The batch loaders behind the directory's fields. A missing id is no error: it answers null. Also for the fields of rooms above. */
@Injectable()
export class DirectoryLoaders {
  constructor(
    private readonly reader: DirectoryReader,
    private readonly companies: CompanyReader,
  ) {}

  person(context: GatewayContext, id: Id | null): Promise<PersonNode | null> | null {
    const company = currentCompany();
    return id === null ? null : context.loaders.get<Id, PersonNode>(PEOPLE_LOADER, (ids) => this.reader.peopleById(ids, company)).load(id);
  }

  /** The department as it is today. */
  department(context: GatewayContext, id: Id | null): Promise<DepartmentNode | null> | null {
    const company = currentCompany();
    if (id === null) return null;
    return context.loaders
      .get<Id, DepartmentNode>(DEPARTMENTS_LOADER, (ids) => this.reader.departmentsById(ids, undefined, company))
      .load(id);
  }

  /** The department as on a day. */
  departmentOn(context: GatewayContext, id: Id | null, on: BusinessDate): Promise<DepartmentNode | null> | null {
    const company = currentCompany();
    if (id === null) return null;
    const batch = byDay((ids, day) => this.reader.departmentsById(ids, day, company));
    return context.loaders.get<string, DepartmentNode>(DEPARTMENTS_ON, batch).load(`${on} ${id}`);
  }

  async departmentsOn(context: GatewayContext, ids: readonly Id[], on: BusinessDate): Promise<DepartmentNode[]> {
    const found = await Promise.all(ids.map((id) => this.departmentOn(context, id, on)));
    return found.filter((department) => department !== null);
  }

  async children(context: GatewayContext, department: DepartmentNode): Promise<DepartmentNode[]> {
    const company = currentCompany();
    const batch = byDay((ids, day) => this.reader.departmentChildren(ids, day, company));
    return (await context.loaders.get<string, DepartmentNode[]>(CHILDREN_ON, batch).load(`${department.on} ${department.id}`)) ?? [];
  }

  costCentre(context: GatewayContext, id: Id | null): Promise<CostCentreNode | null> | null {
    const company = currentCompany();
    if (id === null) return null;
    return context.loaders.get<Id, CostCentreNode>(COST_CENTRES_LOADER, (ids) => this.reader.costCentresById(ids, company)).load(id);
  }

  legalEntity(context: GatewayContext, id: Id | null): Promise<LegalEntity | null> | null {
    const company = currentCompany();
    if (id === null) return null;
    return context.loaders.get<Id, LegalEntity>(LEGAL_ENTITIES_LOADER, (ids) => this.companies.legalEntitiesById(ids, company)).load(id);
  }

  async positions(context: GatewayContext, personId: Id): Promise<PositionNode[]> {
    const company = currentCompany();
    return (await context.loaders.get<Id, PositionNode[]>(POSITIONS, (ids) => this.reader.positionsOf(ids, company)).load(personId)) ?? [];
  }
}

/** A batch over `<day> <id>` keys: one read per day, and a request hardly ever asks for more than one. */
function byDay<Value>(read: (ids: readonly Id[], day: BusinessDate) => Promise<(Value | null)[]>) {
  return async (keys: readonly string[]): Promise<(Value | null)[]> => {
    const days = new Map<BusinessDate, Id[]>();
    for (const key of keys) {
      const [day, id] = key.split(' ') as [BusinessDate, Id];
      days.set(day, [...(days.get(day) ?? []), id]);
    }
    const found = new Map<string, Value | null>();
    for (const [day, ids] of days) (await read(ids, day)).forEach((value, index) => found.set(`${day} ${ids[index]}`, value));
    return keys.map((key) => found.get(key) ?? null);
  };
}
