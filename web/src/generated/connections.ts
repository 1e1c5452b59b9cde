import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type TroubleFragment = { code: string, message: string, owner: Schema.TroubleOwner, since: string };

export type RunStateFragment = { id: string, stream: string, state: Schema.SyncRunState, windowFrom: string, windowTo: string, startedAt?: string | null, finishedAt?: string | null, pages: number, records: number, changed: number, quarantined: number, control?: { vendorCount?: number | null, count: number, vendorSum?: string | null, sum?: string | null, agrees: boolean } | null, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null };

export type ConnectionCardFragment = { id: string, environment: string, state: Schema.ConnectionState, lastOkAt?: string | null, createdAt: string, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null, vendorAccount: { id: string, name: string, externalAccount: string, statementDueDays?: number | null, legalEntity?: { id: string, name: string } | null, connector: { id: string, version: string, logo?: string | null, zh: string, en: string, environments: Array<{ id: string, zh: string, en: string }> } }, streams: Array<{ syncedTo?: string | null, nextRunAt?: string | null, quarantined: number, stream: { id: string, kind: string, everyMinutes: number, zh: string, en: string }, lastRun?: { id: string, stream: string, state: Schema.SyncRunState, windowFrom: string, windowTo: string, startedAt?: string | null, finishedAt?: string | null, pages: number, records: number, changed: number, quarantined: number, control?: { vendorCount?: number | null, count: number, vendorSum?: string | null, sum?: string | null, agrees: boolean } | null, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null } | null }> };

export type ConnectionsQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type ConnectionsQuery = { connections: Array<{ id: string, environment: string, state: Schema.ConnectionState, lastOkAt?: string | null, createdAt: string, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null, vendorAccount: { id: string, name: string, externalAccount: string, statementDueDays?: number | null, legalEntity?: { id: string, name: string } | null, connector: { id: string, version: string, logo?: string | null, zh: string, en: string, environments: Array<{ id: string, zh: string, en: string }> } }, streams: Array<{ syncedTo?: string | null, nextRunAt?: string | null, quarantined: number, stream: { id: string, kind: string, everyMinutes: number, zh: string, en: string }, lastRun?: { id: string, stream: string, state: Schema.SyncRunState, windowFrom: string, windowTo: string, startedAt?: string | null, finishedAt?: string | null, pages: number, records: number, changed: number, quarantined: number, control?: { vendorCount?: number | null, count: number, vendorSum?: string | null, sum?: string | null, agrees: boolean } | null, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null } | null }> }> };

export type ConnectionQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type ConnectionQuery = { connection?: { id: string, environment: string, state: Schema.ConnectionState, lastOkAt?: string | null, createdAt: string, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null, vendorAccount: { id: string, name: string, externalAccount: string, statementDueDays?: number | null, legalEntity?: { id: string, name: string } | null, connector: { id: string, version: string, logo?: string | null, zh: string, en: string, environments: Array<{ id: string, zh: string, en: string }> } }, streams: Array<{ syncedTo?: string | null, nextRunAt?: string | null, quarantined: number, stream: { id: string, kind: string, everyMinutes: number, zh: string, en: string }, lastRun?: { id: string, stream: string, state: Schema.SyncRunState, windowFrom: string, windowTo: string, startedAt?: string | null, finishedAt?: string | null, pages: number, records: number, changed: number, quarantined: number, control?: { vendorCount?: number | null, count: number, vendorSum?: string | null, sum?: string | null, agrees: boolean } | null, trouble?: { code: string, message: string, owner: Schema.TroubleOwner, since: string } | null } | null }> } | null };

export type ConnectionSettingsQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type ConnectionSettingsQuery = { connection?: { id: string, config: unknown, hookUrl?: string | null, vendorAccount: { id: string, connector: { id: string, configSchema: unknown, credentialsSchema: unknown } } } | null };

export type ConnectorCatalogueQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type ConnectorCatalogueQuery = { connectors: Array<{ id: string, version: string, category: string, logo?: string | null, usable: boolean, problem?: string | null, actions: Array<string>, configSchema: unknown, credentialsSchema: unknown, nameZh: string, nameEn: string, descriptionZh: string, descriptionEn: string, environments: Array<{ id: string, baseUrl: string, zh: string, en: string }>, streams: Array<{ id: string, kind: string, everyMinutes: number, zh: string, en: string }> }>, vendorAccounts: Array<{ id: string, name: string, externalAccount: string, connector: { id: string }, connections: Array<{ id: string, state: Schema.ConnectionState }> }> };

export type CreateConnectionMutationVariables = Schema.Exact<{
  input: Schema.CreateConnectionInput;
}>;


