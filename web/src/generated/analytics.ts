import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SpendQueryVariables = Schema.Exact<{
  by: Array<Schema.SpendDimension> | Schema.SpendDimension;
  filter: Schema.SpendFilter;
  tree: Schema.DepartmentTree;
  reach: Schema.DepartmentReach;
  top?: Schema.InputMaybe<Schema.Scalars['Int']['input']>;
}>;


export type SpendQuery = { spend: { count: number, total: { amount: string, currency: string }, rows: Array<{ count: number, keys: Array<{ dimension: Schema.SpendDimension, id?: string | null, label: string }>, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }> } };

export type YearBillsQueryVariables = Schema.Exact<{
  from: Schema.Scalars['Period']['input'];
  to: Schema.Scalars['Period']['input'];
}>;


export type YearBillsQuery = { bills: Array<{ id: string, period: string, state: Schema.BillState, lineCount: number, accrualCount: number, differingLineCount: number, legalEntity: { id: string, name: string }, statementTotal: { amount: string, currency: string }, expenseTotal: { amount: string, currency: string }, difference: { amount: string, currency: string }, accrual: { amount: string, currency: string } }> };

export type TopDepartmentsQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type TopDepartmentsQuery = { departments: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> };

export type SpendFilterChoicesQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type SpendFilterChoicesQuery = { departments: Array<{ id: string, name: string, children: Array<{ id: string, name: string, children: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> }> }>, costCentres: Array<{ id: string, code: string, name: string }> };

export type ConnectorChoicesQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type ConnectorChoicesQuery = { connectors: Array<{ id: string, zh: string, en: string }> };

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

export const SpendDocument = new TypedDocumentString(`
    query Spend($by: [SpendDimension!]!, $filter: SpendFilter!, $tree: DepartmentTree!, $reach: DepartmentReach!, $top: Int) {
  spend(by: $by, filter: $filter, tree: $tree, reach: $reach, top: $top) {
    total {
      amount
      currency
    }
    count
    rows {
      keys {
        dimension
        id
        label
      }
      companyShare {
        amount
        currency
      }
      personalShare {
        amount
        currency
      }
      count
    }
  }
}
    `) as unknown as TypedDocumentString<SpendQuery, SpendQueryVariables>;
export const YearBillsDocument = new TypedDocumentString(`
    query YearBills($from: Period!, $to: Period!) {
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
    `) as unknown as TypedDocumentString<YearBillsQuery, YearBillsQueryVariables>;
export const TopDepartmentsDocument = new TypedDocumentString(`
    query TopDepartments {
  departments {
    id
    name
    children {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TopDepartmentsQuery, TopDepartmentsQueryVariables>;
export const SpendFilterChoicesDocument = new TypedDocumentString(`
    query SpendFilterChoices {
  departments {
    id
    name
    children {
      id
      name
      children {
        id
        name
        children {
          id
          name
        }
      }
    }
  }
  costCentres {
    id
    code
    name
  }
}
    `) as unknown as TypedDocumentString<SpendFilterChoicesQuery, SpendFilterChoicesQueryVariables>;
export const ConnectorChoicesDocument = new TypedDocumentString(`
    query ConnectorChoices {
  connectors {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
}
    `) as unknown as TypedDocumentString<ConnectorChoicesQuery, ConnectorChoicesQueryVariables>;