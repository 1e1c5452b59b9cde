export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An ISO 4217 code. */
  Currency: { input: string; output: string; }
  /** A calendar day, `YYYY-MM-DD`. */
  Date: { input: string; output: string; }
  /** An instant, ISO 8601 in UTC. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number, as a text. */
  Decimal: { input: string; output: string; }
  /** Any JSON value; numbers keep their digits as texts. */
  JSON: { input: unknown; output: unknown; }
  /** A calendar month, `YYYY-MM`. */
  Period: { input: string; output: string; }
};

export type ApplyDirectoryImportInput = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type BillFileContent =
  | 'bill'
  | 'lines';

export type BillLineFilter = {
  connectorId?: InputMaybe<Scalars['ID']['input']>;
  departmentId?: InputMaybe<Scalars['ID']['input']>;
  /** Only lines whose expenses are missing or differ. */
  differing?: InputMaybe<Scalars['Boolean']['input']>;
  kind?: InputMaybe<ExpenseKind>;
  search?: InputMaybe<Scalars['String']['input']>;
  vendorAccountId?: InputMaybe<Scalars['ID']['input']>;
};

export type BillState =
  | 'locked'
  | 'open';

export type ChangeMemberRolesInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
  roles: Array<Role>;
};

export type ConnectionIdInput = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type ConnectionState =
  | 'active'
  /** Waits for somebody to correct credentials or settings. */
  | 'broken'
  | 'closed'
  | 'paused';

export type CostCentreRow = {
  code: Scalars['String']['input'];
  name: Scalars['String']['input'];
};

