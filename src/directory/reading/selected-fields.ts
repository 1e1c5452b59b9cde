import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

const known = new WeakMap<object, ReadonlySet<string>>();

/**
 * Names of the fields a query asks of each node of a connection, so that only they are joined. A field under `@skip` counts as asked for.
 * The answer is kept per document, which the gateway keeps too.
 */
export function fieldsOfNodes(info: GraphQLResolveInfo): ReadonlySet<string> {
  const [first] = info.fieldNodes;
  let fields = first && known.get(first);
  if (!fields) {
    const found = new Set<string>();
    for (const node of info.fieldNodes) walk(node.selectionSet, info, ['edges', 'node'], found);
    for (const node of info.fieldNodes) walk(node.selectionSet, info, ['nodes'], found);
    fields = found;
    if (first) known.set(first, fields);
  }
  return fields;
}

/** Collects the names of the fields at the end of a path. */
function walk(set: SelectionSetNode | undefined, info: GraphQLResolveInfo, path: readonly string[], found: Set<string>): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) walk(info.fragments[selection.name.value]?.selectionSet, info, path, found);
    else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, info, path, found);
    else if (path.length === 0) found.add(selection.name.value);
    else if (selection.name.value === path[0]) walk(selection.selectionSet, info, path.slice(1), found);
  }
}
