import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AuditEntriesQueryVariables = Schema.Exact<{
  action?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type AuditEntriesQuery = { auditEntries: { nodes: Array<{ sequence: number, at: string, actor: string, action: string, target?: string | null, detail: unknown, ip?: string | null, hash: string, user?: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

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

export const AuditEntriesDocument = new TypedDocumentString(`
    query AuditEntries($action: String, $first: Int!, $after: String) {
  auditEntries(action: $action, first: $first, after: $after) {
    nodes {
      sequence
      at
      actor
      user {
        id
        name
      }
      action
      target
      detail
      ip
      hash
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditEntriesQuery, AuditEntriesQueryVariables>;