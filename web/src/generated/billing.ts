import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type BillsQueryVariables = Schema.Exact<{
  from: Schema.Scalars['Period']['input'];
  to: Schema.Scalars['Period']['input'];
}>;


export type BillsQuery = { bills: Array<{ id: string, period: string, state: Schema.BillState, lineCount: number, accrualCount: number, differingLineCount: number, legalEntity: { id: string, name: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }> };

export type BillMonthsQueryVariables = Schema.Exact<{
  from: Schema.Scalars['Period']['input'];
  to: Schema.Scalars['Period']['input'];
}>;


export type BillMonthsQuery = { bills: Array<{ id: string, period: string, legalEntity: { id: string }, statementTotal: { amount: string, currency: string }, accrual: { amount: string, currency: string }, difference: { amount: string, currency: string } }> };

export type PartRowFragment = { key?: string | null, label: string, lineCount: number, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } };

export type BillQueryVariables = Schema.Exact<{
  legalEntityId: Schema.Scalars['ID']['input'];
  period: Schema.Scalars['Period']['input'];
}>;


export type BillQuery = { bill?: { id: string, period: string, state: Schema.BillState, lineCount: number, accrualCount: number, differingLineCount: number, legalEntity: { id: string, name: string, code: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string }, announced: { amount: string, currency: string }, otherCurrencies: Array<{ currency: string, lineCount: number, statementTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }>, byKind: Array<{ key?: string | null, label: string, lineCount: number, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }>, byDepartment: Array<{ key?: string | null, label: string, lineCount: number, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }>, byVendor: Array<{ key?: string | null, label: string, lineCount: number, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }>, files: Array<{ format: Schema.FileFormat, content: Schema.BillFileContent, url: string }>, statements: Array<{ id: string, externalId: string, title?: string | null, from: string, to: string, state: Schema.StatementState, derived: boolean, lineCount: number, controlCount?: number | null, agrees: boolean, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, totals: { payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string }, controlSum?: { amount: string, currency: string } | null }> } | null };

export type BillLineRowFragment = { id: string, externalId: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId?: string | null, occurredAt?: string | null, vendorBillingDate?: string | null, currentTerm?: boolean | null, travellerName?: string | null, departmentName?: string | null, city?: string | null, description?: string | null, detail: unknown, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, expenseShare: { amount: string, currency: string }, difference: { amount: string, currency: string }, bundledWith: Array<{ id: string, lineType: Schema.ExpenseLineType, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }>, statement?: { id: string, externalId: string, title?: string | null } | null, expenses: Array<{ id: string, orderId: string, line: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, product?: string | null, description?: string | null, from?: string | null, to?: string | null, businessDate: string, period: string, unresolved: boolean, reversed: boolean, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string } | null, department?: { id: string, name: string, path: Array<string> } | null }> };

