import type { Role } from '../../generated/schema.js';

/** What people do in the console, and the roles that may. The gateway decides; the console only hides what it would refuse. */
export const AREAS = {
  overview: ['owner', 'finance', 'auditor', 'manager'],
  bills: ['owner', 'finance', 'auditor'],
  statements: ['owner', 'finance', 'auditor'],
  importStatements: ['owner', 'finance'],
  lockPeriod: ['owner', 'finance'],
  expenses: ['owner', 'finance', 'auditor', 'manager', 'employee'],
  raw: ['owner', 'finance', 'auditor'],
  spend: ['owner', 'finance', 'auditor', 'manager'],
  directory: ['owner', 'it', 'finance', 'manager', 'employee', 'auditor'],
  importDirectory: ['owner', 'it'],
  connections: ['owner', 'it', 'finance', 'auditor'],
  changeConnections: ['owner', 'it'],
  setDueDays: ['owner', 'finance', 'it'],
  apps: ['owner', 'it', 'auditor'],
  changeApps: ['owner', 'it'],
  members: ['owner', 'it'],
  changeMembers: ['owner'],
  audit: ['owner', 'it', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

/** A part of the console that some roles may use. */
export type Area = keyof typeof AREAS;

/** Whether one of the roles may use an area. */
export function mayUse(roles: readonly Role[], area: Area): boolean {
  const allowed: readonly Role[] = AREAS[area];
  return roles.some((role) => allowed.includes(role));
}
