export type * from './bill.js';
export { BillReader } from './bill-reader.js';
export { billingErrors } from './billing.errors.js';
export { BillingModule } from './billing.module.js';
