import type * as Schema from './schema.js';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type VendorChoicesQueryVariables = Schema.Exact<{ [key: string]: never; }>;


export type VendorChoicesQuery = { connectors: Array<{ id: string, zh: string, en: string }> };

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

export const VendorChoicesDocument = new TypedDocumentString(`
    query VendorChoices {
  connectors {
    id
    zh: name(locale: zh_CN)
    en: name(locale: en)
  }
}
    `) as unknown as TypedDocumentString<VendorChoicesQuery, VendorChoicesQueryVariables>;