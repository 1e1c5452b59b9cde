import { describe, expect, it } from '@jest/globals';
import { pathTo, toTree } from './department-tree.js';

describe('department tree', () => {
  const answer = [
    {
      id: 'a',
      name: 'All',
      children: [
        { id: 'b', name: 'Sales', children: [{ id: 'c' }] },
        { id: 'd', name: 'Law', children: [] },
      ],
    },
  ];

  it('leaves open what was not read, and closes what has nothing below', () => {
    const [root] = toTree(answer, new Map());
    expect(root?.children?.map(({ key, isLeaf, children }) => ({ key, isLeaf, children }))).toEqual([
      { key: 'b', isLeaf: false, children: undefined },
      { key: 'd', isLeaf: true, children: undefined },
    ]);
  });

  it('hangs in what was read later', () => {
    const [root] = toTree(answer, new Map([['b', [{ id: 'c', name: 'East', children: [] }]]]));
    expect(root?.children?.[0]?.children).toEqual([{ key: 'c', value: 'c', title: 'East', isLeaf: true }]);
  });

  it('finds the way down to a department', () => {
    const tree = toTree(answer, new Map([['b', [{ id: 'c', name: 'East', children: [] }]]]));
    expect(pathTo(tree, 'c')).toEqual(['a', 'b']);
    expect(pathTo(tree, 'a')).toEqual([]);
    expect(pathTo(tree, 'nowhere')).toEqual([]);
  });
});
