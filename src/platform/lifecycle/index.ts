export { EXIT, exitCodeOf } from './exit-codes.js';
export * from './lifecycle.errors.js';
export { asOwner, jobsUrlOf, plannedRoles, provisionExternal, type ExternalDatabase } from './provision-external.js';
export { openResources, type OpenOptions, type ProcessRole, type Resources } from './resources.js';
export { runProcess, type Application, type CreateApplication, type RunOptions } from './run-process.js';
export { asUnavailable, inspectDatabase, requireSchema } from './database-check.js';
export { VERSION } from './version.js';
