/** Fields of a record, named by JSON pointers in which `*` stands for any array index, as a tree that is walked along with the record. */
export interface FieldTree<Mark> {
  /** Set where a pointer ends here. */
  readonly mark?: Mark;
  readonly keys: ReadonlyMap<string, FieldTree<Mark>>;
  /** Below any array index. */
  readonly items?: FieldTree<Mark>;
}

interface Growing<Mark> {
  mark?: Mark;
  keys: Map<string, Growing<Mark>>;
  items?: Growing<Mark>;
}

/**
 * Builds the tree; null when there is no field, so that callers may skip the walk.
 * @param fields pairs of pointer and mark; the pointer of a whole record (empty) is refused
 * @throws RangeError for what is no JSON pointer
 */
export function fieldTree<Mark>(fields: readonly (readonly [pointer: string, mark: Mark])[]): FieldTree<Mark> | null {
  if (fields.length === 0) return null;
  const root: Growing<Mark> = { keys: new Map() };
  for (const [pointer, mark] of fields) {
    if (!pointer.startsWith('/')) throw new RangeError(`not a JSON pointer: ${JSON.stringify(pointer)}`);
    let node = root;
    for (const part of pointer.slice(1).split('/'))
      node = part === '*' ? (node.items ??= { keys: new Map() }) : child(node, unescapePart(part));
    node.mark = mark;
  }
  return root;
}

function child<Mark>(node: Growing<Mark>, key: string): Growing<Mark> {
  let next = node.keys.get(key);
  if (!next) node.keys.set(key, (next = { keys: new Map() }));
  return next;
}

/** Writes a key as one part of a JSON pointer. */
export function escapePart(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** Reads one part of a JSON pointer as a key. */
export function unescapePart(part: string): string {
  return part.includes('~') ? part.replaceAll('~1', '/').replaceAll('~0', '~') : part;
}
