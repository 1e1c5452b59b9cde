import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { request } from '../../gateway/request.js';
import { useGateway } from '../../gateway/use-gateway.js';
import {
  DepartmentBelowDocument,
  DepartmentTreeDocument,
  type DepartmentBelowQuery,
  type DepartmentTreeQuery,
} from '../../generated/directory.js';

/** A department in the tree; `children` is absent while nobody has looked below it. */
export interface TreeNode {
  key: string;
  value: string;
  title: string;
  isLeaf: boolean;
  children?: TreeNode[];
}

type Known = DepartmentTreeQuery['departments'][number];
type Below = NonNullable<DepartmentBelowQuery['department']>['children'];
type Any = { id: string; name?: string; children?: Any[] };

/**
 * The tree as Ant Design takes it. The answers end with ids only, which tell whether a department has any below it.
 * @param below what was read later, by department
 */
export function toTree(departments: readonly Any[], below: ReadonlyMap<string, readonly Any[]>): TreeNode[] {
  return departments.map((department) => {
    const known = below.get(department.id) ?? department.children ?? [];
    const named = known.every((child) => child.name !== undefined);
    return {
      key: department.id,
      value: department.id,
      title: department.name ?? department.id,
      isLeaf: known.length === 0,
      ...(named && known.length > 0 ? { children: toTree(known, below) } : {}),
    };
  });
}

/** The keys from the root down to a department's parent; empty when it is not in the part read so far. */
export function pathTo(nodes: readonly TreeNode[], id: string | null): string[] {
  for (const node of nodes) {
    if (node.children?.some((child) => child.key === id)) return [node.key];
    const below = pathTo(node.children ?? [], id);
    if (below.length > 0) return [node.key, ...below];
  }
  return [];
}

/** The departments of a day, read level by level as they are opened. */
export function useDepartmentTree(on: string | null) {
  const client = useQueryClient();
  const [below, setBelow] = useState<{ on: string | null; map: ReadonlyMap<string, Below> }>({ on, map: new Map() });
  const { data, error, isPending, refetch } = useGateway(DepartmentTreeDocument, { on }, { staleTime: 300_000 });
  const roots: readonly Known[] | undefined = data?.departments;
  const tree = useMemo(() => (roots ? toTree(roots, below.on === on ? below.map : new Map()) : []), [roots, below, on]);
  const load = useCallback(
    async (id: string) => {
      const answer = await client.fetchQuery({
        queryKey: ['DepartmentBelow', { id, on }],
        queryFn: ({ signal }) => request(DepartmentBelowDocument, { id, on }, signal),
        staleTime: 300_000,
      });
      const children = answer.department?.children ?? [];
      setBelow((current) => ({ on, map: new Map(current.on === on ? current.map : []).set(id, children) }));
    },
    [client, on],
  );
  return { tree, error, isPending, load, retry: () => void refetch() };
}
