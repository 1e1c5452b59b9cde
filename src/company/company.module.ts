import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyReader } from './company-reader.js';
import { CompanyRepository } from './company.repository.js';
import { CompanyResolver } from './company.resolver.js';
import { CreateCompany } from './create-company.js';
import { LegalEntityRegister } from './legal-entity-register.js';
import { LockPeriod } from './lock-period.js';
import { PeriodBook } from './period-book.js';
import { PeriodBookRepository } from './period-book.repository.js';

/** Companies, legal entities and the months of their books. */
@Module({
  imports: [AuditModule],
  providers: [
    CompanyRepository,
    PeriodBookRepository,
    CompanyReader,
    CreateCompany,
    LegalEntityRegister,
    PeriodBook,
    LockPeriod,
    CompanyResolver,
  ],
  exports: [CompanyReader, CreateCompany, LegalEntityRegister, PeriodBook, LockPeriod],
})
export class CompanyModule {}
