import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SyncRunsQueryVariables = Schema.Exact<{
  connectionId: Schema.Scalars['ID']['input'];
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type SyncRunsQuery = { syncRuns: { nodes: Array<{ id: string, stream: string, state: Schema.SyncRunState, windowFrom: string, windowTo: string, startedAt?: string | null, finishedAt?: string | null, pages: number, records: number, changed: number, quarantined: number, control?: { vendorCount?: number | null, count: number, vendorSum?: string | null, sum?: string | null, agrees: boolean } | null, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

export type QuarantineQueryVariables = Schema.Exact<{
  connectionId: Schema.Scalars['ID']['input'];
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type QuarantineQuery = { quarantine: { nodes: Array<{ id: string, stream: string, externalId: string, reason: string, field?: string | null, since: string }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

export type RequestSyncMutationVariables = Schema.Exact<{
  input: Schema.RequestSyncInput;
}>;


export type RequestSyncMutation = { requestSync:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'SyncRequested', runs: Array<{ id: string }> }
   };

export type ReplayQuarantineMutationVariables = Schema.Exact<{
  connectionId: Schema.Scalars['ID']['input'];
}>;


export type ReplayQuarantineMutation = { replayQuarantine: { landed: number, remaining: number } };

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

export const SyncRunsDocument = new TypedDocumentString(`
    query SyncRuns($connectionId: ID!, $first: Int!, $after: String) {
  syncRuns(connectionId: $connectionId, first: $first, after: $after) {
    nodes {
      id
      stream
      state
      windowFrom
      windowTo
      startedAt
      finishedAt
      pages
      records
      changed
      quarantined
      control {
        vendorCount
        count
        vendorSum
        sum
        agrees
      }
      trouble {
        code
        message
        owner
        since
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SyncRunsQuery, SyncRunsQueryVariables>;
export const QuarantineDocument = new TypedDocumentString(`
    query Quarantine($connectionId: ID!, $first: Int!, $after: String) {
  quarantine(connectionId: $connectionId, first: $first, after: $after) {
    nodes {
      id
      stream
      externalId
      reason
      field
      since
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<QuarantineQuery, QuarantineQueryVariables>;
export const RequestSyncDocument = new TypedDocumentString(`
    mutation RequestSync($input: RequestSyncInput!) {
  requestSync(input: $input) {
    __typename
    ... on SyncRequested {
      runs {
        id
      }
    }
    ... on StateProblem {
      code
      message
    }
    ... on InputProblem {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RequestSyncMutation, RequestSyncMutationVariables>;
export const ReplayQuarantineDocument = new TypedDocumentString(`
    mutation ReplayQuarantine($connectionId: ID!) {
  replayQuarantine(connectionId: $connectionId) {
    landed
    remaining
  }
}
    `) as unknown as TypedDocumentString<ReplayQuarantineMutation, ReplayQuarantineMutationVariables>;