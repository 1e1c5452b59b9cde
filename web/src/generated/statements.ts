import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type StatementQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type StatementQuery = { statement?: { id: string, externalId: string, title?: string | null, from: string, to: string, period: string, state: Schema.StatementState, derived: boolean, version: number, fromFile: boolean, withdrawn: boolean, lineCount: number, controlCount?: number | null, agrees: boolean, overlaps: Array<{ id: string, externalId: string, title?: string | null, from: string, to: string, fromFile: boolean }>, legalEntity?: { id: string, name: string } | null, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, totals: { consumption: { amount: string, currency: string }, refund: { amount: string, currency: string }, priorPeriodRefund?: { amount: string, currency: string } | null, adjustment?: { amount: string, currency: string } | null, payable: { amount: string, currency: string } }, ourTotals: { consumption: { amount: string, currency: string }, refund: { amount: string, currency: string }, priorPeriodRefund?: { amount: string, currency: string } | null, adjustment?: { amount: string, currency: string } | null, payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string }, controlSum?: { amount: string, currency: string } | null, parent?: { id: string, externalId: string, title?: string | null } | null, children: Array<{ id: string, externalId: string, title?: string | null, state: Schema.StatementState, lineCount: number, agrees: boolean, children: Array<{ id: string, externalId: string, title?: string | null, state: Schema.StatementState, lineCount: number, agrees: boolean, totals: { payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string } }>, totals: { payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string } }> } | null };

export type HeaderTotalsFragment = { consumption: { amount: string, currency: string }, refund: { amount: string, currency: string }, priorPeriodRefund?: { amount: string, currency: string } | null, adjustment?: { amount: string, currency: string } | null, payable: { amount: string, currency: string } };

export type StatementPartFragment = { id: string, externalId: string, title?: string | null, state: Schema.StatementState, lineCount: number, agrees: boolean, totals: { payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string } };

export type BoardCellFragment = { id: string, period: string, state: Schema.StatementBoardState, dueOn?: string | null, lateSince?: string | null, lineCount: number, differingLineCount: number, accrualCount: number, overlapCount: number, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, legalEntity: { id: string, name: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, spend: { amount: string, currency: string }, accrual: { amount: string, currency: string }, announced: { amount: string, currency: string }, coveredBy: Array<{ id: string, externalId: string, title?: string | null, legalEntity?: { id: string, name: string } | null }>, otherCurrencies: Array<{ currency: string, lineCount: number, statementTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }> };

export type WithdrawFileStatementMutationVariables = Schema.Exact<{
  input: Schema.WithdrawFileStatementInput;
}>;


export type WithdrawFileStatementMutation = { withdrawFileStatement:
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'Statement', id: string }
   };

export type MissingStatementsQueryVariables = Schema.Exact<{
  from: Schema.Scalars['Period']['input'];
  to: Schema.Scalars['Period']['input'];
}>;


export type MissingStatementsQuery = { statementBoard: { cells: Array<{ id: string }> } };

export type StatementBoardQueryVariables = Schema.Exact<{
  from: Schema.Scalars['Period']['input'];
  to: Schema.Scalars['Period']['input'];
  filter?: Schema.InputMaybe<Schema.StatementBoardFilter>;
}>;


