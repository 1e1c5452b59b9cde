import type { Blueprint, Plan } from './blueprints.js';
import type { CostCentre, DepartmentVersion, LegalEntity } from './world.types.js';

/** Everything before this day is history the demo does not tell. */
export const EPOCH = '2024-01-01';

/** A department as it stands on a day, before it is known who leads it. */
export type Standing = Omit<DepartmentVersion, 'leaderEmployeeNumber'> & { plan: Plan };

/** The company's departments through time: drawn once, reorganised each 1 July, to and fro. */
export class Organisation {
  private readonly versions = new Map<string, Standing[]>();
  private readonly entities: ReadonlyMap<string, LegalEntity>;
  private readonly centres: ReadonlyMap<string, CostCentre>;

  /** @param until the last day that is drawn */
  constructor(
    readonly blueprint: Blueprint,
    until: string,
  ) {
    this.entities = new Map(blueprint.entities.map((entity) => [entity.code, entity]));
    this.centres = new Map(blueprint.costCentres.map((centre) => [centre.code, centre]));
    for (const plan of blueprint.departments) this.open(plan, '2019-01-01');
    for (const day of this.reorganisations(until)) this.reorganise(day);
  }

  /** The days on which it was reorganised, up to one. */
  reorganisations(until: string): string[] {
    const { moves, replaces } = this.blueprint.reorganisation;
    if (moves.length + replaces.length === 0) return [];
    const days: string[] = [];
    for (let year = Number(EPOCH.slice(0, 4)); `${year}-07-01` <= until; year++) days.push(`${year}-07-01`);
    return days;
  }

  /** The department of this code on a day, if it exists then. */
  at(code: string, day: string): Standing | undefined {
    return this.versions.get(code)?.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));
  }

  /** The departments that exist on a day. */
  on(day: string): Standing[] {
    return [...this.versions.keys()].flatMap((code) => this.at(code, day) ?? []);
  }

  /** All versions that began by a day; what ends after it has no end yet. */
  upTo(day: string): Standing[] {
    return [...this.versions.values()]
      .flat()
      .filter(({ validFrom }) => validFrom <= day)
      .map((version) => ({ ...version, validTo: version.validTo !== null && version.validTo <= day ? version.validTo : null }));
  }

  /** What team takes over from another on a reorganisation's day. */
  successors(day: string): [from: string, to: string][] {
    return this.blueprint.reorganisation.replaces.map(({ closes, opens }) => (outward(day) ? [closes, opens.code] : [opens.code, closes]));
  }

  /** A legal entity by its code. */
  entity(code: string): LegalEntity {
    return this.entities.get(code) as LegalEntity;
  }

  /** A cost centre by its code. */
  centre(code: string): CostCentre {
    return this.centres.get(code) as CostCentre;
  }

  private reorganise(day: string): void {
    const { moves, replaces } = this.blueprint.reorganisation;
    const out = outward(day);
    for (const move of moves) {
      const plan = this.blueprint.departments.find(({ code }) => code === move.code) as Plan;
      this.close(move.code, day);
      this.open(out ? { ...plan, parent: move.parent, name: move.name } : plan, day);
    }
    for (const { closes, opens } of replaces) {
      const plan = this.blueprint.departments.find(({ code }) => code === closes) as Plan;
      this.close(out ? closes : opens.code, day);
      this.open(out ? opens : plan, day);
    }
  }

  private open(plan: Plan, day: string): void {
    const list = this.versions.get(plan.code) ?? [];
    this.versions.set(plan.code, list);
    const { code, name, parent, entity, costCentre } = plan;
    list.push({ code, name, parentCode: parent, legalEntityCode: entity, costCentreCode: costCentre, validFrom: day, validTo: null, plan });
  }

  private close(code: string, day: string): void {
    const last = this.versions.get(code)?.findLast(({ validTo }) => validTo === null);
    if (last) last.validTo = day;
  }
}

/** In even years the reorganisation leads there, in odd ones back. */
const outward = (day: string): boolean => Number(day.slice(0, 4)) % 2 === 0;
