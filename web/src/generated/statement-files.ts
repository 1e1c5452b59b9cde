import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type FileAccountsQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type FileAccountsQuery = { vendorAccounts: Array<{ id: string, name: string, connector: { id: string, zh: string, en: string }, legalEntity?: { id: string, name: string } | null }> };

export type FileAccountFragment = { id: string, name: string, connector: { id: string, zh: string, en: string }, legalEntity?: { id: string, name: string } | null };

export type CreateFileAccountMutationVariables = Schema.Exact<{
  input: Schema.CreateFileAccountInput;
}>;


export type CreateFileAccountMutation = { createFileAccount:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'VendorAccount', id: string }
   };

export type PreviewStatementFileQueryVariables = Schema.Exact<{
  input: Schema.StatementFileInput;
}>;


export type PreviewStatementFileQuery = { previewStatementFile:
    | { __typename: 'InputProblem', code: string, message: string, field: string, problems?: Array<{ field: string, problem: string }> | null }
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'StatementFilePreview', kind: string, encoding?: string | null, delimiter?: string | null, sheets: Array<string>, sheet: string, headerRow?: number | null, columns: Array<string>, guessed: boolean, mapping?: unknown | null, mappingVersion?: number | null, problem?: { code: string, message: string } | null, rows: Array<{ row: number, cells: Array<string>, outcome?: Schema.StatementRowOutcome | null, reason?: string | null, day?: string | null, amount?: { amount: string, currency: string } | null }> }
   };

export type SaveStatementMappingMutationVariables = Schema.Exact<{
  input: Schema.SaveStatementMappingInput;
}>;


export type SaveStatementMappingMutation = { saveStatementMapping:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'StatementMapping', version: number }
   };

export type ImportStatementFileMutationVariables = Schema.Exact<{
  input: Schema.ImportStatementFileInput;
}>;


export type ImportStatementFileMutation = { importStatementFile:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'StateProblem', code: string, message: string }
    | { __typename: 'StatementImport', id: string }
   };

export type ImportHeadFragment = { id: string, mappingVersion: number, dryRun: boolean, state: Schema.StatementImportState, fileName: string, linesDone: number, added: number, changed: number, removed: number, requestedAt: string, finishedAt?: string | null, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string }, legalEntity?: { id: string, name: string } | null } };

