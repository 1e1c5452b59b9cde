export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
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
  DateTime: { input: Date; output: Date; }
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

export type ApplyDirectoryImportResult = DirectoryImport | StateProblem;

/** Something somebody did or looked at. The chain of hashes shows that none was changed or taken out. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  action: Scalars['String']['output'];
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  detail: Scalars['JSON']['output'];
  hash: Scalars['String']['output'];
  ip: Maybe<Scalars['String']['output']>;
  sequence: Scalars['Int']['output'];
  target: Maybe<Scalars['String']['output']>;
  /** The user who acted; null for apps and for the system. */
  user: Maybe<User>;
};

export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  edges: Array<AuditEntryEdge>;
  nodes: Array<AuditEntry>;
  pageInfo: PageInfo;
};

export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  cursor: Scalars['String']['output'];
  node: AuditEntry;
};

/** What one legal entity owes for one month, over all vendors. */
export type Bill = {
  __typename?: 'Bill';
  /** What the company pays of the month and no statement shows yet. */
  accrual: Money;
  accrualCount: Scalars['Int']['output'];
  /** Expenses not yet billed. */
  accruals: ExpenseConnection;
  /** What vendors announce that they will bill for the month later, where they say. */
  announced: Money;
  byDepartment: Array<BillPart>;
  byKind: Array<BillPart>;
  byVendor: Array<BillPart>;
  /** statementTotal − expenseTotal. */
  difference: Money;
  /** Lines whose expenses are missing or differ. */
  differingLineCount: Scalars['Int']['output'];
  /** Σ of the expenses those lines bill. */
  expenseTotal: Money;
  files: Array<BillFile>;
  id: Scalars['ID']['output'];
  legalEntity: LegalEntity;
  lineCount: Scalars['Int']['output'];
  lines: StatementLineConnection;
  /** What the bill holds in other currencies than the company's own; it stands in no other figure. */
  otherCurrencies: Array<BillSums>;
  period: Scalars['Period']['output'];
  state: BillState;
  /** Σ of the statement lines. */
  statementTotal: Money;
  statements: Array<Statement>;
};


/** What one legal entity owes for one month, over all vendors. */
export type BillAccrualsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What one legal entity owes for one month, over all vendors. */
export type BillLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BillLineFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A download of a bill, made when it is asked for; its totals equal the screen's. */
export type BillFile = {
  __typename?: 'BillFile';
  content: BillFileContent;
  format: FileFormat;
  url: Scalars['String']['output'];
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

/** A part of a bill. */
export type BillPart = {
  __typename?: 'BillPart';
  accrual: Money;
  difference: Money;
  expenseTotal: Money;
  /** Kind, department id or connector id; null for lines without one. */
  key: Maybe<Scalars['ID']['output']>;
  label: Scalars['String']['output'];
  lineCount: Scalars['Int']['output'];
  statementTotal: Money;
};

export type BillState =
  | 'locked'
  | 'open';

/** The figures of a bill in one currency. */
export type BillSums = {
  __typename?: 'BillSums';
  accrual: Money;
  accrualCount: Scalars['Int']['output'];
  currency: Scalars['Currency']['output'];
  difference: Money;
  expenseTotal: Money;
  lineCount: Scalars['Int']['output'];
  statementTotal: Money;
};

/** One month of one legal entity's books. */
export type BookPeriod = {
  __typename?: 'BookPeriod';
  legalEntity: LegalEntity;
  lockedAt: Maybe<Scalars['DateTime']['output']>;
  period: Scalars['Period']['output'];
  state: PeriodState;
};

export type ChangeMemberRolesInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
  roles: Array<Role>;
};

export type ChangeMemberRolesResult = Member | StateProblem;

/** A company and its books. */
export type Company = {
  __typename?: 'Company';
  baseCurrency: Scalars['Currency']['output'];
  id: Scalars['ID']['output'];
  legalEntities: Array<LegalEntity>;
  name: Scalars['String']['output'];
  /** Books by legal entity and month, newest first. */
  periods: Array<BookPeriod>;
  slug: Scalars['String']['output'];
  /** IANA name of the zone in which business dates are read. */
  timeZone: Scalars['String']['output'];
};


/** A company and its books. */
export type CompanyPeriodsArgs = {
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
};