export type CreateConnectionInput = {
  config: Scalars['JSON']['input'];
  connectorId: Scalars['ID']['input'];
  credentials: Scalars['JSON']['input'];
  environment: Scalars['String']['input'];
  /**
   * The account's own name at the vendor. The same again, for the same legal entity, is the same account with one history, whichever connection reads it.
   * Credentials that open an account which is connected already are refused under another name or for another legal entity.
   */
  externalAccount?: InputMaybe<Scalars['String']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  /** Read history from this day on. Default: the first day of the month before. */
  since?: InputMaybe<Scalars['Date']['input']>;
  /** Take an account that is known already, or leave out to make one. */
  vendorAccountId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateFileAccountInput = {
  /** Its own name or number at the bank or vendor. */
  externalAccount: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whose bills its statements stand on. Default: the company's default legal entity. */
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type CreateOAuthClientInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  scopes: Array<Scalars['String']['input']>;
};

export type DepartmentReach =
  /** Each department's own spend. */
  | 'own'
  /** Each department with all below it. */
  | 'subtree';

export type DepartmentRow = {
  code: Scalars['String']['input'];
  costCentreCode?: InputMaybe<Scalars['String']['input']>;
  leaderEmployeeNumber?: InputMaybe<Scalars['String']['input']>;
  legalEntityCode?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  parentCode?: InputMaybe<Scalars['String']['input']>;
};

/** Which tree departments are counted in. */
export type DepartmentTree =
  /** Each expense under today's tree. */
  | 'as_is'
  /** Each expense under the department it had on its day. */
  | 'as_was';

export type DirectoryChangeKind =
  | 'changed'
  | 'department_added'
  | 'department_changed'
  | 'department_closed'
  | 'joiner'
  | 'leaver'
  | 'mover';

export type DirectoryImportState =
  | 'applied'
  | 'discarded'
  | 'preview';

export type ExpenseFilter = {
  city?: InputMaybe<Scalars['String']['input']>;
  connectorId?: InputMaybe<Scalars['ID']['input']>;
  costCentreId?: InputMaybe<Scalars['ID']['input']>;
  departmentId?: InputMaybe<Scalars['ID']['input']>;
  from?: InputMaybe<Scalars['Date']['input']>;
  kind?: InputMaybe<ExpenseKind>;
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  /** False: only what the company pays and no statement shows yet. */
  onStatement?: InputMaybe<Scalars['Boolean']['input']>;
  period?: InputMaybe<Scalars['Period']['input']>;
  personId?: InputMaybe<Scalars['ID']['input']>;
  /** An order number, or part of a person's name. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** With `departmentId`: its whole subtree. */
  subtree?: InputMaybe<Scalars['Boolean']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
  unresolved?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ExpenseKind =
  | 'bus'
  | 'car_rental'
  | 'flight'
  | 'goods'
  | 'hotel'
  | 'meal'
  | 'other'
  | 'ride'
  | 'train';

export type ExpenseLineType =
  | 'adjustment'
  | 'charge'
  | 'fee'
  | 'refund';

export type FileFormat =
  | 'csv'
  | 'xlsx';

export type ImportStatementFileInput = {
  /** Reads the file to its end and says what it would give. */
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  fileId: Scalars['ID']['input'];
  /** The days the statement is for, both inclusive; give both or none. Default: what the mapping reads, else the whole months the rows lie in. */
  from?: InputMaybe<Scalars['Date']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The version of the account's mapping to read it by, such as the one a dry run was made with. Default: the newest. */
  mappingVersion?: InputMaybe<Scalars['Int']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
  vendorAccountId: Scalars['ID']['input'];
};

export type InviteMemberInput = {
  email: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The person in the directory this user is. */
  personId?: InputMaybe<Scalars['ID']['input']>;
  roles: Array<Role>;
};

export type InvoiceFilter = {
  /** Its number, or its digital number. */
  number?: InputMaybe<Scalars['String']['input']>;
  /** An order it is for. */
  orderId?: InputMaybe<Scalars['String']['input']>;
  /** The month it was issued in. */
  period?: InputMaybe<Scalars['Period']['input']>;
  vendorAccountId?: InputMaybe<Scalars['ID']['input']>;
};

export type InvoiceState =
  /** Another invoice gives it back (红冲). */
  | 'reversed'
  | 'valid'
  /** Taken back as if it had never been issued (作废). */
  | 'void';

export type InvoiceType =
  | 'other'
  | 'vat_plain'
  /** The buyer may deduct its tax (增值税专用发票). */
  | 'vat_special';

export type LegalEntityRow = {
  code: Scalars['String']['input'];
  name: Scalars['String']['input'];
  taxNumber?: InputMaybe<Scalars['String']['input']>;
};

/** A text in one of the console's languages. */
export type Locale =
  | 'en'
  | 'zh_CN';

export type LockPeriodInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  legalEntityId: Scalars['ID']['input'];
  period: Scalars['Period']['input'];
};

export type PeriodState =
  | 'locked'
  | 'open';

export type PersonFilter = {
  departmentId?: InputMaybe<Scalars['ID']['input']>;
  /** Part of the name or the employee number. */
  search?: InputMaybe<Scalars['String']['input']>;
  state?: InputMaybe<PersonState>;
  /** With `departmentId`: its whole subtree. */
  subtree?: InputMaybe<Scalars['Boolean']['input']>;
};

export type PersonRow = {
  costCentreCode?: InputMaybe<Scalars['String']['input']>;
  departmentCode?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
  employeeNumber: Scalars['String']['input'];
  hiredOn?: InputMaybe<Scalars['Date']['input']>;
  leftOn?: InputMaybe<Scalars['Date']['input']>;
  legalEntityCode?: InputMaybe<Scalars['String']['input']>;
  managerEmployeeNumber?: InputMaybe<Scalars['String']['input']>;
  mobile?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  title?: InputMaybe<Scalars['String']['input']>;
};

export type PersonState =
  | 'active'
  | 'left';

export type PreviewDirectoryImportInput = {
  /** True when the input is the whole company: who is missing has left. */
  complete?: InputMaybe<Scalars['Boolean']['input']>;
  costCentres?: InputMaybe<Array<CostCentreRow>>;
  costCentresFileId?: InputMaybe<Scalars['ID']['input']>;
  departments?: InputMaybe<Array<DepartmentRow>>;
  departmentsFileId?: InputMaybe<Scalars['ID']['input']>;
  /** Default: today in the company's zone. */
  effectiveOn?: InputMaybe<Scalars['Date']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  legalEntities?: InputMaybe<Array<LegalEntityRow>>;
  legalEntitiesFileId?: InputMaybe<Scalars['ID']['input']>;
  people?: InputMaybe<Array<PersonRow>>;
  /** Files uploaded through /files: CSV in UTF-8 or GB18030. */
  peopleFileId?: InputMaybe<Scalars['ID']['input']>;
};

export type RemoveMemberInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
};

