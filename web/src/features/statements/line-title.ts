/** What is known of a line that can name it. */
interface Named {
  description?: string | null;
  detail?: unknown;
  expenses?: readonly { description?: string | null; product?: string | null; from?: string | null; to?: string | null }[];
}

/** A text of the vendor's detail, where there is one under the name. */
function textOf(detail: unknown, name: string): string | null {
  const value = detail !== null && typeof detail === 'object' ? (detail as Record<string, unknown>)[name] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * What a statement line is about: the vendor's words, else those of the order it bills, else the name of its kind.
 * @returns the words, and where it went when that is known
 */
export function lineTitle(line: Named, kind: string): { title: string; route: string | null } {
  const order = line.expenses?.[0];
  const [from, to] = [order?.from ?? textOf(line.detail, 'from'), order?.to ?? textOf(line.detail, 'to')];
  return {
    title: line.description ?? order?.description ?? order?.product ?? kind,
    route: from || to ? `${from ?? '…'} → ${to ?? '…'}` : null,
  };
}

/** The department a vendor names, without those above it: vendors write whole paths, `Company>Sales>East`. */
export function lastDepartment(path: string | null | undefined): string {
  return (path ?? '').split(/[>/]/).at(-1)!.trim();
}