export type CompanyChoice = {
  __typename?: 'CompanyChoice';
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
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

export type ConnectionStateResult = StateProblem | VendorConnection;

export type ConnectionTrouble = {
  __typename?: 'ConnectionTrouble';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  owner: TroubleOwner;
  since: Scalars['DateTime']['output'];
};

/** A plugin that is installed here. What concerns its set-up is for those who may see connections. */
export type Connector = {
  __typename?: 'Connector';
  actions: Array<Scalars['String']['output']>;
  category: Scalars['String']['output'];
  /** JSON Schema of the settings. */
  configSchema: Scalars['JSON']['output'];
  /** JSON Schema of the credentials; secrets carry `secret: true`. */
  credentialsSchema: Scalars['JSON']['output'];
  description: Scalars['String']['output'];
  environments: Array<ConnectorEnvironment>;
  id: Scalars['ID']['output'];
  /** SVG text. */
  logo: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  problem: Maybe<Scalars['String']['output']>;
  streams: Array<ConnectorStream>;
  /** False when its manifest or code cannot be loaded; `problem` says why. */
  usable: Scalars['Boolean']['output'];
  version: Scalars['String']['output'];
};


/** A plugin that is installed here. What concerns its set-up is for those who may see connections. */
export type ConnectorDescriptionArgs = {
  locale?: Locale;
};


/** A plugin that is installed here. What concerns its set-up is for those who may see connections. */
export type ConnectorNameArgs = {
  locale?: Locale;
};

export type ConnectorEnvironment = {
  __typename?: 'ConnectorEnvironment';
  baseUrl: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
};


export type ConnectorEnvironmentTitleArgs = {
  locale?: Locale;
};

export type ConnectorStream = {
  __typename?: 'ConnectorStream';
  everyMinutes: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  kind: Scalars['String']['output'];
  title: Scalars['String']['output'];
};


export type ConnectorStreamTitleArgs = {
  locale?: Locale;
};

export type CostCentre = {
  __typename?: 'CostCentre';
  code: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

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

export type CreateConnectionResult = InputProblem | StateProblem | VendorConnection | VendorProblem;

export type CreateFileAccountInput = {
  /** Its own name or number at the bank or vendor. */
  externalAccount: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Whose bills its statements stand on. Default: the company's default legal entity. */
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type CreateFileAccountResult = InputProblem | VendorAccount;

export type CreateOAuthClientInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  scopes: Array<Scalars['String']['input']>;
};

export type CreateOAuthClientResult = InputProblem | OAuthClientCreated;

/** A department as it is on one day. */
export type Department = {
  __typename?: 'Department';
  children: Array<Department>;
  code: Scalars['String']['output'];
  costCentre: Maybe<CostCentre>;
  id: Scalars['ID']['output'];
  leader: Maybe<Person>;
  legalEntity: Maybe<LegalEntity>;
  name: Scalars['String']['output'];
  parent: Maybe<Department>;
  /** Names from the root down to this one. */
  path: Array<Scalars['String']['output']>;
  /** People whose main position is here, on the day asked for. */
  people: PersonConnection;
  validFrom: Scalars['Date']['output'];
  /** The first day on which it is no longer so; null while no end is known. */
  validTo: Maybe<Scalars['Date']['output']>;
};


/** A department as it is on one day. */
export type DepartmentPeopleArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

export type DirectoryChange = {
  __typename?: 'DirectoryChange';
  after: Maybe<Scalars['JSON']['output']>;
  before: Maybe<Scalars['JSON']['output']>;
  /** Employee number or department code. */
  key: Scalars['String']['output'];
  kind: DirectoryChangeKind;
  name: Scalars['String']['output'];
};

export type DirectoryChangeConnection = {
  __typename?: 'DirectoryChangeConnection';
  edges: Array<DirectoryChangeEdge>;
  nodes: Array<DirectoryChange>;
  pageInfo: PageInfo;
};

export type DirectoryChangeEdge = {
  __typename?: 'DirectoryChangeEdge';
  cursor: Scalars['String']['output'];
  node: DirectoryChange;
};

export type DirectoryChangeKind =
  | 'changed'
  | 'department_added'
  | 'department_changed'
  | 'department_closed'
  | 'joiner'
  | 'leaver'
  | 'mover';

/** What an import would do, or did. */
export type DirectoryImport = {
  __typename?: 'DirectoryImport';
  appliedAt: Maybe<Scalars['DateTime']['output']>;
  changes: DirectoryChangeConnection;
  createdAt: Scalars['DateTime']['output'];
  /** The day from which its facts hold. */
  effectiveOn: Scalars['Date']['output'];
  id: Scalars['ID']['output'];
  /** The refused rows as a file to correct and send again. */
  problemFileUrl: Maybe<Scalars['String']['output']>;
  /** Rows that were not taken, or not in full, with the reason; the good ones land without them. The first 500; the file has all. */
  problems: Array<ImportProblem>;
  state: DirectoryImportState;
  summary: DirectoryImportSummary;
};


/** What an import would do, or did. */
export type DirectoryImportChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kind?: InputMaybe<DirectoryChangeKind>;
};

export type DirectoryImportState =
  | 'applied'
  | 'discarded'
  | 'preview';

export type DirectoryImportSummary = {
  __typename?: 'DirectoryImportSummary';
  changed: Scalars['Int']['output'];
  departmentsAdded: Scalars['Int']['output'];
  departmentsChanged: Scalars['Int']['output'];
  departmentsClosed: Scalars['Int']['output'];
  joiners: Scalars['Int']['output'];
  leavers: Scalars['Int']['output'];
  movers: Scalars['Int']['output'];
  refused: Scalars['Int']['output'];
  unchanged: Scalars['Int']['output'];
};

/** One line of money of one order. It keeps its id for ever; what is known of it may change by versions. */
export type Expense = {
  __typename?: 'Expense';
  amount: Money;
  /** The day in the company's zone; spend counts under it. */
  businessDate: Scalars['Date']['output'];
  city: Maybe<Scalars['String']['output']>;
  companyShare: Money;
  costCentre: Maybe<CostCentre>;
  /** As it was on the business date. */
  department: Maybe<Department>;
  description: Maybe<Scalars['String']['output']>;
  detail: Scalars['JSON']['output'];
  endAt: Maybe<Scalars['DateTime']['output']>;
  /** Refunds and corrections that go back to this one. */
  followUps: Array<Expense>;
  from: Maybe<Scalars['String']['output']>;
  /** The vendor has no account of the traveller. `person` is then whom the directory knows him as, else who booked. */
  guest: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  /** Of its order. Invoices are not for everybody who may see the expense. */
  invoices: Array<Invoice>;
  kind: ExpenseKind;
  legalEntity: LegalEntity;
  line: Scalars['String']['output'];
  lineType: ExpenseLineType;
  occurredAt: Scalars['DateTime']['output'];
  /** The order's number at the vendor. */
  orderId: Scalars['String']['output'];
  /** What a refund or a late correction goes back to. */
  origin: Maybe<Expense>;
  /** The period it is booked in: that of its business date, or the next open one for a late change of a locked month. */
  period: Scalars['Period']['output'];
  person: Maybe<Person>;
  personalShare: Money;
  product: Maybe<Scalars['String']['output']>;
  raw: Maybe<RawRecord>;
  /** True when the vendor's order holds this line no more; its amounts are zero. */
  reversed: Scalars['Boolean']['output'];
  startAt: Maybe<Scalars['DateTime']['output']>;
  /** Statements are not for everybody who may see the expense. */
  statementLine: Maybe<StatementLine>;
  to: Maybe<Scalars['String']['output']>;
  /** As the vendor names the traveller. */
  travellerName: Maybe<Scalars['String']['output']>;
  /** Nobody certain was found; the line counts and resolves once the directory knows. */
  unresolved: Scalars['Boolean']['output'];
  vendorAccount: VendorAccount;
  vendorBillingDate: Maybe<Scalars['Date']['output']>;
  version: Scalars['Int']['output'];
  versions: Array<ExpenseVersion>;
};

export type ExpenseConnection = {
  __typename?: 'ExpenseConnection';
  edges: Array<ExpenseEdge>;
  nodes: Array<Expense>;
  pageInfo: PageInfo;
};

export type ExpenseEdge = {
  __typename?: 'ExpenseEdge';
  cursor: Scalars['String']['output'];
  node: Expense;
};

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

export type ExpenseVersion = {
  __typename?: 'ExpenseVersion';
  amount: Money;
  businessDate: Scalars['Date']['output'];
  companyShare: Money;
  period: Scalars['Period']['output'];
  personalShare: Money;
  pluginVersion: Scalars['String']['output'];
  rawVersion: Scalars['Int']['output'];
  recordedAt: Scalars['DateTime']['output'];
  reversed: Scalars['Boolean']['output'];
  version: Scalars['Int']['output'];
};

export type FieldProblem = {
  __typename?: 'FieldProblem';
  field: Scalars['String']['output'];
  problem: Scalars['String']['output'];
};

export type FileFormat =
  | 'csv'
  | 'xlsx';

export type ImportProblem = {
  __typename?: 'ImportProblem';
  code: Scalars['String']['output'];
  file: Scalars['String']['output'];
  line: Scalars['Int']['output'];
  message: Scalars['String']['output'];
  value: Maybe<Scalars['String']['output']>;
};

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

export type ImportStatementFileResult = InputProblem | StateProblem | StatementImport;

/** A value that was not accepted. */
export type InputProblem = Problem & {
  __typename?: 'InputProblem';
  code: Scalars['String']['output'];
  /** The first of the values that were not accepted. */
  field: Scalars['String']['output'];
  message: Scalars['String']['output'];
  /** All of them, where there may be several. */
  problems: Maybe<Array<FieldProblem>>;
};

export type Invitation = {
  __typename?: 'Invitation';
  email: Scalars['String']['output'];
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  roles: Array<Role>;
};

/** The link is shown once. */
export type InvitationCreated = {
  __typename?: 'InvitationCreated';
  invitation: Invitation;
  link: Scalars['String']['output'];
};

export type InviteMemberInput = {
  email: Scalars['String']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The person in the directory this user is. */
  personId?: InputMaybe<Scalars['ID']['input']>;
  roles: Array<Role>;
};

export type InviteMemberResult = InputProblem | InvitationCreated | StateProblem;

/** A vendor's tax invoice (发票). It keeps its id for ever; what is known of it may change by versions. */
export type Invoice = {
  __typename?: 'Invoice';
  /** With tax; negative where it gives another back. */
  amount: Money;
  amountWithoutTax: Maybe<Money>;
  buyer: InvoiceParty;
  /** Where invoices are numbered within codes (发票代码). */
  code: Maybe<Scalars['String']['output']>;
  detail: Scalars['JSON']['output'];
  /** The number of a fully digital invoice (数电发票). */
  digitalNumber: Maybe<Scalars['String']['output']>;
  externalId: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  issuedOn: Scalars['Date']['output'];
  /** The buyer, where the company has a legal entity of that name; else whoever owns the vendor account. */
  legalEntity: Maybe<LegalEntity>;
  number: Scalars['String']['output'];
  /** The orders it is for. */
  orders: Array<InvoicedOrder>;
  /** The vendor's record it comes from. */
  raw: Maybe<RawRecord>;
  reversesCode: Maybe<Scalars['String']['output']>;
  /** The invoice this one gives back. */
  reversesNumber: Maybe<Scalars['String']['output']>;
  seller: InvoiceParty;
  state: InvoiceState;
  tax: Maybe<Money>;
  type: InvoiceType;
  /** As the vendor names its type. */
  typeName: Maybe<Scalars['String']['output']>;
  vendorAccount: VendorAccount;
  version: Scalars['Int']['output'];
};

export type InvoiceConnection = {
  __typename?: 'InvoiceConnection';
  edges: Array<InvoiceEdge>;
  nodes: Array<Invoice>;
  pageInfo: PageInfo;
};

export type InvoiceEdge = {
  __typename?: 'InvoiceEdge';
  cursor: Scalars['String']['output'];
  node: Invoice;
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

/** Null where the vendor does not say. */
export type InvoiceParty = {
  __typename?: 'InvoiceParty';
  name: Maybe<Scalars['String']['output']>;
  taxNumber: Maybe<Scalars['String']['output']>;
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

/** What an invoice takes of an order; null where the vendor does not say. */
export type InvoicedOrder = {
  __typename?: 'InvoicedOrder';
  amount: Maybe<Money>;
  orderId: Scalars['String']['output'];
  tax: Maybe<Money>;
};

export type LegalEntity = {
  __typename?: 'LegalEntity';
  code: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  isDefault: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  taxNumber: Maybe<Scalars['String']['output']>;
};

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

export type LockPeriodResult = BookPeriod | StateProblem;

/** A user's access to the company. */
export type Member = {
  __typename?: 'Member';
  id: Scalars['ID']['output'];
  person: Maybe<Person>;
  roles: Array<Role>;
  since: Scalars['DateTime']['output'];
  user: User;
};

/** An exact amount in main units of a currency. */
export type Money = {
  __typename?: 'Money';
  amount: Scalars['Decimal']['output'];
  currency: Scalars['Currency']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  applyDirectoryImport: ApplyDirectoryImportResult;
  /** The last owner keeps the role. */
  changeMemberRoles: ChangeMemberRolesResult;
  closeConnection: ConnectionStateResult;
  /** Checks the credentials at the vendor first; nothing is kept when they are refused. */
  createConnection: CreateConnectionResult;
  /** An account whose statements come as files only: a bank, a wallet, a vendor without a connector. The same account again is the one that stands. */
  createFileAccount: CreateFileAccountResult;
  createOAuthClient: CreateOAuthClientResult;
  /** Makes a one-time link with which the member sets a new password. */
  createPasswordResetLink: PasswordResetLink;
  /**
   * Has a worker import an uploaded file by the account's mapping; ask `statementImport` how it goes. The same file again is the import that was. Another file for the
   * same days is a new version of the statement.
   */
  importStatementFile: ImportStatementFileResult;
  inviteMember: InviteMemberResult;
  /** Locks a month: later changes of its expenses become delta lines of the next open month. */
  lockPeriod: LockPeriodResult;
  pauseConnection: ConnectionStateResult;
  /** Proves that a write reaches the gateway; changes nothing. */
  ping: Scalars['Boolean']['output'];
  previewDirectoryImport: PreviewDirectoryImportResult;
  removeMember: RemoveMemberResult;
  /** Maps quarantined records again, after the plugin was corrected. */
  replayQuarantine: QuarantineReplayed;
  requestSync: RequestSyncResult;
  resumeConnection: ConnectionStateResult;
  /** Its tokens are refused from now on. */
  revokeOAuthClient: OAuthClient;
  saveStatementMapping: SaveStatementMappingResult;
  /** Says when the statements of an account are expected. It holds for every month, past ones too. */
  setStatementDueDays: SetStatementDueDaysResult;
  /** Checked at the vendor first; history and account stay. */
  updateCredentials: UpdateCredentialsResult;
  /**
   * Takes back a statement that came as a file, such as one whose days a connection has read since: its lines are reversed, on a locked bill by corrections on the
   * next. The file may be imported again.
   */
  withdrawFileStatement: WithdrawFileStatementResult;
};


export type MutationApplyDirectoryImportArgs = {
  input: ApplyDirectoryImportInput;
};


export type MutationChangeMemberRolesArgs = {
  input: ChangeMemberRolesInput;
};


export type MutationCloseConnectionArgs = {
  input: ConnectionIdInput;
};


export type MutationCreateConnectionArgs = {
  input: CreateConnectionInput;
};


export type MutationCreateFileAccountArgs = {
  input: CreateFileAccountInput;
};


export type MutationCreateOAuthClientArgs = {
  input: CreateOAuthClientInput;
};


export type MutationCreatePasswordResetLinkArgs = {
  memberId: Scalars['ID']['input'];
};


export type MutationImportStatementFileArgs = {
  input: ImportStatementFileInput;
};


export type MutationInviteMemberArgs = {
  input: InviteMemberInput;
};


export type MutationLockPeriodArgs = {
  input: LockPeriodInput;
};


export type MutationPauseConnectionArgs = {
  input: ConnectionIdInput;
};


export type MutationPreviewDirectoryImportArgs = {
  input: PreviewDirectoryImportInput;
};


export type MutationRemoveMemberArgs = {
  input: RemoveMemberInput;
};


export type MutationReplayQuarantineArgs = {
  connectionId: Scalars['ID']['input'];
};


export type MutationRequestSyncArgs = {
  input: RequestSyncInput;
};


export type MutationResumeConnectionArgs = {
  input: ConnectionIdInput;
};


export type MutationRevokeOAuthClientArgs = {
  input: RevokeOAuthClientInput;
};


export type MutationSaveStatementMappingArgs = {
  input: SaveStatementMappingInput;
};


export type MutationSetStatementDueDaysArgs = {
  input: SetStatementDueDaysInput;
};


export type MutationUpdateCredentialsArgs = {
  input: UpdateCredentialsInput;
};


export type MutationWithdrawFileStatementArgs = {
  input: WithdrawFileStatementInput;
};

/** An app that acts for the company by itself (client credentials). */
export type OAuthClient = {
  __typename?: 'OAuthClient';
  clientId: Scalars['String']['output'];
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  revokedAt: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<Scalars['String']['output']>;
};

/** The secret is shown once. */
export type OAuthClientCreated = {
  __typename?: 'OAuthClientCreated';
  client: OAuthClient;
  clientSecret: Scalars['String']['output'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor: Maybe<Scalars['String']['output']>;
};

export type PasswordResetLink = {
  __typename?: 'PasswordResetLink';
  expiresAt: Scalars['DateTime']['output'];
  link: Scalars['String']['output'];
};

export type PeriodState =
  | 'locked'
  | 'open';

export type Person = {
  __typename?: 'Person';
  costCentre: Maybe<CostCentre>;
  /** The main position's department today. */
  department: Maybe<Department>;
  email: Maybe<Scalars['String']['output']>;
  employeeNumber: Scalars['String']['output'];
  hiredOn: Maybe<Scalars['Date']['output']>;
  id: Scalars['ID']['output'];
  leftOn: Maybe<Scalars['Date']['output']>;
  legalEntity: Maybe<LegalEntity>;
  manager: Maybe<Person>;
  mobile: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  /** All positions with their dates, newest first. */
  positions: Array<Position>;
  state: PersonState;
  title: Maybe<Scalars['String']['output']>;
};

export type PersonConnection = {
  __typename?: 'PersonConnection';
  edges: Array<PersonEdge>;
  nodes: Array<Person>;
  pageInfo: PageInfo;
};

export type PersonEdge = {
  __typename?: 'PersonEdge';
  cursor: Scalars['String']['output'];
  node: Person;
};

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

export type Position = {
  __typename?: 'Position';
  costCentre: Maybe<CostCentre>;
  department: Department;
  isLeader: Scalars['Boolean']['output'];
  isMain: Scalars['Boolean']['output'];
  title: Maybe<Scalars['String']['output']>;
  validFrom: Scalars['Date']['output'];
  /** The first day on which it is no longer held; null while no end is known. */
  validTo: Maybe<Scalars['Date']['output']>;
};

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

export type PreviewDirectoryImportResult = DirectoryImport | InputProblem;

/** An expected failure. Its code stands in the error reference. */
export type Problem = {
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
};

export type QuarantineReplayed = {
  __typename?: 'QuarantineReplayed';
  landed: Scalars['Int']['output'];
  remaining: Scalars['Int']['output'];
};

/** A record that could not be read into an expense or statement. Nothing of it is lost. */
export type QuarantinedRecord = {
  __typename?: 'QuarantinedRecord';
  externalId: Scalars['String']['output'];
  field: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  reason: Scalars['String']['output'];
  since: Scalars['DateTime']['output'];
  stream: Scalars['ID']['output'];
  vendorAccount: VendorAccount;
};

export type QuarantinedRecordConnection = {
  __typename?: 'QuarantinedRecordConnection';
  edges: Array<QuarantinedRecordEdge>;
  nodes: Array<QuarantinedRecord>;
  pageInfo: PageInfo;
};

export type QuarantinedRecordEdge = {
  __typename?: 'QuarantinedRecordEdge';
  cursor: Scalars['String']['output'];
  node: QuarantinedRecord;
};

export type Query = {
  __typename?: 'Query';
  /** Newest first. */
  auditEntries: AuditEntryConnection;
  bill: Maybe<Bill>;
  /** Newest month first. */
  bills: Array<Bill>;
  company: Company;
  connection: Maybe<VendorConnection>;
  connections: Array<VendorConnection>;
  connector: Maybe<Connector>;
  connectors: Array<Connector>;
  costCentres: Array<CostCentre>;
  department: Maybe<Department>;
  /** The tree's roots, as on a day (default today). */
  departments: Array<Department>;
  directoryImport: Maybe<DirectoryImport>;
  expense: Maybe<Expense>;
  /** Newest first. Managers see their departments, employees themselves. */
  expenses: ExpenseConnection;
  invitations: Array<Invitation>;
  invoice: Maybe<Invoice>;
  /** Newest first. */
  invoices: InvoiceConnection;
  members: Array<Member>;
  oauthClients: Array<OAuthClient>;
  people: PersonConnection;
  person: Maybe<Person>;
  previewStatementFile: StatementFilePreviewResult;
  quarantine: QuarantinedRecordConnection;
  scopes: Array<Scope>;
  /**
   * Spend by day of the expense. Drill to lines with `expenses` and the same filter. With `reach: subtree` a department's row holds all below it,
   * so that rows of departments add up to more than the total. A manager sees the departments he leads.
   */
  spend: Spend;
  statement: Maybe<Statement>;
  /** Of at most 36 months, both inclusive. Default: the present month and the eleven before it. */
  statementBoard: StatementBoard;
  statementImport: Maybe<StatementImport>;
  /** Imports of files, newest first. */
  statementImports: StatementImportConnection;
  statementLine: Maybe<StatementLine>;
  /** Every version, newest first; the newest counts. */
  statementMappings: Array<StatementMapping>;
  statements: Array<Statement>;
  syncRun: Maybe<SyncRun>;
  syncRuns: SyncRunConnection;
  vendorAccounts: Array<VendorAccount>;
  /** Which release answers. */
  version: Scalars['String']['output'];
  viewer: Viewer;
};


export type QueryAuditEntriesArgs = {
  action?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryBillArgs = {
  legalEntityId: Scalars['ID']['input'];
  period: Scalars['Period']['input'];
};


export type QueryBillsArgs = {
  from?: InputMaybe<Scalars['Period']['input']>;
  legalEntityId?: InputMaybe<Scalars['ID']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type QueryConnectionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConnectorArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDepartmentArgs = {
  id: Scalars['ID']['input'];
  on?: InputMaybe<Scalars['Date']['input']>;
};


export type QueryDepartmentsArgs = {
  on?: InputMaybe<Scalars['Date']['input']>;
};


export type QueryDirectoryImportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryExpenseArgs = {
  id: Scalars['ID']['input'];
};


export type QueryExpensesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ExpenseFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPeopleArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PersonFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPersonArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPreviewStatementFileArgs = {
  input: StatementFileInput;
};


export type QueryQuarantineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  connectionId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySpendArgs = {
  by: Array<SpendDimension>;
  filter: SpendFilter;
  locale?: Locale;
  reach?: DepartmentReach;
  top?: InputMaybe<Scalars['Int']['input']>;
  tree?: DepartmentTree;
};


export type QueryStatementArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStatementBoardArgs = {
  filter?: InputMaybe<StatementBoardFilter>;
  from?: InputMaybe<Scalars['Period']['input']>;
  to?: InputMaybe<Scalars['Period']['input']>;
};


export type QueryStatementImportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStatementImportsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  vendorAccountId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryStatementLineArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStatementMappingsArgs = {
  vendorAccountId: Scalars['ID']['input'];
};


export type QueryStatementsArgs = {
  connectorId?: InputMaybe<Scalars['ID']['input']>;
  period?: InputMaybe<Scalars['Period']['input']>;
};


export type QuerySyncRunArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySyncRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  connectionId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  state?: InputMaybe<SyncRunState>;
};

/** One version of a record as the vendor sent it, personal fields masked. Each reading is audited. */
export type RawRecord = {
  __typename?: 'RawRecord';
  data: Scalars['JSON']['output'];
  externalId: Scalars['String']['output'];
  firstSeenAt: Scalars['DateTime']['output'];
  hash: Scalars['String']['output'];
  lastSeenAt: Scalars['DateTime']['output'];
  pluginVersion: Scalars['String']['output'];
  stream: Scalars['ID']['output'];
  version: Scalars['Int']['output'];
};

export type RemoveMemberInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  memberId: Scalars['ID']['input'];
};

export type RemoveMemberResult = Member | StateProblem;

export type RequestSyncInput = {
  connectionId: Scalars['ID']['input'];
  /** Read this range again. Default: what is new, and at once what waits for another try or was incomplete. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Default: every stream. */
  stream?: InputMaybe<Scalars['ID']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type RequestSyncResult = InputProblem | StateProblem | SyncRequested;

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

export type SaveStatementMappingResult = InputProblem | StatementMapping;

/** A scope with its meaning in plain words. */
export type Scope = {
  __typename?: 'Scope';
  description: Scalars['String']['output'];
  name: Scalars['String']['output'];
};


/** A scope with its meaning in plain words. */
export type ScopeDescriptionArgs = {
  locale?: Locale;
};

export type SetStatementDueDaysInput = {
  /** 0 to 90; null: no statements are expected from the account, so that none is ever missing. */
  days?: InputMaybe<Scalars['Int']['input']>;
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  vendorAccountId: Scalars['ID']['input'];
};

export type SetStatementDueDaysResult = InputProblem | VendorAccount;

/** Company share in the company's base currency, by one to three dimensions. */
export type Spend = {
  __typename?: 'Spend';
  count: Scalars['Int']['output'];
  /** What was spent in other currencies; it stands in neither the rows nor the total. */
  otherCurrencies: Array<Money>;
  rows: Array<SpendRow>;
  total: Money;
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

export type SpendKey = {
  __typename?: 'SpendKey';
  dimension: SpendDimension;
  /** Null for lines without a value. */
  id: Maybe<Scalars['ID']['output']>;
  /** A name of people, departments, cost centres, legal entities and vendors; of the others the id again. Empty without a value. */
  label: Scalars['String']['output'];
};

export type SpendRow = {
  __typename?: 'SpendRow';
  companyShare: Money;
  count: Scalars['Int']['output'];
  /** One value per dimension asked for, in that order. */
  keys: Array<SpendKey>;
  personalShare: Money;
};

/** The thing is in a state that does not allow the change. */
export type StateProblem = Problem & {
  __typename?: 'StateProblem';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
};

/** A vendor's own bill. */
export type Statement = {
  __typename?: 'Statement';
  agrees: Scalars['Boolean']['output'];
  children: Array<Statement>;
  /** What the vendor says its lines count and sum to, where it says. */
  controlCount: Maybe<Scalars['Int']['output']>;
  controlSum: Maybe<Money>;
  /** The vendor publishes no header; it is made from the lines. */
  derived: Scalars['Boolean']['output'];
  externalId: Scalars['String']['output'];
  from: Scalars['Date']['output'];
  /** It came as a file, not from a connection. */
  fromFile: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  legalEntity: Maybe<LegalEntity>;
  /** What we make of its lines. */
  lineCount: Scalars['Int']['output'];
  lineSum: Money;
  lines: StatementLineConnection;
  /** The same figures as its lines make them. Earlier months and adjustments are null where no line says. */
  ourTotals: StatementTotals;
  /** Whole statements of the same account for some of the same days, where one came as a file and the other from a connection: their money counts twice. */
  overlaps: Array<Statement>;
  parent: Maybe<Statement>;
  period: Scalars['Period']['output'];
  state: StatementState;
  title: Maybe<Scalars['String']['output']>;
  to: Scalars['Date']['output'];
  totals: StatementTotals;
  vendorAccount: VendorAccount;
  version: Scalars['Int']['output'];
  /** Newest first. */
  versions: Array<StatementVersion>;
  /** It counts no more: the vendor has taken it back, or somebody has who imported it. */
  withdrawn: Scalars['Boolean']['output'];
};


/** A vendor's own bill. */
export type StatementLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What was expected of every vendor account, legal entity and month, and what has come of it. Newest month first. */
export type StatementBoard = {
  __typename?: 'StatementBoard';
  cells: Array<StatementBoardCell>;
  /** The same cells as a file. */
  files: Array<StatementBoardFile>;
  from: Scalars['Period']['output'];
  to: Scalars['Period']['output'];
};

/** One vendor account for one legal entity in one month. Its figures are in the company's base currency. */
export type StatementBoardCell = {
  __typename?: 'StatementBoardCell';
  /** What the company pays of the month and no statement shows yet. */
  accrual: Money;
  accrualCount: Scalars['Int']['output'];
  /** When the event `statement.missing.v1` told of it; null unless it is missing. Looked for every hour, and of an account from its second day on. */
  alarmedAt: Maybe<Scalars['DateTime']['output']>;
  /** What the vendor announces that it will bill later, where it says. */
  announced: Money;
  /** Of a covered cell: the statements of other legal entities, of the same account and month, that bill its expenses. */
  coveredBy: Array<Statement>;
  /** statementTotal − expenseTotal. */
  difference: Money;
  /** Lines whose expenses are missing or differ. */
  differingLineCount: Scalars['Int']['output'];
  /** The last day on which its statement is not late; null where the account's are not expected. */
  dueOn: Maybe<Scalars['Date']['output']>;
  /** Σ of the expenses those lines bill. */
  expenseTotal: Money;
  id: Scalars['ID']['output'];
  /** The first day on which it was late; null unless it is missing. */
  lateSince: Maybe<Scalars['Date']['output']>;
  legalEntity: LegalEntity;
  lineCount: Scalars['Int']['output'];
  /** What it holds in other currencies; it stands in no other figure. */
  otherCurrencies: Array<StatementBoardSums>;
  /** Of its statements, those whose days overlap with one that came otherwise, as a file or from a connection: their money counts twice. */
  overlapCount: Scalars['Int']['output'];
  period: Scalars['Period']['output'];
  /** Σ of what was spent on days of the month, on whichever statement it stands. */
  spend: Money;
  state: StatementBoardState;
  /** Σ of the statement lines. */
  statementTotal: Money;
  /** The statements for the month, each a tree's root, and those of other months with lines in it. */
  statements: Array<Statement>;
  vendorAccount: VendorAccount;
};

export type StatementBoardFile = {
  __typename?: 'StatementBoardFile';
  format: FileFormat;
  url: Scalars['String']['output'];
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

/** The figures of a cell in one currency. */
export type StatementBoardSums = {
  __typename?: 'StatementBoardSums';
  accrual: Money;
  accrualCount: Scalars['Int']['output'];
  announced: Money;
  currency: Scalars['Currency']['output'];
  difference: Money;
  differingLineCount: Scalars['Int']['output'];
  expenseTotal: Money;
  lineCount: Scalars['Int']['output'];
  spend: Money;
  statementTotal: Money;
};

export type StatementControl = {
  __typename?: 'StatementControl';
  /** Null when the file does not hold the text. */
  agrees: Maybe<Scalars['Boolean']['output']>;
  count: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  /** What the file says, where it says it. */
  statedCount: Maybe<Scalars['Int']['output']>;
  statedSum: Maybe<Money>;
  sum: Money;
};

export type StatementFileInput = {
  /** Of an upload: `POST /files?purpose=statement&name=…`. */
  fileId: Scalars['ID']['input'];
  /** A mapping to try. Default: the account's, else a guess. */
  mapping?: InputMaybe<Scalars['JSON']['input']>;
  vendorAccountId: Scalars['ID']['input'];
};

/** The beginning of an uploaded file, as it stands there and as a mapping reads it. Nothing is kept. */
export type StatementFilePreview = {
  __typename?: 'StatementFilePreview';
  columns: Array<Scalars['String']['output']>;
  delimiter: Maybe<Scalars['String']['output']>;
  encoding: Maybe<Scalars['String']['output']>;
  /** It was guessed from what the columns are called. */
  guessed: Scalars['Boolean']['output'];
  /** The row of the header, where the mapping finds it among those shown. */
  headerRow: Maybe<Scalars['Int']['output']>;
  /** `csv`, `xlsx` or `xls`, by its bytes and not its name. */
  kind: Scalars['String']['output'];
  /** What it was read by: the mapping given, else the account's, else a guess; null where none can be guessed. */
  mapping: Maybe<Scalars['JSON']['output']>;
  /** The version of the account's mapping that was; null for one that was given or guessed. */
  mappingVersion: Maybe<Scalars['Int']['output']>;
  /** Why the mapping does not fit the file. */
  problem: Maybe<StateProblem>;
  /** The first 200 rows of the sheet. */
  rows: Array<StatementFileRow>;
  sheet: Scalars['String']['output'];
  sheets: Array<Scalars['String']['output']>;
};

export type StatementFilePreviewResult = InputProblem | StateProblem | StatementFilePreview;

export type StatementFileReport = {
  __typename?: 'StatementFileReport';
  /** What the file says of itself, beside what its rows make. */
  controls: Array<StatementControl>;
  encoding: Maybe<Scalars['String']['output']>;
  /** The days the statement is for. */
  from: Scalars['Date']['output'];
  headerRow: Scalars['Int']['output'];
  ignored: Array<StatementRowCount>;
  kind: Scalars['String']['output'];
  lines: Scalars['Int']['output'];
  refused: Array<StatementRowCount>;
  /** Rows of the table, without totals and empty ones. */
  rows: Scalars['Int']['output'];
  sheet: Scalars['String']['output'];
  sums: Array<StatementFileSum>;
  to: Scalars['Date']['output'];
  /** Lines that name a person whom the directory does not know for certain. They stand on the statement all the same. */
  unresolved: Scalars['Int']['output'];
};

export type StatementFileRow = {
  __typename?: 'StatementFileRow';
  /** What the company spent; negative where money came in. */
  amount: Maybe<Money>;
  cells: Array<Scalars['String']['output']>;
  day: Maybe<Scalars['Date']['output']>;
  description: Maybe<Scalars['String']['output']>;
  /** Null for rows above the table and empty ones. */
  outcome: Maybe<StatementRowOutcome>;
  /** Why it makes no line. */
  reason: Maybe<Scalars['String']['output']>;
  row: Scalars['Int']['output'];
};

export type StatementFileSum = {
  __typename?: 'StatementFileSum';
  consumption: Money;
  lines: Scalars['Int']['output'];
  payable: Money;
  refund: Money;
};

/** One import of an uploaded file. The file is read to its end before its first line is written. */
export type StatementImport = {
  __typename?: 'StatementImport';
  added: Scalars['Int']['output'];
  changed: Scalars['Int']['output'];
  /** What the file did to the lines of an earlier one for the same days. */
  changes: StatementLineChangeConnection;
  /** Only to see what it would give. */
  dryRun: Scalars['Boolean']['output'];
  fileName: Scalars['String']['output'];
  fileSha256: Scalars['String']['output'];
  /** Where the uploaded file is fetched, as it came. It is kept for 30 days where nothing was imported from it. */
  fileUrl: Scalars['String']['output'];
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** Lines that are written so far, of `report.lines`. */
  linesDone: Scalars['Int']['output'];
  mappingVersion: Scalars['Int']['output'];
  /** Why it failed. `IMPORT_INCOMPLETE`: only `linesDone` of its lines are written; import the file again. */
  problem: Maybe<StateProblem>;
  removed: Scalars['Int']['output'];
  /** What the file holds; null until it has been read to its end. */
  report: Maybe<StatementFileReport>;
  requestedAt: Scalars['DateTime']['output'];
  /** A CSV file of the rows that made no line, or whose person is not known, with the reasons. */
  rowsFileUrl: Maybe<Scalars['String']['output']>;
  state: StatementImportState;
  /** The statements it made. */
  statements: Array<Statement>;
  vendorAccount: VendorAccount;
};


/** One import of an uploaded file. The file is read to its end before its first line is written. */
export type StatementImportChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  change?: InputMaybe<StatementLineChangeKind>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type StatementImportConnection = {
  __typename?: 'StatementImportConnection';
  edges: Array<StatementImportEdge>;
  nodes: Array<StatementImport>;
  pageInfo: PageInfo;
};

export type StatementImportEdge = {
  __typename?: 'StatementImportEdge';
  cursor: Scalars['String']['output'];
  node: StatementImport;
};

export type StatementImportState =
  /** Being read to its end. */
  | 'checking'
  | 'done'
  | 'failed'
  /** Its lines are being written. */
  | 'importing'
  | 'queued';

export type StatementLine = {
  __typename?: 'StatementLine';
  amount: Money;
  /**
   * The other lines of its bundle: lines of one order and bill that only together make up their expenses, exactly, since the vendor and the order slice one amount
   * differently (a charge and its refund that are one smaller expense). Empty for a line that stands by itself.
   */
  bundledWith: Array<StatementLine>;
  city: Maybe<Scalars['String']['output']>;
  companyShare: Money;
  currentTerm: Maybe<Scalars['Boolean']['output']>;
  departmentName: Maybe<Scalars['String']['output']>;
  description: Maybe<Scalars['String']['output']>;
  detail: Scalars['JSON']['output'];
  /** companyShare − expenseShare. */
  difference: Money;
  /** Σ company share of its expenses; of a line of a bundle, its own amount of them. */
  expenseShare: Money;
  /** The expenses it bills, joined by exact id; of a line of a bundle, those of the bundle. */
  expenses: Array<Expense>;
  externalId: Scalars['String']['output'];
  /** The file it was made from last; null for what a connection read. */
  fileImport: Maybe<StatementImport>;
  /** The row of that file. */
  fileRow: Maybe<Scalars['Int']['output']>;
  id: Scalars['ID']['output'];
  /** Of the order it bills. */
  invoices: Array<Invoice>;
  kind: ExpenseKind;
  lineType: ExpenseLineType;
  occurredAt: Maybe<Scalars['DateTime']['output']>;
  orderId: Maybe<Scalars['String']['output']>;
  personalShare: Money;
  /** The vendor's record it comes from. */
  raw: Maybe<RawRecord>;
  statement: Maybe<Statement>;
  travellerName: Maybe<Scalars['String']['output']>;
  vendorBillingDate: Maybe<Scalars['Date']['output']>;
};

export type StatementLineChange = {
  __typename?: 'StatementLineChange';
  after: Maybe<Money>;
  before: Maybe<Money>;
  change: StatementLineChangeKind;
  description: Maybe<Scalars['String']['output']>;
  externalId: Scalars['String']['output'];
  /** The row of the file; null for a line it has no more. */
  row: Maybe<Scalars['Int']['output']>;
};

export type StatementLineChangeConnection = {
  __typename?: 'StatementLineChangeConnection';
  edges: Array<StatementLineChangeEdge>;
  nodes: Array<StatementLineChange>;
  pageInfo: PageInfo;
};

export type StatementLineChangeEdge = {
  __typename?: 'StatementLineChangeEdge';
  cursor: Scalars['String']['output'];
  node: StatementLineChange;
};

export type StatementLineChangeKind =
  | 'added'
  | 'changed'
  | 'removed';

export type StatementLineConnection = {
  __typename?: 'StatementLineConnection';
  edges: Array<StatementLineEdge>;
  nodes: Array<StatementLine>;
  pageInfo: PageInfo;
};

export type StatementLineEdge = {
  __typename?: 'StatementLineEdge';
  cursor: Scalars['String']['output'];
  node: StatementLine;
};

/** How the files of a vendor account are read: a document, a version each time it is saved. Its shape stands in the guide "Import statement files". */
export type StatementMapping = {
  __typename?: 'StatementMapping';
  createdAt: Scalars['DateTime']['output'];
  document: Scalars['JSON']['output'];
  vendorAccount: VendorAccount;
  version: Scalars['Int']['output'];
};

export type StatementRowCount = {
  __typename?: 'StatementRowCount';
  reason: Scalars['String']['output'];
  rows: Scalars['Int']['output'];
};

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

export type StatementTotals = {
  __typename?: 'StatementTotals';
  adjustment: Maybe<Money>;
  consumption: Money;
  payable: Money;
  priorPeriodRefund: Maybe<Money>;
  refund: Money;
};

/** What a statement said at a time. */
export type StatementVersion = {
  __typename?: 'StatementVersion';
  /** The file it came in; null for what a connection read. */
  import: Maybe<StatementImport>;
  payable: Money;
  recordedAt: Scalars['DateTime']['output'];
  version: Scalars['Int']['output'];
};

/** How far one stream of a connection is. */
export type StreamStatus = {
  __typename?: 'StreamStatus';
  lastRun: Maybe<SyncRun>;
  nextRunAt: Maybe<Scalars['DateTime']['output']>;
  /** Windows that are planned and still to be read, the one being read too. At first all of history. */
  openWindows: Scalars['Int']['output'];
  quarantined: Scalars['Int']['output'];
  stream: ConnectorStream;
  /** Everything up to here has been read. */
  syncedTo: Maybe<Scalars['DateTime']['output']>;
};

export type SyncControl = {
  __typename?: 'SyncControl';
  agrees: Scalars['Boolean']['output'];
  count: Scalars['Int']['output'];
  sum: Maybe<Scalars['Decimal']['output']>;
  vendorCount: Maybe<Scalars['Int']['output']>;
  vendorSum: Maybe<Scalars['Decimal']['output']>;
};

export type SyncRequested = {
  __typename?: 'SyncRequested';
  runs: Array<SyncRun>;
};

/** One reading of one window of one stream. */
export type SyncRun = {
  __typename?: 'SyncRun';
  /** Records that were new or changed. */
  changed: Scalars['Int']['output'];
  connection: VendorConnection;
  /** What the vendor says the window holds, where it says, beside what was read. */
  control: Maybe<SyncControl>;
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  pages: Scalars['Int']['output'];
  quarantined: Scalars['Int']['output'];
  /** Records read, seen before or not. */
  records: Scalars['Int']['output'];
  startedAt: Maybe<Scalars['DateTime']['output']>;
  state: SyncRunState;
  stream: Scalars['ID']['output'];
  trouble: Maybe<ConnectionTrouble>;
  windowFrom: Scalars['DateTime']['output'];
  windowTo: Scalars['DateTime']['output'];
};

export type SyncRunConnection = {
  __typename?: 'SyncRunConnection';
  edges: Array<SyncRunEdge>;
  nodes: Array<SyncRun>;
  pageInfo: PageInfo;
};

export type SyncRunEdge = {
  __typename?: 'SyncRunEdge';
  cursor: Scalars['String']['output'];
  node: SyncRun;
};

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

export type UpdateCredentialsResult = InputProblem | StateProblem | VendorConnection | VendorProblem;

export type User = {
  __typename?: 'User';
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  locale: Locale;
  name: Scalars['String']['output'];
};

/** An account at a vendor. It owns the data; connections to it come and go. */
export type VendorAccount = {
  __typename?: 'VendorAccount';
  /** Credentials are not for everybody who may see what was bought with the account. */
  connections: Array<VendorConnection>;
  connector: Connector;
  /** The account's name at the vendor. */
  externalAccount: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  legalEntity: Maybe<LegalEntity>;
  name: Scalars['String']['output'];
  /** Days after a month's end within which its statement is expected; later it is missing. Null: no statements are expected from the account. */
  statementDueDays: Maybe<Scalars['Int']['output']>;
};

/** Credentials with which a vendor account is read. */
export type VendorConnection = {
  __typename?: 'VendorConnection';
  /** Settings without secrets. */
  config: Scalars['JSON']['output'];
  createdAt: Scalars['DateTime']['output'];
  environment: Scalars['String']['output'];
  /** Where the vendor shall push its events; shown to who may change the connection. */
  hookUrl: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  lastOkAt: Maybe<Scalars['DateTime']['output']>;
  state: ConnectionState;
  streams: Array<StreamStatus>;
  /** What is wrong and who must act; null when healthy. */
  trouble: Maybe<ConnectionTrouble>;
  vendorAccount: VendorAccount;
};

/** The vendor refused, or could not be reached. */
export type VendorProblem = Problem & {
  __typename?: 'VendorProblem';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  owner: TroubleOwner;
  vendorCode: Maybe<Scalars['String']['output']>;
};

/** Who is asking. */
export type Viewer = {
  __typename?: 'Viewer';
  /** Companies this user may switch to. */
  companies: Array<CompanyChoice>;
  company: Company;
  kind: ViewerKind;
  /** The person in the directory the user is, where known. */
  person: Maybe<Person>;
  roles: Array<Role>;
  scopes: Array<Scalars['String']['output']>;
  /** The signed-in user; null for an app. */
  user: Maybe<User>;
};

export type ViewerKind =
  | 'app'
  | 'person';

export type WithdrawFileStatementInput = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type WithdrawFileStatementResult = StateProblem | Statement;
