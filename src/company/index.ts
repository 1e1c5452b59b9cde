export type { BookingKey, BookPeriod, Company, LegalEntity } from './company.js';
export { CompanyModule } from './company.module.js';
export { CompanyReader } from './company-reader.js';
export { CreateCompany } from './create-company.js';
export { LegalEntityRegister } from './legal-entity-register.js';
export { LockPeriod, type LockPeriodResult } from './lock-period.js';
export { PeriodBook } from './period-book.js';
