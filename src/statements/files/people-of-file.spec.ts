import { expect, it } from '@jest/globals';
import type { DirectoryReader, DirectorySnapshot } from '../../directory/index.js';
import type { FileLine } from './mapping/row-mapper.js';
import { PeopleOfFile } from './people-of-file.js';

it('asks for a name once, and forgets names when there are too many', async () => {
  const asked: string[][] = [];
  const directory = {
    numbersByName: async (names: string[]) => {
      asked.push(names);
      return new Map<string, string[]>();
    },
  } as unknown as DirectoryReader;
  const snapshot = { resolve: () => null, department: () => null } as unknown as DirectorySnapshot;
  const people = new PeopleOfFile(directory, snapshot, 'account');
  const line = (name: string): FileLine => ({ person: { name }, department: 'Sales', day: '2026-09-01' }) as FileLine;
  expect(await people.find([line('Ann'), line('Ann')])).toEqual(['unresolved', 'unresolved']);
  await people.find([line('Ann')]);
  expect(asked).toEqual([['Ann']]);
  await people.find(Array.from({ length: 50_000 }, (_, at) => line(`N${at}`)));
  await people.find([line('Ann')]);
  expect(asked.at(-1)).toEqual(['Ann']);
});
