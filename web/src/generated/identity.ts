import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ViewerQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { kind: Schema.ViewerKind, roles: Array<Schema.Role>, user?: { id: string, email: string, name: string, locale: Schema.Locale } | null, person?: { id: string, name: string } | null, company: { id: string, name: string, slug: string, timeZone: string, baseCurrency: string, legalEntities: Array<{ id: string, code: string, name: string, isDefault: boolean }> }, companies: Array<{ id: string, name: string }> } };

export type MembersQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type MembersQuery = { members: Array<{ id: string, roles: Array<Schema.Role>, since: string, user: { id: string, email: string, name: string }, person?: { id: string, name: string, employeeNumber: string } | null }>, invitations: Array<{ id: string, email: string, roles: Array<Schema.Role>, expiresAt: string }> };

export type PersonChoicesQueryVariables = Schema.Exact<{
  search: Schema.Scalars['String']['input'];
}>;


export type PersonChoicesQuery = { people: { nodes: Array<{ id: string, name: string, employeeNumber: string, department?: { id: string, name: string } | null }> } };

export type InviteMemberMutationVariables = Schema.Exact<{
  input: Schema.InviteMemberInput;
}>;


export type InviteMemberMutation = { inviteMember:
    | { __typename: 'InputProblem', code: string, message: string, field: string }
    | { __typename: 'InvitationCreated', link: string, invitation: { id: string, email: string, expiresAt: string } }
    | { __typename: 'StateProblem', code: string, message: string }
   };

export type ChangeMemberRolesMutationVariables = Schema.Exact<{
  input: Schema.ChangeMemberRolesInput;
}>;


export type ChangeMemberRolesMutation = { changeMemberRoles:
    | { __typename: 'Member', id: string, roles: Array<Schema.Role> }
    | { __typename: 'StateProblem', code: string, message: string }
   };

export type RemoveMemberMutationVariables = Schema.Exact<{
  input: Schema.RemoveMemberInput;
}>;


export type RemoveMemberMutation = { removeMember:
    | { __typename: 'Member', id: string }
    | { __typename: 'StateProblem', code: string, message: string }
   };

export type CreatePasswordResetLinkMutationVariables = Schema.Exact<{
  memberId: Schema.Scalars['ID']['input'];
}>;


export type CreatePasswordResetLinkMutation = { createPasswordResetLink: { link: string, expiresAt: string } };

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

export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    kind
    roles
    user {
      id
      email
      name
      locale
    }
    person {
      id
      name
    }
    company {
      id
      name
      slug
      timeZone
      baseCurrency
      legalEntities {
        id
        code
        name
        isDefault
      }
    }
    companies {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const MembersDocument = new TypedDocumentString(`
    query Members {
  members {
    id
    roles
    since
    user {
      id
      email
      name
    }
    person {
      id
      name
      employeeNumber
    }
  }
  invitations {
    id
    email
    roles
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<MembersQuery, MembersQueryVariables>;
export const PersonChoicesDocument = new TypedDocumentString(`
    query PersonChoices($search: String!) {
  people(filter: {search: $search, state: active}, first: 20) {
    nodes {
      id
      name
      employeeNumber
      department {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PersonChoicesQuery, PersonChoicesQueryVariables>;
export const InviteMemberDocument = new TypedDocumentString(`
    mutation InviteMember($input: InviteMemberInput!) {
  inviteMember(input: $input) {
    __typename
    ... on InvitationCreated {
      link
      invitation {
        id
        email
        expiresAt
      }
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
    `) as unknown as TypedDocumentString<InviteMemberMutation, InviteMemberMutationVariables>;
export const ChangeMemberRolesDocument = new TypedDocumentString(`
    mutation ChangeMemberRoles($input: ChangeMemberRolesInput!) {
  changeMemberRoles(input: $input) {
    __typename
    ... on Member {
      id
      roles
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ChangeMemberRolesMutation, ChangeMemberRolesMutationVariables>;
export const RemoveMemberDocument = new TypedDocumentString(`
    mutation RemoveMember($input: RemoveMemberInput!) {
  removeMember(input: $input) {
    __typename
    ... on Member {
      id
    }
    ... on StateProblem {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const CreatePasswordResetLinkDocument = new TypedDocumentString(`
    mutation CreatePasswordResetLink($memberId: ID!) {
  createPasswordResetLink(memberId: $memberId) {
    link
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<CreatePasswordResetLinkMutation, CreatePasswordResetLinkMutationVariables>;