import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type StatementQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type StatementQuery = { statement?: { id: string, externalId: string, title?: string | null, from: string, to: string, period: string, state: Schema.StatementState, derived: boolean, version: number, lineCount: number, controlCount?: number | null, agrees: boolean, legalEntity?: { id: string, name: string } | null, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string } }, totals: { consumption: { amount: string, currency: string }, refund: { amount: string, currency: string }, priorPeriodRefund?: { amount: string, currency: string } | null, adjustment?: { amount: string, currency: string } | null, payable: { amount: string, currency: string } }, lineSum: { amount: string, currency: string }, controlSum?: { amount: string, currency: string } | null, parent?: { id: string, externalId: string, title?: string | null } | null, children: Array<{ id: string, externalId: string, title?: string | null, lineCount: number, agrees: boolean, lineSum: { amount: string, currency: string } }> } | null };

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
      id
      externalId
      title
      lineCount
      lineSum {
        amount
        currency
      }
      agrees
    }
  }
}
    `) as unknown as TypedDocumentString<StatementQuery, StatementQueryVariables>;
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