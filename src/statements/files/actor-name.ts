import { currentContext } from '../../kernel/index.js';

/** Who asks, as rows keep it. */
export function actorName(): string {
  const actor = currentContext()?.actor;
  if (actor?.kind === 'person') return `person:${actor.userId}`;
  return actor?.kind === 'app' ? `app:${actor.clientId}` : `system:${actor?.name ?? 'job'}`;
}
