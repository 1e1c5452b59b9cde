import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type TreeNodeFragment = { id: string, code: string, name: string };

export type DepartmentTreeQueryVariables = Schema.Exact<{
  on?: Schema.InputMaybe<Schema.Scalars['Date']['input']>;
}>;


export type DepartmentTreeQuery = { departments: Array<{ id: string, code: string, name: string, children: Array<{ id: string, code: string, name: string, children: Array<{ id: string, code: string, name: string, children: Array<{ id: string }> }> }> }> };

export type DepartmentBelowQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  on?: Schema.InputMaybe<Schema.Scalars['Date']['input']>;
}>;


export type DepartmentBelowQuery = { department?: { id: string, children: Array<{ id: string, code: string, name: string, children: Array<{ id: string, code: string, name: string, children: Array<{ id: string }> }> }> } | null };

export type DepartmentNameQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type DepartmentNameQuery = { department?: { id: string, name: string } | null };

export type DepartmentCardQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  on?: Schema.InputMaybe<Schema.Scalars['Date']['input']>;
}>;


export type DepartmentCardQuery = { department?: { id: string, code: string, name: string, path: Array<string>, validFrom: string, validTo?: string | null, leader?: { id: string, name: string } | null, legalEntity?: { id: string, name: string } | null, costCentre?: { id: string, code: string, name: string } | null } | null };

