import { newId, type BusinessDate, type Id } from '../../kernel/index.js';

/** What may change about a department. */
export interface DepartmentFacts {
  name: string;
  parentId: Id | null;
  leaderId: Id | null;
  legalEntityId: Id | null;
  costCentreId: Id | null;
}

/** What a department was over some days. Its id is for ever, and so is the day it begins on. */
export interface DepartmentVersion extends DepartmentFacts {
  id: Id;
  departmentId: Id;
  code: string;
  /** Departments from the root down to this one. */
  path: Id[];
  /** Whether its facts were given for its first day. Else it only begins there because something above it moved, and says what the version before it says. */
  own: boolean;
  from: BusinessDate;
  /** The first day it no longer holds; null while no end is known. */
  to: BusinessDate | null;
}

/** Versions to write. */
export interface TimelineChange {
  inserted: DepartmentVersion[];
  /** Known ids with another end, or other facts from their first day on. */
  updated: DepartmentVersion[];
}

/** Whether a version holds on a day. */
export function holdsOn(version: { from: BusinessDate; to: BusinessDate | null }, on: BusinessDate): boolean {
  return version.from <= on && (version.to === null || on < version.to);
}

/**
 * Works changes of one day into the history of a company's departments. What was known of later days stays: the change holds until then. Every day on which
 * the way up from a department changes gets a version of its own, also when only an ancestor moved.
 * @param versions the whole history, in any order; not changed
 * @param changes by department: its facts from the day on, or null when it is closed from then on
 */
export function rewriteTimeline(
  versions: readonly DepartmentVersion[],
  changes: ReadonlyMap<Id, (DepartmentFacts & { code: string }) | null>,
  on: BusinessDate,
): TimelineChange {
  const known = new Map(versions.map((version) => [version.id, version]));
  const timelines = new Map<Id, DepartmentVersion[]>();
  for (const version of versions) {
    const timeline = timelines.get(version.departmentId);
    if (timeline) timeline.push({ ...version });
    else timelines.set(version.departmentId, [{ ...version }]);
  }
  for (const timeline of timelines.values()) timeline.sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [departmentId, facts] of changes) {
    let timeline = timelines.get(departmentId);
    if (!timeline) timelines.set(departmentId, (timeline = []));
    if (facts) setFacts(timeline, departmentId, facts, on);
    else close(timeline, on);
  }
  for (const day of boundaries(timelines, on)) setPaths(timelines, day);
  const all = [...timelines.values()].flat();
  return {
    inserted: all.filter((version) => !known.has(version.id)),
    updated: all.filter((version) => known.has(version.id) && !sameVersion(version, known.get(version.id)!)),
  };
}

function setFacts(timeline: DepartmentVersion[], departmentId: Id, facts: DepartmentFacts & { code: string }, on: BusinessDate): void {
  const covering = timeline.find((version) => holdsOn(version, on));
  for (const version of covering ? continuation(timeline, covering) : []) Object.assign(version, pick(facts));
  if (covering?.from === on) {
    Object.assign(covering, pick(facts), { own: true });
    return;
  }
  const to = covering ? covering.to : nextAfter(timeline, on);
  if (covering) covering.to = on;
  put(timeline, { id: newId(), departmentId, code: facts.code, ...pick(facts), path: [], own: true, from: on, to });
}

function close(timeline: DepartmentVersion[], on: BusinessDate): void {
  const covering = timeline.find((version) => holdsOn(version, on));
  if (!covering) return;
  for (const version of continuation(timeline, covering)) version.to = version.from;
  covering.to = on;
}

/** The versions after one that only begin because something above moved: what changes this one changes them. */
function continuation(timeline: readonly DepartmentVersion[], version: DepartmentVersion): DepartmentVersion[] {
  const found: DepartmentVersion[] = [];
  for (let last = version; ; last = found.at(-1)!) {
    const next = timeline.find((candidate) => candidate.from === last.to && candidate.to !== candidate.from);
    if (!next || next.own) return found;
    found.push(next);
  }
}

/** The days from `on` on which any department's facts change: between them the tree stands still. */
function boundaries(timelines: ReadonlyMap<Id, DepartmentVersion[]>, on: BusinessDate): BusinessDate[] {
  const days = new Set<BusinessDate>([on]);
  for (const timeline of timelines.values()) {
    for (const { from, to } of timeline) {
      if (from > on) days.add(from);
      if (to !== null && to > on) days.add(to);
    }
  }
  return [...days].sort();
}

function setPaths(timelines: Map<Id, DepartmentVersion[]>, day: BusinessDate): void {
  const holding = new Map<Id, DepartmentVersion>();
  for (const [departmentId, timeline] of timelines) {
    const version = timeline.find((candidate) => holdsOn(candidate, day));
    if (version) holding.set(departmentId, version);
  }
  const paths = new Map<Id, Id[]>();
  const pathOf = (departmentId: Id): Id[] => {
    const done = paths.get(departmentId);
    if (done) return done;
    const { parentId } = holding.get(departmentId)!;
    // A parent that is closed by then leaves its children at the top.
    const path = parentId !== null && holding.has(parentId) ? [...pathOf(parentId), departmentId] : [departmentId];
    paths.set(departmentId, path);
    return path;
  };
  for (const [departmentId, version] of holding) {
    const path = pathOf(departmentId);
    if (samePath(version.path, path)) continue;
    if (version.from === day) {
      version.path = path;
      continue;
    }
    put(timelines.get(departmentId)!, { ...version, id: newId(), path, own: false, from: day });
    version.to = day;
  }
}

/** Adds a version; one that was closed on its first day comes back to life instead, since a department has one version per day it begins on. */
function put(timeline: DepartmentVersion[], version: DepartmentVersion): void {
  const closed = timeline.find((candidate) => candidate.from === version.from);
  if (closed) {
    Object.assign(closed, { ...version, id: closed.id });
    return;
  }
  const index = timeline.findIndex((later) => later.from > version.from);
  timeline.splice(index < 0 ? timeline.length : index, 0, version);
}

function nextAfter(timeline: readonly DepartmentVersion[], on: BusinessDate): BusinessDate | null {
  return timeline.find((version) => version.from > on && version.to !== version.from)?.from ?? null;
}

function pick({ name, parentId, leaderId, legalEntityId, costCentreId }: DepartmentFacts): DepartmentFacts {
  return { name, parentId, leaderId, legalEntityId, costCentreId };
}

function samePath(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

function sameVersion(a: DepartmentVersion, b: DepartmentVersion): boolean {
  return (
    a.to === b.to &&
    a.own === b.own &&
    a.name === b.name &&
    a.parentId === b.parentId &&
    a.leaderId === b.leaderId &&
    a.legalEntityId === b.legalEntityId &&
    a.costCentreId === b.costCentreId &&
    samePath(a.path, b.path)
  );
}