export type BillLinesQueryVariables = Schema.Exact<{
  legalEntityId: Schema.Scalars['ID']['input'];
  period: Schema.Scalars['Period']['input'];
  filter?: Schema.InputMaybe<Schema.BillLineFilter>;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type BillLinesQuery = { bill?: { id: string, lines: { nodes: Array<{ id: string, externalId: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId?: string | null, occurredAt?: string | null, vendorBillingDate?: string | null, currentTerm?: boolean | null, travellerName?: string | null, departmentName?: string | null, city?: string | null, description?: string | null, detail: unknown, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, expenseShare: { amount: string, currency: string }, difference: { amount: string, currency: string }, bundledWith: Array<{ id: string, lineType: Schema.ExpenseLineType, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }>, statement?: { id: string, externalId: string, title?: string | null } | null, expenses: Array<{ id: string, orderId: string, line: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, product?: string | null, description?: string | null, from?: string | null, to?: string | null, businessDate: string, period: string, unresolved: boolean, reversed: boolean, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string } | null, department?: { id: string, name: string, path: Array<string> } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

export type BillLineQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type BillLineQuery = { statementLine?: { id: string, externalId: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId?: string | null, occurredAt?: string | null, vendorBillingDate?: string | null, currentTerm?: boolean | null, travellerName?: string | null, departmentName?: string | null, city?: string | null, description?: string | null, detail: unknown, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, expenseShare: { amount: string, currency: string }, difference: { amount: string, currency: string }, bundledWith: Array<{ id: string, lineType: Schema.ExpenseLineType, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }>, statement?: { id: string, externalId: string, title?: string | null } | null, expenses: Array<{ id: string, orderId: string, line: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, product?: string | null, description?: string | null, from?: string | null, to?: string | null, businessDate: string, period: string, unresolved: boolean, reversed: boolean, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string } | null, department?: { id: string, name: string, path: Array<string> } | null }> } | null };

export type BillLineRawQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type BillLineRawQuery = { statementLine?: { id: string, raw?: { stream: string, externalId: string, version: number, data: unknown, firstSeenAt: string, lastSeenAt: string, pluginVersion: string, hash: string } | null } | null };

export type BillAccrualsQueryVariables = Schema.Exact<{
  legalEntityId: Schema.Scalars['ID']['input'];
  period: Schema.Scalars['Period']['input'];
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type BillAccrualsQuery = { bill?: { id: string, accruals: { nodes: Array<{ id: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId: string, description?: string | null, businessDate: string, travellerName?: string | null, unresolved: boolean, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string } | null, department?: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

export type LockPeriodMutationVariables = Schema.Exact<{
  input: Schema.LockPeriodInput;
}>;


export type LockPeriodMutation = { lockPeriod:
    | { __typename: 'BookPeriod', period: string, state: Schema.PeriodState, lockedAt?: string | null }
    | { __typename: 'StateProblem', code: string, message: string }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const PartRowFragmentDoc = new TypedDocumentString(`
    fragment PartRow on BillPart {
  key
  label
  statementTotal {
    amount
    currency
  }
  expenseTotal {
    amount
    currency
  }
  difference {
    amount
    currency
  }
  accrual {
    amount
    currency
  }
  lineCount
}
    `, {"fragmentName":"PartRow"}) as unknown as TypedDocumentString<PartRowFragment, unknown>;
export const BillLineRowFragmentDoc = new TypedDocumentString(`
    fragment BillLineRow on StatementLine {
  id
  externalId
  kind
  lineType
  orderId
  amount {
    amount
    currency
  }
  companyShare {
    amount
    currency
  }
  personalShare {
    amount
    currency
  }
  expenseShare {
    amount
    currency
  }
  difference {
    amount
    currency
  }
  bundledWith {
    id
    lineType
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
  }
  occurredAt
  vendorBillingDate
  currentTerm
  travellerName
  departmentName
  city
  description
  detail
  statement {
    id
    externalId
    title
  }
  expenses {
    id
    orderId
    line
    kind
    lineType
    product
    description
    from
    to
    businessDate
    period
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
    person {
      id
      name
    }
    department {
      id
      name
      path
    }
    unresolved
    reversed
  }
}
    `, {"fragmentName":"BillLineRow"}) as unknown as TypedDocumentString<BillLineRowFragment, unknown>;
export const BillsDocument = new TypedDocumentString(`
    query Bills($from: Period!, $to: Period!) {
  bills(from: $from, to: $to) {
    id
    period
    state
    legalEntity {
      id
      name
    }
    statementTotal {
      amount
      currency
    }
    expenseTotal {
      amount
      currency
    }
    difference {
      amount
      currency
    }
    accrual {
      amount
      currency
    }
    lineCount
    accrualCount
    differingLineCount
  }
}
    `) as unknown as TypedDocumentString<BillsQuery, BillsQueryVariables>;
export const BillMonthsDocument = new TypedDocumentString(`
    query BillMonths($from: Period!, $to: Period!) {
  bills(from: $from, to: $to) {
    id
    period
    legalEntity {
      id
    }
    statementTotal {
      amount
      currency
    }
    accrual {
      amount
      currency
    }
    difference {
      amount
      currency
    }
  }
}
    `) as unknown as TypedDocumentString<BillMonthsQuery, BillMonthsQueryVariables>;
export const BillDocument = new TypedDocumentString(`
    query Bill($legalEntityId: ID!, $period: Period!) {
  bill(legalEntityId: $legalEntityId, period: $period) {
    id
    period
    state
    legalEntity {
      id
      name
      code
    }
    statementTotal {
      amount
      currency
    }
    expenseTotal {
      amount
      currency
    }
    difference {
      amount
      currency
    }
    accrual {
      amount
      currency
    }
    announced {
      amount
      currency
    }
    otherCurrencies {
      currency
      statementTotal {
        amount
        currency
      }
      difference {
        amount
        currency
      }
      accrual {
        amount
        currency
      }
      lineCount
    }
    lineCount
    accrualCount
    differingLineCount
    byKind {
      ...PartRow
    }
    byDepartment {
      ...PartRow
    }
    byVendor {
      ...PartRow
    }
    files {
      format
      content
      url
    }
    statements {
      id
      externalId
      title
      from
      to
      state
      derived
      vendorAccount {
        id
        name
        connector {
          id
          zh: name(locale: zh_CN)
          en: name(locale: en)
        }
      }
      totals {
        payable {
          amount
          currency
        }
      }
      lineCount
      lineSum {
        amount
        currency
      }
      controlCount
      controlSum {
        amount
        currency
      }
      agrees
    }
  }
}
    fragment PartRow on BillPart {
  key
  label
  statementTotal {
    amount
    currency
  }
  expenseTotal {
    amount
    currency
  }
  difference {
    amount
    currency
  }
  accrual {
    amount
    currency
  }
  lineCount
}`) as unknown as TypedDocumentString<BillQuery, BillQueryVariables>;
export const BillLinesDocument = new TypedDocumentString(`
    query BillLines($legalEntityId: ID!, $period: Period!, $filter: BillLineFilter, $first: Int!, $after: String) {
  bill(legalEntityId: $legalEntityId, period: $period) {
    id
    lines(filter: $filter, first: $first, after: $after) {
      nodes {
        ...BillLineRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment BillLineRow on StatementLine {
  id
  externalId
  kind
  lineType
  orderId
  amount {
    amount
    currency
  }
  companyShare {
    amount
    currency
  }
  personalShare {
    amount
    currency
  }
  expenseShare {
    amount
    currency
  }
  difference {
    amount
    currency
  }
  bundledWith {
    id
    lineType
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
  }
  occurredAt
  vendorBillingDate
  currentTerm
  travellerName
  departmentName
  city
  description
  detail
  statement {
    id
    externalId
    title
  }
  expenses {
    id
    orderId
    line
    kind
    lineType
    product
    description
    from
    to
    businessDate
    period
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
    person {
      id
      name
    }
    department {
      id
      name
      path
    }
    unresolved
    reversed
  }
}`) as unknown as TypedDocumentString<BillLinesQuery, BillLinesQueryVariables>;
export const BillLineDocument = new TypedDocumentString(`
    query BillLine($id: ID!) {
  statementLine(id: $id) {
    ...BillLineRow
  }
}
    fragment BillLineRow on StatementLine {
  id
  externalId
  kind
  lineType
  orderId
  amount {
    amount
    currency
  }
  companyShare {
    amount
    currency
  }
  personalShare {
    amount
    currency
  }
  expenseShare {
    amount
    currency
  }
  difference {
    amount
    currency
  }
  bundledWith {
    id
    lineType
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
  }
  occurredAt
  vendorBillingDate
  currentTerm
  travellerName
  departmentName
  city
  description
  detail
  statement {
    id
    externalId
    title
  }
  expenses {
    id
    orderId
    line
    kind
    lineType
    product
    description
    from
    to
    businessDate
    period
    amount {
      amount
      currency
    }
    companyShare {
      amount
      currency
    }
    personalShare {
      amount
      currency
    }
    person {
      id
      name
    }
    department {
      id
      name
      path
    }
    unresolved
    reversed
  }
}`) as unknown as TypedDocumentString<BillLineQuery, BillLineQueryVariables>;
export const BillLineRawDocument = new TypedDocumentString(`
    query BillLineRaw($id: ID!) {
  statementLine(id: $id) {
    id
    raw {
      stream
      externalId
      version
      data
      firstSeenAt
      lastSeenAt
      pluginVersion
      hash
    }
  }
}
    `) as unknown as TypedDocumentString<BillLineRawQuery, BillLineRawQueryVariables>;
export const BillAccrualsDocument = new TypedDocumentString(`
    query BillAccruals($legalEntityId: ID!, $period: Period!, $first: Int!, $after: String) {
  bill(legalEntityId: $legalEntityId, period: $period) {
    id
    accruals(first: $first, after: $after) {
      nodes {
        id
        kind
        lineType
        orderId
        description
        businessDate
        companyShare {
          amount
          currency
        }
        personalShare {
          amount
          currency
        }
        person {
          id
          name
        }
        travellerName
        department {
          id
          name
        }
        unresolved
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BillAccrualsQuery, BillAccrualsQueryVariables>;
export const LockPeriodDocument = new TypedDocumentString(`
    mutation LockPeriod($input: LockPeriodInput!) {
  lockPeriod(input: $input) {
    __typename
    ... on BookPeriod {
      period
      state
      lockedAt
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<LockPeriodMutation, LockPeriodMutationVariables>;