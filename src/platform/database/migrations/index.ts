import { Platform1764000000100 } from './0100-platform.js';
import { Audit1764000000200 } from './0200-audit.js';
import { Company1764000000300 } from './0300-company.js';
import { Identity1764000000400 } from './0400-identity.js';
import { Directory1764000000500 } from './0500-directory.js';
import { Oauth1764000000600 } from './0600-oauth.js';
import { Connections1764000000700 } from './0700-connections.js';
import { Sync1764000000800 } from './0800-sync.js';
import { Expenses1764000000900 } from './0900-expenses.js';
import { Statements1764000001000 } from './1000-statements.js';
import { StatementFiles1764000001010 } from './1010-statement-files.js';
import { BundledLines1764000001020 } from './1020-bundled-lines.js';
import { StatementDueDays1764000001030 } from './1030-statement-due-days.js';
import { StatementImports1764000001035 } from './1035-statement-imports.js';
import { StatementAlarms1764000001040 } from './1040-statement-alarms.js';
import { Invoices1764000001100 } from './1100-invoices.js';
import { VendorTokens1764000001110 } from './1110-vendor-tokens.js';

/** Every migration, in order. */
export const migrations = [
  Platform1764000000100,
  Audit1764000000200,
  Company1764000000300,
  Identity1764000000400,
  Directory1764000000500,
  Oauth1764000000600,
  Connections1764000000700,
  Sync1764000000800,
  Expenses1764000000900,
  Statements1764000001000,
  StatementFiles1764000001010,
  BundledLines1764000001020,
  StatementDueDays1764000001030,
  StatementImports1764000001035,
  StatementAlarms1764000001040,
  Invoices1764000001100,
  VendorTokens1764000001110,
];
