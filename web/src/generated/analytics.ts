import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SpendQueryVariables = Schema.Exact<{
  by: Array<Schema.SpendDimension> | Schema.SpendDimension;
  filter: Schema.SpendFilter;
  tree: Schema.DepartmentTree;
  reach: Schema.DepartmentReach;
  top?: Schema.InputMaybe<Schema.Scalars['Int']['input']>;
  locale: Schema.Locale;
}>;


export type SpendQuery = { spend: { count: number, total: { amount: string, currency: string }, otherCurrencies: Array<{ amount: string, currency: string }>, rows: Array<{ count: number, keys: Array<{ dimension: Schema.SpendDimension, id?: string | null, label: string }>, companyShare: { amount: string, currency: string }, personalShare: { amount: string, currency: string } }> } };

export type TopDepartmentsQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type TopDepartmentsQuery = { departments: Array<{ id: string, name: string, children: Array<{ id: string, name: string }> }> };

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
    query Spend($by: [SpendDimension!]!, $filter: SpendFilter!, $tree: DepartmentTree!, $reach: DepartmentReach!, $top: Int, $locale: Locale!) {
  spend(
    by: $by
    filter: $filter
    tree: $tree
    reach: $reach
    top: $top
    locale: $locale
  ) {
    total {
      amount
      currency
    }
    count
    otherCurrencies {
      amount
      currency
    }
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