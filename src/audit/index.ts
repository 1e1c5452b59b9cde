export { AuditModule } from './audit.module.js';
export { AuditTrail, type AuditRecord } from './audit-trail.js';
export type { AuditEntryNode } from './audit.resolver.js';
export { VerifyAudit, type AuditAnchor, type AuditVerdict } from './verify-audit.js';
