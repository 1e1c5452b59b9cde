import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type OAuthClientsQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type OAuthClientsQuery = { oauthClients: Array<{ id: string, clientId: string, name: string, scopes: Array<string>, createdAt: string, revokedAt?: string | null }> };

export type ScopesQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type ScopesQuery = { scopes: Array<{ name: string, zh: string, en: string }> };

export type CreateOAuthClientMutationVariables = Schema.Exact<{
  input: Schema.CreateOAuthClientInput;
}>;


export type CreateOAuthClientMutation = { createOAuthClient:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'OAuthClientCreated', clientSecret: string, client: { id: string, clientId: string, name: string, scopes: Array<string> } }
   };

export type RevokeOAuthClientMutationVariables = Schema.Exact<{
  input: Schema.RevokeOAuthClientInput;
}>;


export type RevokeOAuthClientMutation = { revokeOAuthClient: { id: string, revokedAt?: string | null } };

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

export const OAuthClientsDocument = new TypedDocumentString(`
    query OAuthClients {
  oauthClients {
    id
    clientId
    name
    scopes
    createdAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<OAuthClientsQuery, OAuthClientsQueryVariables>;
export const ScopesDocument = new TypedDocumentString(`
    query Scopes {
  scopes {
    name
    zh: description(locale: zh_CN)
    en: description(locale: en)
  }
}
    `) as unknown as TypedDocumentString<ScopesQuery, ScopesQueryVariables>;
export const CreateOAuthClientDocument = new TypedDocumentString(`
    mutation CreateOAuthClient($input: CreateOAuthClientInput!) {
  createOAuthClient(input: $input) {
    __typename
    ... on OAuthClientCreated {
      clientSecret
      client {
        id
        clientId
        name
        scopes
      }
    }
    ... on InputProblem {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<CreateOAuthClientMutation, CreateOAuthClientMutationVariables>;
export const RevokeOAuthClientDocument = new TypedDocumentString(`
    mutation RevokeOAuthClient($input: RevokeOAuthClientInput!) {
  revokeOAuthClient(input: $input) {
    id
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<RevokeOAuthClientMutation, RevokeOAuthClientMutationVariables>;