import { TreeSelect } from 'antd';
import { useGateway } from '../../gateway/use-gateway.js';
import { DepartmentNameDocument } from '../../generated/directory.js';
import { useDepartmentTree, type TreeNode } from './department-tree.js';

/** Picks a department of today's tree. One that is not in the part read so far is shown by its name all the same. */
export function DepartmentSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { tree, load, isPending } = useDepartmentTree(null);
  const unknown = value !== null && !isPending && !contains(tree, value);
  const { data } = useGateway(DepartmentNameDocument, { id: value ?? '' }, { enabled: unknown });
  const treeData = unknown && value ? [...tree, { key: value, value, title: data?.department?.name ?? '…', isLeaf: true }] : tree;
  return (
    <TreeSelect<string | null>
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      aria-label={label}
      placeholder={label}
      loading={isPending}
      treeData={treeData}
      loadData={(node) => load(String(node.value))}
      {...(tree.length === 1 ? { treeDefaultExpandedKeys: [tree[0]!.key] } : {})}
      value={value}
      onChange={(id) => onChange(id ?? null)}
      popupMatchSelectWidth={300}
      style={{ minWidth: 160, maxWidth: 240 }}
    />
  );
}

function contains(nodes: readonly TreeNode[], id: string): boolean {
  return nodes.some((node) => node.key === id || contains(node.children ?? [], id));
}
