import { currentContext, ROLES, type Role } from '../../kernel/index.js';

/** Whether the one who acts is an owner of the company, or the command line. */
export function actorIsOwner(): boolean {
  const actor = currentContext()?.actor;
  return actor?.kind === 'system' || (actor?.kind === 'person' && actor.roles.includes('owner'));
}

/** Why a set of roles cannot be given, or null. */
export function rolesProblem(roles: readonly Role[]): string | null {
  if (roles.length === 0) return 'at least one role is needed';
  return roles.every((role) => ROLES.includes(role)) ? null : `a role is one of ${ROLES.join(', ')}`;
}