export type CreateConnectionMutation = { createConnection:
    | { __typename: 'InputProblem', code: string, message: string, field: string, problems?: Array<{ field: string, problem: string }> | null }
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'VendorConnection', id: string }
    | { __typename: 'VendorProblem', code: string, message: string, owner: Schema.TroubleOwner, vendorCode?: string | null }
   };

export type SetStatementDueDaysMutationVariables = Schema.Exact<{
  input: Schema.SetStatementDueDaysInput;
}>;


export type SetStatementDueDaysMutation = { setStatementDueDays:
    | { __typename: 'InputProblem', code: string, message: string, field: string, problems?: Array<{ field: string, problem: string }> | null }
    | { __typename: 'VendorAccount', id: string, statementDueDays?: number | null }
   };

export type UpdateCredentialsMutationVariables = Schema.Exact<{
  input: Schema.UpdateCredentialsInput;
}>;


export type UpdateCredentialsMutation = { updateCredentials:
    | { __typename: 'InputProblem', code: string, message: string, field: string, problems?: Array<{ field: string, problem: string }> | null }
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'VendorConnection', id: string }
    | { __typename: 'VendorProblem', code: string, message: string, owner: Schema.TroubleOwner, vendorCode?: string | null }
   };

export type PauseConnectionMutationVariables = Schema.Exact<{
  input: Schema.ConnectionIdInput;
}>;


export type PauseConnectionMutation = { pauseConnection:
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'VendorConnection', id: string, state: Schema.ConnectionState }
   };

export type ResumeConnectionMutationVariables = Schema.Exact<{
  input: Schema.ConnectionIdInput;
}>;


export type ResumeConnectionMutation = { resumeConnection:
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'VendorConnection', id: string, state: Schema.ConnectionState }
   };

export type CloseConnectionMutationVariables = Schema.Exact<{
  input: Schema.ConnectionIdInput;
}>;


export type CloseConnectionMutation = { closeConnection:
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'VendorConnection', id: string, state: Schema.ConnectionState }
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
export const TroubleFragmentDoc = new TypedDocumentString(`
    fragment Trouble on ConnectionTrouble {
  code
  message
  owner
  since
}
    `, {"fragmentName":"Trouble"}) as unknown as TypedDocumentString<TroubleFragment, unknown>;