export type StatementBoardQuery = { statementBoard: { cells: Array<{ id: string, period: string, state: Schema.StatementBoardState, dueOn?: string | null, lateSince?: string | null, lineCount: number, differingLineCount: number, accrualCount: number, overlapCount: number, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, legalEntity: { id: string, name: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, spend: { amount: string, currency: string }, accrual: { amount: string, currency: string }, announced: { amount: string, currency: string }, coveredBy: Array<{ id: string, externalId: string, title?: string | null, legalEntity?: { id: string, name: string } | null }>, otherCurrencies: Array<{ currency: string, lineCount: number, statementTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }> }>, files: Array<{ format: Schema.FileFormat, url: string }> } };

export type StatementCellQueryVariables = Schema.Exact<{
  period: Schema.Scalars['Period']['input'];
  filter: Schema.StatementBoardFilter;
}>;


export type StatementCellQuery = { statementBoard: { cells: Array<{ id: string, period: string, state: Schema.StatementBoardState, dueOn?: string | null, lateSince?: string | null, lineCount: number, differingLineCount: number, accrualCount: number, overlapCount: number, vendorAccount: { id: string, statementDueDays?: number | null, name: string, connector: { id: string, zh: string, en: string } }, statements: Array<{ id: string }>, legalEntity: { id: string, name: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, spend: { amount: string, currency: string }, accrual: { amount: string, currency: string }, announced: { amount: string, currency: string }, coveredBy: Array<{ id: string, externalId: string, title?: string | null, legalEntity?: { id: string, name: string } | null }>, otherCurrencies: Array<{ currency: string, lineCount: number, statementTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }> }> } };

export type StatementLinesQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type StatementLinesQuery = { statement?: { id: string, lines: { nodes: Array<{ id: string, externalId: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId?: string | null, occurredAt?: string | null, vendorBillingDate?: string | null, travellerName?: string | null, departmentName?: string | null, description?: string | null, detail: unknown, companyShare: { amount: string, currency: string }, difference: { amount: string, currency: string }, expenses: Array<{ id: string, product?: string | null, description?: string | null, from?: string | null, to?: string | null }> }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

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
export const HeaderTotalsFragmentDoc = new TypedDocumentString(`
    fragment HeaderTotals on StatementTotals {
  consumption {
    amount
    currency
  }
  refund {
    amount
    currency
  }
  priorPeriodRefund {
    amount
    currency
  }
  adjustment {
    amount
    currency
  }
  payable {
    amount
    currency
  }
}
    `, {"fragmentName":"HeaderTotals"}) as unknown as TypedDocumentString<HeaderTotalsFragment, unknown>;
export const StatementPartFragmentDoc = new TypedDocumentString(`
    fragment StatementPart on Statement {
  id
  externalId
  title
  state
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
  agrees
}
    `, {"fragmentName":"StatementPart"}) as unknown as TypedDocumentString<StatementPartFragment, unknown>;
export const BoardCellFragmentDoc = new TypedDocumentString(`
    fragment BoardCell on StatementBoardCell {
  id
  period
  state
  dueOn
  lateSince
  vendorAccount {
    id
    name
    connector {
      id
      zh: name(locale: zh_CN)
      en: name(locale: en)
    }
  }
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
  spend {
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
  lineCount
  differingLineCount
  accrualCount
  overlapCount
  coveredBy {
    id
    externalId
    title
    legalEntity {
      id
      name
    }
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
}
    `, {"fragmentName":"BoardCell"}) as unknown as TypedDocumentString<BoardCellFragment, unknown>;
export const StatementDocument = new TypedDocumentString(`
    query Statement($id: ID!) {
  statement(id: $id) {
    id
    externalId
    title
    from
    to
    period
    state
    derived
    version
    fromFile
    withdrawn
    overlaps {
      id
      externalId
      title
      from
      to
      fromFile
    }
    legalEntity {
      id
      name
    }
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
      ...HeaderTotals
    }
    ourTotals {
      ...HeaderTotals
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
    parent {
      id
      externalId
      title
    }
    children {
      ...StatementPart
      children {
        ...StatementPart
      }
    }
  }
}
    fragment HeaderTotals on StatementTotals {
  consumption {
    amount
    currency
  }
  refund {
    amount
    currency
  }
  priorPeriodRefund {
    amount
    currency
  }
  adjustment {
    amount
    currency
  }
  payable {
    amount
    currency
  }
}
fragment StatementPart on Statement {
  id
  externalId
  title
  state
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
  agrees
}`) as unknown as TypedDocumentString<StatementQuery, StatementQueryVariables>;
export const WithdrawFileStatementDocument = new TypedDocumentString(`
    mutation WithdrawFileStatement($input: WithdrawFileStatementInput!) {
  withdrawFileStatement(input: $input) {
    __typename
    ... on Statement {
      id
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawFileStatementMutation, WithdrawFileStatementMutationVariables>;
export const MissingStatementsDocument = new TypedDocumentString(`
    query MissingStatements($from: Period!, $to: Period!) {
  statementBoard(from: $from, to: $to, filter: {state: missing}) {
    cells {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<MissingStatementsQuery, MissingStatementsQueryVariables>;
export const StatementBoardDocument = new TypedDocumentString(`
    query StatementBoard($from: Period!, $to: Period!, $filter: StatementBoardFilter) {
  statementBoard(from: $from, to: $to, filter: $filter) {
    cells {
      ...BoardCell
    }
    files {
      format
      url
    }
  }
}
    fragment BoardCell on StatementBoardCell {
  id
  period
  state
  dueOn
  lateSince
  vendorAccount {
    id
    name
    connector {
      id
      zh: name(locale: zh_CN)
      en: name(locale: en)
    }
  }
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
  spend {
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
  lineCount
  differingLineCount
  accrualCount
  overlapCount
  coveredBy {
    id
    externalId
    title
    legalEntity {
      id
      name
    }
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
}`) as unknown as TypedDocumentString<StatementBoardQuery, StatementBoardQueryVariables>;
export const StatementCellDocument = new TypedDocumentString(`
    query StatementCell($period: Period!, $filter: StatementBoardFilter!) {
  statementBoard(from: $period, to: $period, filter: $filter) {
    cells {
      ...BoardCell
      vendorAccount {
        id
        statementDueDays
      }
      statements {
        id
      }
    }
  }
}
    fragment BoardCell on StatementBoardCell {
  id
  period
  state
  dueOn
  lateSince
  vendorAccount {
    id
    name
    connector {
      id
      zh: name(locale: zh_CN)
      en: name(locale: en)
    }
  }
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
  spend {
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
  lineCount
  differingLineCount
  accrualCount
  overlapCount
  coveredBy {
    id
    externalId
    title
    legalEntity {
      id
      name
    }
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
}`) as unknown as TypedDocumentString<StatementCellQuery, StatementCellQueryVariables>;
export const StatementLinesDocument = new TypedDocumentString(`
    query StatementLines($id: ID!, $first: Int!, $after: String) {
  statement(id: $id) {
    id
    lines(first: $first, after: $after) {
      nodes {
        id
        externalId
        kind
        lineType
        orderId
        companyShare {
          amount
          currency
        }
        difference {
          amount
          currency
        }
        occurredAt
        vendorBillingDate
        travellerName
        departmentName
        description
        detail
        expenses {
          id
          product
          description
          from
          to
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StatementLinesQuery, StatementLinesQueryVariables>;