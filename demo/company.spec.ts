import { beforeAll, describe, expect, it, jest } from '@jest/globals';

import { directoryCsv } from './directory-csv.js';
import { AS_OF } from './world.fixture.js';
import { buildWorld } from './world.js';
import type { World } from './world.types.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

let world: World;
beforeAll(() => {
  world = buildWorld({ seed: 'demo', asOf: AS_OF });
});

describe('the company', () => {
  const on = (day: string): World['departments'] =>
    world.departments.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));

  it('is about three hundred people in four levels, with comings, goings and moves', () => {
    const active = world.people.filter(({ leftOn }) => leftOn === null).length;
    expect(active).toBeGreaterThan(270);
    expect(active).toBeLessThan(340);
    expect(world.people.filter(({ hiredOn }) => hiredOn >= '2025-11-01').length).toBeGreaterThan(12);
    expect(world.people.filter(({ leftOn }) => leftOn !== null).length).toBeGreaterThan(12);
    expect(
      world.people.filter(({ positions }) =>
        positions.some(({ validFrom }) => validFrom >= '2025-11-01' && validFrom !== positions[0]?.validFrom),
      ).length,
    ).toBeGreaterThan(20);
    const departments = new Map(on('2026-11-01').map((department) => [department.code, department]));
    const level = (code: string): number => {
      const parent = departments.get(code)?.parentCode;
      return parent ? 1 + level(parent) : 1;
    };
    expect(Math.max(...[...departments.keys()].map(level))).toBe(4);
    expect(world.legalEntities).toHaveLength(2);
    expect(new Set(world.people.map(({ mobile }) => mobile)).size).toBe(world.people.length);
    expect(new Set(world.people.map(({ email }) => email)).size).toBe(world.people.length);
  });

  it('was reorganised in the middle of the year', () => {
    const [before, after] = [on('2026-06-30'), on('2026-07-01')];
    const of = (list: World['departments'], code: string): World['departments'][number] | undefined =>
      list.find((each) => each.code === code);
    expect([of(before, 'R3')?.parentCode, of(after, 'R3')?.parentCode]).toEqual(['R', 'D']);
    expect([of(before, 'R3')?.name, of(after, 'R3')?.name]).toEqual(['数据智能部', '数据交付部']);
    expect([of(before, 'S4B') !== undefined, of(after, 'S4B')]).toEqual([true, undefined]);
    expect([of(before, 'S2C'), of(after, 'S2C') !== undefined]).toEqual([undefined, true]);
    const moved = world.people.filter(({ positions }) =>
      positions.some(({ departmentCode, validFrom }) => departmentCode === 'S2C' && validFrom === '2026-07-01'),
    );
    expect(moved.length).toBeGreaterThan(3);
  });

  it('exports its directory as HR would on a day', () => {
    const read = (text: string): Record<string, string>[] => {
      const [header, ...rows] = text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      return rows.map((row) => Object.fromEntries((header ?? []).map((name, index) => [name, row[index] ?? ''])));
    };
    for (const day of ['2025-11-01', '2026-06-30', '2026-07-01', '2026-11-23']) {
      const { people, departments } = directoryCsv(world, day);
      expect(people.split('\n')[0]).toBe(
        'employee_number,name,email,mobile,department_code,title,manager_employee_number,cost_centre_code,legal_entity_code,hired_on,left_on',
      );
      expect(departments.split('\n')[0]).toBe('code,name,parent_code,leader_employee_number,legal_entity_code,cost_centre_code');
      const codes = new Set(read(departments).map(({ code }) => code));
      const numbers = new Set(read(people).map(({ employee_number }) => employee_number));
      expect(read(departments).filter(({ parent_code }) => parent_code === '')).toHaveLength(1);
      for (const department of read(departments)) {
        expect(department['parent_code'] === '' || codes.has(department['parent_code'])).toBe(true);
        expect(numbers.has(department['leader_employee_number'])).toBe(true);
      }
      for (const person of read(people)) {
        expect(codes.has(person['department_code'])).toBe(true);
        expect(person['manager_employee_number'] === '' || numbers.has(person['manager_employee_number'])).toBe(true);
        expect(person['hired_on']! <= day && (person['left_on'] === '' || person['left_on']! <= day)).toBe(true);
        expect(world.costCentres.some(({ code }) => code === person['cost_centre_code'])).toBe(true);
      }
      expect(read(people).filter(({ manager_employee_number }) => manager_employee_number === '')).toHaveLength(1);
    }
  });
});
