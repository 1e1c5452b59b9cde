import type { PersonRef } from '@interline/sdk/canonical';
import type { DirectoryReader, DirectorySnapshot } from '../../directory/index.js';
import type { Id } from '../../kernel/index.js';
import type { FileLine } from './mapping/row-mapper.js';

/** Where the person of a line belongs; `unresolved` where the line names one who is not known for certain. */
export type FoundPlace = { departmentId: Id } | 'unresolved' | null;

/** Answers and names that are remembered; a file names the same people again and again. */
const REMEMBERED = 50_000;

/**
 * Finds the people of a file's lines: by the vendor's member id, employee number, phone or mail, else by a name together with the department it belongs to on the
 * day. A name alone is never certain.
 */
export class PeopleOfFile {
  private readonly numbers = new Map<string, readonly string[]>();
  private readonly known = new Map<string, FoundPlace>();

  constructor(
    private readonly directory: DirectoryReader,
    private readonly snapshot: DirectorySnapshot,
    private readonly vendorAccountId: Id,
  ) {}

  /** Finds the people of some lines, in their order. */
  async find(lines: readonly FileLine[]): Promise<FoundPlace[]> {
    await this.learnNames(lines);
    return lines.map((line) => this.place(line));
  }

  private place({ person, department, day }: FileLine): FoundPlace {
    if (!person) return null;
    const key = JSON.stringify([person, department, day]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.byIds(person, day) ?? this.byName(person, department, day) ?? 'unresolved';
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(key, found);
    return found;
  }

  private byIds(person: PersonRef, day: string): FoundPlace {
    const found = this.snapshot.resolve(person, day, this.vendorAccountId);
    return found?.departmentId ? { departmentId: found.departmentId } : null;
  }

  private byName(person: PersonRef, department: string | null, day: string): FoundPlace {
    if (person.name === undefined || department === null) return null;
    const there = this.snapshot.department(day, { code: department, name: department });
    if (!there) return null;
    const holding = (this.numbers.get(person.name) ?? []).filter(
      (employeeNumber) => this.snapshot.resolve({ employeeNumber }, day)?.departmentId === there.departmentId,
    );
    return holding.length === 1 ? { departmentId: there.departmentId } : null;
  }

  /** Asks for names that have not been asked for. */
  private async learnNames(lines: readonly FileLine[]): Promise<void> {
    if (this.numbers.size >= REMEMBERED) this.numbers.clear();
    const names = new Set<string>();
    for (const { person, department } of lines)
      if (person?.name !== undefined && department !== null && !this.numbers.has(person.name)) names.add(person.name);
    if (names.size === 0) return;
    const found = await this.directory.numbersByName([...names], this.snapshot.companyId);
    for (const name of names) this.numbers.set(name, found.get(name) ?? []);
  }
}
