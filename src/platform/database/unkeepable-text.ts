/** PostgreSQL's refusals of a text it cannot hold: one with a zero byte, plain or escaped in JSON. */
const REFUSALS = new Set(['22021', '22P05']);

/** Whether a statement failed on a text that PostgreSQL cannot hold. At a door of ours that is the caller's: nothing we make has a zero byte. */
export function isUnkeepableText(error: unknown): boolean {
  return error instanceof Error && REFUSALS.has((error as { code?: string }).code ?? '');
}