export const RunStateFragmentDoc = new TypedDocumentString(`
    fragment RunState on SyncRun {
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
    ...Trouble
  }
}
    fragment Trouble on ConnectionTrouble {
  code
  message
  owner
  since
}`, {"fragmentName":"RunState"}) as unknown as TypedDocumentString<RunStateFragment, unknown>;
export const ConnectionCardFragmentDoc = new TypedDocumentString(`
    fragment ConnectionCard on VendorConnection {
  id
  environment
  state
  lastOkAt
  createdAt
  trouble {
    ...Trouble
  }
  vendorAccount {
    id
    name
    externalAccount
    statementDueDays
    legalEntity {
      id
      name
    }
    connector {
      id
      version
      logo
      zh: name(locale: zh_CN)
      en: name(locale: en)
      environments {
        id
        zh: title(locale: zh_CN)
        en: title(locale: en)
      }
    }
  }
  streams {
    stream {
      id
      kind
      everyMinutes
      zh: title(locale: zh_CN)
      en: title(locale: en)
    }
    syncedTo
    nextRunAt
    quarantined
    lastRun {
      ...RunState
    }
  }
}
    fragment Trouble on ConnectionTrouble {
  code
  message
  owner
  since
}
fragment RunState on SyncRun {
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
    ...Trouble
  }
}`, {"fragmentName":"ConnectionCard"}) as unknown as TypedDocumentString<ConnectionCardFragment, unknown>;
export const ConnectionsDocument = new TypedDocumentString(`
    query Connections {
  connections {
    ...ConnectionCard
  }
}
    fragment Trouble on ConnectionTrouble {
  code
  message
  owner
  since
}
fragment RunState on SyncRun {
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
    ...Trouble
  }
}
fragment ConnectionCard on VendorConnection {
  id
  environment
  state
  lastOkAt
  createdAt
  trouble {
    ...Trouble
  }
  vendorAccount {
    id
    name
    externalAccount
    statementDueDays
    legalEntity {
      id
      name
    }
    connector {
      id
      version
      logo
      zh: name(locale: zh_CN)
      en: name(locale: en)
      environments {
        id
        zh: title(locale: zh_CN)
        en: title(locale: en)
      }
    }
  }
  streams {
    stream {
      id
      kind
      everyMinutes
      zh: title(locale: zh_CN)
      en: title(locale: en)
    }
    syncedTo
    nextRunAt
    quarantined
    lastRun {
      ...RunState
    }
  }
}`) as unknown as TypedDocumentString<ConnectionsQuery, ConnectionsQueryVariables>;
export const ConnectionDocument = new TypedDocumentString(`
    query Connection($id: ID!) {
  connection(id: $id) {
    ...ConnectionCard
  }
}
    fragment Trouble on ConnectionTrouble {
  code
  message
  owner
  since
}
fragment RunState on SyncRun {
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
    ...Trouble
  }
}
fragment ConnectionCard on VendorConnection {
  id
  environment
  state
  lastOkAt
  createdAt
  trouble {
    ...Trouble
  }
  vendorAccount {
    id
    name
    externalAccount
    statementDueDays
    legalEntity {
      id
      name
    }
    connector {
      id
      version
      logo
      zh: name(locale: zh_CN)
      en: name(locale: en)
      environments {
        id
        zh: title(locale: zh_CN)
        en: title(locale: en)
      }
    }
  }
  streams {
    stream {
      id
      kind
      everyMinutes
      zh: title(locale: zh_CN)
      en: title(locale: en)
    }
    syncedTo
    nextRunAt
    quarantined
    lastRun {
      ...RunState
    }
  }
}`) as unknown as TypedDocumentString<ConnectionQuery, ConnectionQueryVariables>;
export const ConnectionSettingsDocument = new TypedDocumentString(`
    query ConnectionSettings($id: ID!) {
  connection(id: $id) {
    id
    config
    hookUrl
    vendorAccount {
      id
      connector {
        id
        configSchema
        credentialsSchema
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConnectionSettingsQuery, ConnectionSettingsQueryVariables>;
export const ConnectorCatalogueDocument = new TypedDocumentString(`
    query ConnectorCatalogue {
  connectors {
    id
    version
    category
    logo
    usable
    problem
    actions
    configSchema
    credentialsSchema
    nameZh: name(locale: zh_CN)
    nameEn: name(locale: en)
    descriptionZh: description(locale: zh_CN)
    descriptionEn: description(locale: en)
    environments {
      id
      baseUrl
      zh: title(locale: zh_CN)
      en: title(locale: en)
    }
    streams {
      id
      kind
      everyMinutes
      zh: title(locale: zh_CN)
      en: title(locale: en)
    }
  }
  vendorAccounts {
    id
    name
    externalAccount
    connector {
      id
    }
    connections {
      id
      state
    }
  }
}
    `) as unknown as TypedDocumentString<ConnectorCatalogueQuery, ConnectorCatalogueQueryVariables>;
export const CreateConnectionDocument = new TypedDocumentString(`
    mutation CreateConnection($input: CreateConnectionInput!) {
  createConnection(input: $input) {
    __typename
    ... on VendorConnection {
      id
    }
    ... on InputProblem {
      code
      message
      field
      problems {
        field
        problem
      }
    }
    ... on VendorProblem {
      code
      message
      owner
      vendorCode
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateConnectionMutation, CreateConnectionMutationVariables>;
export const SetStatementDueDaysDocument = new TypedDocumentString(`
    mutation SetStatementDueDays($input: SetStatementDueDaysInput!) {
  setStatementDueDays(input: $input) {
    __typename
    ... on VendorAccount {
      id
      statementDueDays
    }
    ... on InputProblem {
      code
      message
      field
      problems {
        field
        problem
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SetStatementDueDaysMutation, SetStatementDueDaysMutationVariables>;
export const UpdateCredentialsDocument = new TypedDocumentString(`
    mutation UpdateCredentials($input: UpdateCredentialsInput!) {
  updateCredentials(input: $input) {
    __typename
    ... on VendorConnection {
      id
    }
    ... on InputProblem {
      code
      message
      field
      problems {
        field
        problem
      }
    }
    ... on VendorProblem {
      code
      message
      owner
      vendorCode
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateCredentialsMutation, UpdateCredentialsMutationVariables>;
export const PauseConnectionDocument = new TypedDocumentString(`
    mutation PauseConnection($input: ConnectionIdInput!) {
  pauseConnection(input: $input) {
    __typename
    ... on VendorConnection {
      id
      state
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PauseConnectionMutation, PauseConnectionMutationVariables>;
export const ResumeConnectionDocument = new TypedDocumentString(`
    mutation ResumeConnection($input: ConnectionIdInput!) {
  resumeConnection(input: $input) {
    __typename
    ... on VendorConnection {
      id
      state
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeConnectionMutation, ResumeConnectionMutationVariables>;
export const CloseConnectionDocument = new TypedDocumentString(`
    mutation CloseConnection($input: ConnectionIdInput!) {
  closeConnection(input: $input) {
    __typename
    ... on VendorConnection {
      id
      state
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CloseConnectionMutation, CloseConnectionMutationVariables>;