import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import type { PeopleJoins } from './people.repository.js';

const known = new WeakMap<object, Map<string, ReadonlySet<string>>>();

/** Fields of a person that come from the main position. */
const OF_POSITION = ['title', 'department', 'manager', 'costCentre', 'legalEntity'];

/** What a list of people has to join for the fields a query asks for. */
export function joinsOf(info: GraphQLResolveInfo): PeopleJoins {
  const fields = fieldsOfNodes(info);
  const ofManager = fieldsOfNodes(info, ['manager']);
  return {
    department: fields.has('department'),
    manager: fields.has('manager'),
    managerPosition: OF_POSITION.some((field) => ofManager.has(field)),
  };
}

/**
 * Names of the fields a query asks of each node of a connection, so that only they are joined. A field under `@skip` counts as asked for.
 * The answer is kept per document, which the gateway keeps too.
 * @param below names of fields that lead from the node to the one whose fields are wanted
 */
function fieldsOfNodes(info: GraphQLResolveInfo, below: readonly string[] = []): ReadonlySet<string> {
  const [first] = info.fieldNodes;
  const path = below.join('.');
  const kept = known.get(first!) ?? new Map<string, ReadonlySet<string>>();
  known.set(first!, kept);
  let fields = kept.get(path);
  if (!fields) {
    const found = new Set<string>();
    for (const node of info.fieldNodes) walk(node.selectionSet, info, ['edges', 'node', ...below], found);
    for (const node of info.fieldNodes) walk(node.selectionSet, info, ['nodes', ...below], found);
    kept.set(path, (fields = found));
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