export type RequestSyncInput = {
  connectionId: Scalars['ID']['input'];
  /** Read this range again. Default: what is new, and at once what waits for another try or was incomplete. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Default: every stream. */
  stream?: InputMaybe<Scalars['ID']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type RevokeOAuthClientInput = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type Role =
  | 'auditor'
  | 'employee'
  | 'finance'
  | 'it'
  | 'manager'
  | 'owner';

export type SaveStatementMappingInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  mapping: Scalars['JSON']['input'];
  vendorAccountId: Scalars['ID']['input'];
};

export type SetStatementDueDaysInput = {
  /** 0 to 90; null: no statements are expected from the account, so that none is ever missing. */
  days?: InputMaybe<Scalars['Int']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  vendorAccountId: Scalars['ID']['input'];
};

export type SpendDimension =
  | 'city'
  | 'cost_centre'
  | 'department'
  | 'kind'
  | 'legal_entity'
  | 'month'
  | 'person'
  | 'vendor';

export type SpendFilter = {
  city?: InputMaybe<Scalars['String']['input']>;
  connectorId?: InputMaybe<Scalars['ID']['input']>;
  costCentreId?: InputMaybe<Scalars['ID']['input']>;
  /** This department's spend, with all below it unless `reach` is own. */
  departmentId?: InputMaybe<Scalars['ID']['input']>;
  from: Scalars['Period']['input'];
  kind?: InputMaybe<ExpenseKind>;
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  personId?: InputMaybe<Scalars['ID']['input']>;
  to: Scalars['Period']['input'];
};

export type StatementBoardFilter = {
  connectorId?: InputMaybe<Scalars['ID']['input']>;
  /** Only cells with lines whose expenses are missing or differ. */
  differing?: InputMaybe<Scalars['Boolean']['input']>;
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  state?: InputMaybe<StatementBoardState>;
  vendorAccountId?: InputMaybe<Scalars['ID']['input']>;
};

export type StatementBoardState =
  /** No statement of its own has come, but expenses of it stand on one of another legal entity, of the same account and month. What does not stays its accrual. */
  | 'covered'
  /** Something was spent or announced, or one of the twelve months before had a statement; it is not late yet. */
  | 'expected'
  /** It should have come. */
  | 'missing'
  | 'received';

export type StatementFileInput = {
  /** Of an upload: `POST /files?purpose=statement&name=…`. */
  fileId: Scalars['ID']['input'];
  /** A mapping to try. Default: the account's, else a guess. */
  mapping?: InputMaybe<Scalars['JSON']['input']>;
  vendorAccountId: Scalars['ID']['input'];
};

export type StatementImportState =
  /** Being read to its end. */
  | 'checking'
  | 'done'
  | 'failed'
  /** Its lines are being written. */
  | 'importing'
  | 'queued';

export type StatementLineChangeKind =
  | 'added'
  | 'changed'
  | 'removed';

export type StatementRowOutcome =
  | 'ignored'
  | 'line'
  /** It cannot be read; `reason` says why. */
  | 'refused';

export type StatementState =
  | 'closed'
  | 'confirmed'
  | 'disputed'
  | 'failed'
  | 'generating'
  | 'paid'
  | 'to_confirm';

export type SyncRunState =
  | 'complete'
  | 'failed'
  /** The vendor's count or sum differs from what was read. */
  | 'incomplete'
  | 'running'
  | 'stopped'
  | 'waiting';

export type TroubleOwner =
  | 'admin'
  | 'interline'
  | 'user'
  | 'vendor';

export type UpdateCredentialsInput = {
  config?: InputMaybe<Scalars['JSON']['input']>;
  credentials: Scalars['JSON']['input'];
  id: Scalars['ID']['input'];
};

export type ViewerKind =
  | 'app'
  | 'person';

export type WithdrawFileStatementInput = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};