export type StatementImportsQueryVariables = Schema.Exact<{
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type StatementImportsQuery = { statementImports: { nodes: Array<{ id: string, mappingVersion: number, dryRun: boolean, state: Schema.StatementImportState, fileName: string, linesDone: number, added: number, changed: number, removed: number, requestedAt: string, finishedAt?: string | null, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string }, legalEntity?: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

export type StatementImportQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type StatementImportQuery = { statementImport?: { fileUrl: string, rowsFileUrl?: string | null, id: string, mappingVersion: number, dryRun: boolean, state: Schema.StatementImportState, fileName: string, linesDone: number, added: number, changed: number, removed: number, requestedAt: string, finishedAt?: string | null, problem?: { code: string, message: string } | null, report?: { kind: string, encoding?: string | null, sheet: string, headerRow: number, from: string, to: string, rows: number, lines: number, unresolved: number, ignored: Array<{ reason: string, rows: number }>, refused: Array<{ reason: string, rows: number }>, sums: Array<{ lines: number, consumption: { amount: string, currency: string }, refund: { amount: string, currency: string }, payable: { amount: string, currency: string } }>, controls: Array<{ name: string, statedCount?: number | null, count: number, agrees?: boolean | null, statedSum?: { amount: string, currency: string } | null, sum: { amount: string, currency: string } }> } | null, statements: Array<{ id: string, title?: string | null, externalId: string, from: string, to: string, version: number }>, vendorAccount: { id: string, name: string, connector: { id: string, zh: string, en: string }, legalEntity?: { id: string, name: string } | null } } | null };

export type StatementImportChangesQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  change?: Schema.InputMaybe<Schema.StatementLineChangeKind>;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type StatementImportChangesQuery = { statementImport?: { id: string, changes: { nodes: Array<{ change: Schema.StatementLineChangeKind, externalId: string, description?: string | null, row?: number | null, before?: { amount: string, currency: string } | null, after?: { amount: string, currency: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

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
export const FileAccountFragmentDoc = new TypedDocumentString(`
    fragment FileAccount on VendorAccount {
  id
  name
  connector {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
  legalEntity {
    id
    name
  }
}
    `, {"fragmentName":"FileAccount"}) as unknown as TypedDocumentString<FileAccountFragment, unknown>;
export const ImportHeadFragmentDoc = new TypedDocumentString(`
    fragment ImportHead on StatementImport {
  id
  vendorAccount {
    ...FileAccount
  }
  mappingVersion
  dryRun
  state
  fileName
  linesDone
  added
  changed
  removed
  requestedAt
  finishedAt
}
    fragment FileAccount on VendorAccount {
  id
  name
  connector {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
  legalEntity {
    id
    name
  }
}`, {"fragmentName":"ImportHead"}) as unknown as TypedDocumentString<ImportHeadFragment, unknown>;
export const FileAccountsDocument = new TypedDocumentString(`
    query FileAccounts {
  vendorAccounts {
    ...FileAccount
  }
}
    fragment FileAccount on VendorAccount {
  id
  name
  connector {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
  legalEntity {
    id
    name
  }
}`) as unknown as TypedDocumentString<FileAccountsQuery, FileAccountsQueryVariables>;
export const CreateFileAccountDocument = new TypedDocumentString(`
    mutation CreateFileAccount($input: CreateFileAccountInput!) {
  createFileAccount(input: $input) {
    __typename
    ... on VendorAccount {
      id
    }
    ... on InputProblem {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<CreateFileAccountMutation, CreateFileAccountMutationVariables>;
export const PreviewStatementFileDocument = new TypedDocumentString(`
    query PreviewStatementFile($input: StatementFileInput!) {
  previewStatementFile(input: $input) {
    __typename
    ... on StatementFilePreview {
      kind
      encoding
      delimiter
      sheets
      sheet
      headerRow
      columns
      guessed
      mapping
      mappingVersion
      problem {
        code
        message
      }
      rows {
        row
        cells
        outcome
        reason
        day
        amount {
          amount
          currency
        }
      }
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
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PreviewStatementFileQuery, PreviewStatementFileQueryVariables>;
export const SaveStatementMappingDocument = new TypedDocumentString(`
    mutation SaveStatementMapping($input: SaveStatementMappingInput!) {
  saveStatementMapping(input: $input) {
    __typename
    ... on StatementMapping {
      version
    }
    ... on InputProblem {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<SaveStatementMappingMutation, SaveStatementMappingMutationVariables>;
export const ImportStatementFileDocument = new TypedDocumentString(`
    mutation ImportStatementFile($input: ImportStatementFileInput!) {
  importStatementFile(input: $input) {
    __typename
    ... on StatementImport {
      id
    }
    ... on InputProblem {
      code
      message
      field
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ImportStatementFileMutation, ImportStatementFileMutationVariables>;
export const StatementImportsDocument = new TypedDocumentString(`
    query StatementImports($first: Int!, $after: String) {
  statementImports(first: $first, after: $after) {
    nodes {
      ...ImportHead
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment FileAccount on VendorAccount {
  id
  name
  connector {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
  legalEntity {
    id
    name
  }
}
fragment ImportHead on StatementImport {
  id
  vendorAccount {
    ...FileAccount
  }
  mappingVersion
  dryRun
  state
  fileName
  linesDone
  added
  changed
  removed
  requestedAt
  finishedAt
}`) as unknown as TypedDocumentString<StatementImportsQuery, StatementImportsQueryVariables>;
export const StatementImportDocument = new TypedDocumentString(`
    query StatementImport($id: ID!) {
  statementImport(id: $id) {
    ...ImportHead
    fileUrl
    rowsFileUrl
    problem {
      code
      message
    }
    report {
      kind
      encoding
      sheet
      headerRow
      from
      to
      rows
      lines
      unresolved
      ignored {
        reason
        rows
      }
      refused {
        reason
        rows
      }
      sums {
        lines
        consumption {
          amount
          currency
        }
        refund {
          amount
          currency
        }
        payable {
          amount
          currency
        }
      }
      controls {
        name
        statedCount
        statedSum {
          amount
          currency
        }
        count
        sum {
          amount
          currency
        }
        agrees
      }
    }
    statements {
      id
      title
      externalId
      from
      to
      version
    }
  }
}
    fragment FileAccount on VendorAccount {
  id
  name
  connector {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
  legalEntity {
    id
    name
  }
}
fragment ImportHead on StatementImport {
  id
  vendorAccount {
    ...FileAccount
  }
  mappingVersion
  dryRun
  state
  fileName
  linesDone
  added
  changed
  removed
  requestedAt
  finishedAt
}`) as unknown as TypedDocumentString<StatementImportQuery, StatementImportQueryVariables>;
export const StatementImportChangesDocument = new TypedDocumentString(`
    query StatementImportChanges($id: ID!, $change: StatementLineChangeKind, $first: Int!, $after: String) {
  statementImport(id: $id) {
    id
    changes(change: $change, first: $first, after: $after) {
      nodes {
        change
        externalId
        description
        row
        before {
          amount
          currency
        }
        after {
          amount
          currency
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StatementImportChangesQuery, StatementImportChangesQueryVariables>;