export type PeopleQueryVariables = Schema.Exact<{
  filter: Schema.PersonFilter;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type PeopleQuery = { people: { nodes: Array<{ id: string, employeeNumber: string, name: string, title?: string | null, state: Schema.PersonState, hiredOn?: string | null, leftOn?: string | null, department?: { id: string, name: string } | null, costCentre?: { id: string, code: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } };

export type DepartmentPeopleQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  on?: Schema.InputMaybe<Schema.Scalars['Date']['input']>;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type DepartmentPeopleQuery = { department?: { id: string, people: { nodes: Array<{ id: string, employeeNumber: string, name: string, title?: string | null, state: Schema.PersonState, hiredOn?: string | null, leftOn?: string | null, department?: { id: string, name: string } | null, costCentre?: { id: string, code: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

export type PersonQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type PersonQuery = { person?: { id: string, employeeNumber: string, name: string, state: Schema.PersonState, title?: string | null, hiredOn?: string | null, leftOn?: string | null, department?: { id: string, name: string, path: Array<string> } | null, manager?: { id: string, name: string } | null, costCentre?: { id: string, code: string, name: string } | null, legalEntity?: { id: string, name: string } | null, positions: Array<{ title?: string | null, isMain: boolean, isLeader: boolean, validFrom: string, validTo?: string | null, department: { id: string, name: string, path: Array<string> }, costCentre?: { id: string, code: string } | null }> } | null };

export type ImportStateFragment = { id: string, state: Schema.DirectoryImportState, effectiveOn: string, createdAt: string, appliedAt?: string | null, problemFileUrl?: string | null, summary: { joiners: number, movers: number, leavers: number, changed: number, unchanged: number, departmentsAdded: number, departmentsChanged: number, departmentsClosed: number, refused: number }, problems: Array<{ file: string, line: number, code: string, message: string, value?: string | null }> };

export type DirectoryImportQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
}>;


export type DirectoryImportQuery = { directoryImport?: { id: string, state: Schema.DirectoryImportState, effectiveOn: string, createdAt: string, appliedAt?: string | null, problemFileUrl?: string | null, summary: { joiners: number, movers: number, leavers: number, changed: number, unchanged: number, departmentsAdded: number, departmentsChanged: number, departmentsClosed: number, refused: number }, problems: Array<{ file: string, line: number, code: string, message: string, value?: string | null }> } | null };

export type DirectoryChangesQueryVariables = Schema.Exact<{
  id: Schema.Scalars['ID']['input'];
  kind?: Schema.InputMaybe<Schema.DirectoryChangeKind>;
  first: Schema.Scalars['Int']['input'];
  after?: Schema.InputMaybe<Schema.Scalars['String']['input']>;
}>;


export type DirectoryChangesQuery = { directoryImport?: { id: string, changes: { nodes: Array<{ kind: Schema.DirectoryChangeKind, key: string, name: string, before?: unknown | null, after?: unknown | null }>, pageInfo: { hasNextPage: boolean, endCursor?: string | null } } } | null };

export type PreviewDirectoryImportMutationVariables = Schema.Exact<{
  input: Schema.PreviewDirectoryImportInput;
}>;


export type PreviewDirectoryImportMutation = { previewDirectoryImport:
    | { __typename: 'DirectoryImport', id: string }
    | { __typename: 'InputProblem', code: string, message: string, field: string }
   };

export type ApplyDirectoryImportMutationVariables = Schema.Exact<{
  input: Schema.ApplyDirectoryImportInput;
}>;


export type ApplyDirectoryImportMutation = { applyDirectoryImport:
    | { __typename: 'DirectoryImport', id: string, state: Schema.DirectoryImportState, effectiveOn: string, createdAt: string, appliedAt?: string | null, problemFileUrl?: string | null, summary: { joiners: number, movers: number, leavers: number, changed: number, unchanged: number, departmentsAdded: number, departmentsChanged: number, departmentsClosed: number, refused: number }, problems: Array<{ file: string, line: number, code: string, message: string, value?: string | null }> }
    | { __typename: 'StateProblem', code: string, message: string }
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
export const TreeNodeFragmentDoc = new TypedDocumentString(`
    fragment TreeNode on Department {
  id
  code
  name
}
    `, {"fragmentName":"TreeNode"}) as unknown as TypedDocumentString<TreeNodeFragment, unknown>;
export const ImportStateFragmentDoc = new TypedDocumentString(`
    fragment ImportState on DirectoryImport {
  id
  state
  effectiveOn
  createdAt
  appliedAt
  problemFileUrl
  summary {
    joiners
    movers
    leavers
    changed
    unchanged
    departmentsAdded
    departmentsChanged
    departmentsClosed
    refused
  }
  problems {
    file
    line
    code
    message
    value
  }
}
    `, {"fragmentName":"ImportState"}) as unknown as TypedDocumentString<ImportStateFragment, unknown>;
export const DepartmentTreeDocument = new TypedDocumentString(`
    query DepartmentTree($on: Date) {
  departments(on: $on) {
    ...TreeNode
    children {
      ...TreeNode
      children {
        ...TreeNode
        children {
          id
        }
      }
    }
  }
}
    fragment TreeNode on Department {
  id
  code
  name
}`) as unknown as TypedDocumentString<DepartmentTreeQuery, DepartmentTreeQueryVariables>;
export const DepartmentBelowDocument = new TypedDocumentString(`
    query DepartmentBelow($id: ID!, $on: Date) {
  department(id: $id, on: $on) {
    id
    children {
      ...TreeNode
      children {
        ...TreeNode
        children {
          id
        }
      }
    }
  }
}
    fragment TreeNode on Department {
  id
  code
  name
}`) as unknown as TypedDocumentString<DepartmentBelowQuery, DepartmentBelowQueryVariables>;
export const DepartmentNameDocument = new TypedDocumentString(`
    query DepartmentName($id: ID!) {
  department(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<DepartmentNameQuery, DepartmentNameQueryVariables>;
export const DepartmentCardDocument = new TypedDocumentString(`
    query DepartmentCard($id: ID!, $on: Date) {
  department(id: $id, on: $on) {
    id
    code
    name
    path
    validFrom
    validTo
    leader {
      id
      name
    }
    legalEntity {
      id
      name
    }
    costCentre {
      id
      code
      name
    }
  }
}
    `) as unknown as TypedDocumentString<DepartmentCardQuery, DepartmentCardQueryVariables>;
export const PeopleDocument = new TypedDocumentString(`
    query People($filter: PersonFilter!, $first: Int!, $after: String) {
  people(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      employeeNumber
      name
      title
      state
      hiredOn
      leftOn
      department {
        id
        name
      }
      costCentre {
        id
        code
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const DepartmentPeopleDocument = new TypedDocumentString(`
    query DepartmentPeople($id: ID!, $on: Date, $first: Int!, $after: String) {
  department(id: $id, on: $on) {
    id
    people(first: $first, after: $after) {
      nodes {
        id
        employeeNumber
        name
        title
        state
        hiredOn
        leftOn
        department {
          id
          name
        }
        costCentre {
          id
          code
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DepartmentPeopleQuery, DepartmentPeopleQueryVariables>;
export const PersonDocument = new TypedDocumentString(`
    query Person($id: ID!) {
  person(id: $id) {
    id
    employeeNumber
    name
    state
    title
    hiredOn
    leftOn
    department {
      id
      name
      path
    }
    manager {
      id
      name
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
    positions {
      department {
        id
        name
        path
      }
      title
      isMain
      isLeader
      costCentre {
        id
        code
      }
      validFrom
      validTo
    }
  }
}
    `) as unknown as TypedDocumentString<PersonQuery, PersonQueryVariables>;
export const DirectoryImportDocument = new TypedDocumentString(`
    query DirectoryImport($id: ID!) {
  directoryImport(id: $id) {
    ...ImportState
  }
}
    fragment ImportState on DirectoryImport {
  id
  state
  effectiveOn
  createdAt
  appliedAt
  problemFileUrl
  summary {
    joiners
    movers
    leavers
    changed
    unchanged
    departmentsAdded
    departmentsChanged
    departmentsClosed
    refused
  }
  problems {
    file
    line
    code
    message
    value
  }
}`) as unknown as TypedDocumentString<DirectoryImportQuery, DirectoryImportQueryVariables>;
export const DirectoryChangesDocument = new TypedDocumentString(`
    query DirectoryChanges($id: ID!, $kind: DirectoryChangeKind, $first: Int!, $after: String) {
  directoryImport(id: $id) {
    id
    changes(kind: $kind, first: $first, after: $after) {
      nodes {
        kind
        key
        name
        before
        after
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DirectoryChangesQuery, DirectoryChangesQueryVariables>;
export const PreviewDirectoryImportDocument = new TypedDocumentString(`
    mutation PreviewDirectoryImport($input: PreviewDirectoryImportInput!) {
  previewDirectoryImport(input: $input) {
    __typename
    ... on DirectoryImport {
      id
    }
    ... on InputProblem {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<PreviewDirectoryImportMutation, PreviewDirectoryImportMutationVariables>;
export const ApplyDirectoryImportDocument = new TypedDocumentString(`
    mutation ApplyDirectoryImport($input: ApplyDirectoryImportInput!) {
  applyDirectoryImport(input: $input) {
    __typename
    ... on DirectoryImport {
      ...ImportState
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    fragment ImportState on DirectoryImport {
  id
  state
  effectiveOn
  createdAt
  appliedAt
  problemFileUrl
  summary {
    joiners
    movers
    leavers
    changed
    unchanged
    departmentsAdded
    departmentsChanged
    departmentsClosed
    refused
  }
  problems {
    file
    line
    code
    message
    value
  }
}`) as unknown as TypedDocumentString<ApplyDirectoryImportMutation, ApplyDirectoryImportMutationVariables>;