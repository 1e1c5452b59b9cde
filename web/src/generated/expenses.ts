import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ExpensesQueryVariables = Schema.Exact<{
  filter: Schema.ExpenseFilter;
  bills: Schema.Scalars['Boolean']['input'];
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type ExpensesQuery = { expenses: { nodes: Array<{ id: string, kind: Schema.ExpenseKind, lineType: Schema.ExpenseLineType, orderId: string, product?: string | null, description?: string | null, businessDate: string, period: string, travellerName?: string | null, from?: string | null, to?: string | null, unresolved: boolean, guest: boolean, reversed: boolean, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string } | null, department?: { id: string, name: string } | null, statementLine?: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

export type ExpenseRefFragment = { id: string, orderId: string, lineType: Schema.ExpenseLineType, businessDate: string, companyShare: { amount: string, currency: string } };

export type ExpenseQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  bills: Schema.Scalars['Boolean']['input'];
}>;


export type ExpenseQuery = { expense?: { id: string, kind: Schema.ExpenseKind, orderId: string, line: string, lineType: Schema.ExpenseLineType, product?: string | null, description?: string | null, occurredAt: string, businessDate: string, period: string, vendorBillingDate?: string | null, unresolved: boolean, travellerName?: string | null, guest: boolean, city?: string | null, from?: string | null, to?: string | null, startAt?: string | null, endAt?: string | null, detail: unknown, version: number, reversed: boolean, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, person?: { id: string, name: string, employeeNumber: string, title?: string | null } | null, department?: { id: string, name: string, path: Array<string> } | null, costCentre?: { id: string, code: string, name: string } | null, legalEntity: { id: string, name: string }, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, origin?: { id: string, orderId: string, lineType: Schema.ExpenseLineType, businessDate: string, companyShare: { amount: string, currency: string } } | null, followUps: Array<{ id: string, orderId: string, lineType: Schema.ExpenseLineType, businessDate: string, companyShare: { amount: string, currency: string } }>, versions: Array<{ version: number, businessDate: string, period: string, reversed: boolean, rawVersion: number, pluginVersion: string, recordedAt: string, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }>, statementLine?: { id: string, externalId: string, occurredAt?: string | null, vendorBillingDate?: string | null, currentTerm?: boolean | null, travellerName?: string | null, departmentName?: string | null, city?: string | null, description?: string | null, amount: { amount: string, currency: string }, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string }, difference: { amount: string, currency: string }, statement?: { id: string, externalId: string, title?: string | null, period: string } | null } | null } | null };

export type ExpenseRawQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type ExpenseRawQuery = { expense?: { id: string, raw?: { stream: string, externalId: string, version: number, data: unknown, firstSeenAt: string, lastSeenAt: string, pluginVersion: string, hash: string } | null } | null };

export type ExpenseFilterNamesQueryVariables = Schema.Exact<{
  personId: Schema.Scalars['ID']['input'];
}>;


export type ExpenseFilterNamesQuery = { person?: { id: string, name: string } | null };

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
export const ExpenseRefFragmentDoc = new TypedDocumentString(`
    fragment ExpenseRef on Expense {
  id
  orderId
  lineType
  businessDate
  companyShare {
    amount
    currency
  }
}
    `, {"fragmentName":"ExpenseRef"}) as unknown as TypedDocumentString<ExpenseRefFragment, unknown>;
export const ExpensesDocument = new TypedDocumentString(`
    query Expenses($filter: ExpenseFilter!, $bills: Boolean!, $first: Int!, $after: String) {
  expenses(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      kind
      lineType
      orderId
      product
      description
      businessDate
      period
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
      from
      to
      unresolved
      guest
      reversed
      statementLine @include(if: $bills) {
        id
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ExpensesQuery, ExpensesQueryVariables>;
export const ExpenseDocument = new TypedDocumentString(`
    query Expense($id: ID!, $bills: Boolean!) {
  expense(id: $id) {
    id
    kind
    orderId
    line
    lineType
    product
    description
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
    occurredAt
    businessDate
    period
    vendorBillingDate
    person {
      id
      name
      employeeNumber
      title
    }
    unresolved
    travellerName
    guest
    department {
      id
      name
      path
    }
    costCentre {
      id
      code
      name
    }
    legalEntity {
      id
      name
    }
    city
    from
    to
    startAt
    endAt
    detail
    version
    reversed
    vendorAccount {
      id
      name
      connector {
        id
        zh: name(locale: zh_CN)
        en: name(locale: en)
      }
    }
    origin {
      ...ExpenseRef
    }
    followUps {
      ...ExpenseRef
    }
    versions {
      version
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
      businessDate
      period
      reversed
      rawVersion
      pluginVersion
      recordedAt
    }
    statementLine @include(if: $bills) {
      id
      externalId
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
      difference {
        amount
        currency
      }
      occurredAt
      vendorBillingDate
      currentTerm
      travellerName
      departmentName
      city
      description
      statement {
        id
        externalId
        title
        period
      }
    }
  }
}
    fragment ExpenseRef on Expense {
  id
  orderId
  lineType
  businessDate
  companyShare {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<ExpenseQuery, ExpenseQueryVariables>;
export const ExpenseRawDocument = new TypedDocumentString(`
    query ExpenseRaw($id: ID!) {
  expense(id: $id) {
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
    `) as unknown as TypedDocumentString<ExpenseRawQuery, ExpenseRawQueryVariables>;
export const ExpenseFilterNamesDocument = new TypedDocumentString(`
    query ExpenseFilterNames($personId: ID!) {
  person(id: $personId) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<ExpenseFilterNamesQuery, ExpenseFilterNamesQueryVariables>;