import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { AuditRepository } from './audit.repository.js';
import { AuditResolver } from './audit.resolver.js';
import { VerifyAudit } from './verify-audit.js';

/** Who did what: an append-only chain per company. */
@Module({
  providers: [AuditRepository, AuditTrail, VerifyAudit, AuditResolver],
  exports: [AuditTrail, VerifyAudit],
})
export class AuditModule {}
