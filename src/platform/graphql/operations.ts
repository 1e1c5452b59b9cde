import {
  GraphQLError,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { InterlineError } from '../../kernel/index.js';
import { graphqlErrors } from './graphql.errors.js';
import { LIMITS, checkMeasure, measureOperation } from './limits.js';

/** An operation that was parsed, validated and compiled before. */
export interface PreparedOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  run: CompiledQuery['query'];
}

/** Parses, validates, measures and compiles each text once; the most recent ones are kept. */
export class Operations {
  private readonly prepared = new LRUCache<string, PreparedOperation>({ max: 1_000 });

  constructor(private readonly schema: GraphQLSchema) {}

  /**
   * @returns the operation, or the errors to answer with; nothing has been executed then
   */
  prepare(
    query: string,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>>,
  ): PreparedOperation | readonly GraphQLError[] {
    const key = `${operationName ?? ''}\n${query}`;
    const known = this.prepared.get(key);
    const prepared = known ?? this.compile(query, operationName);
    if (isErrors(prepared)) return prepared;
    if (!known) this.prepared.set(key, prepared);
    const over = checkMeasure(measureOperation(this.schema, prepared.document, prepared.operation, variables));
    return over.length > 0 ? over.map(toGraphQL) : prepared;
  }

  private compile(query: string, operationName: string | null | undefined): PreparedOperation | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: LIMITS.tokens, noLocation: false });
    } catch (error) {
      return [toGraphQL(graphqlErrors.GRAPHQL_PARSE_FAILED(error instanceof Error ? error.message : 'the document cannot be parsed'))];
    }
    const problems = validate(this.schema, document, specifiedRules, { maxErrors: 20 });
    if (problems.length > 0) return problems;
    const operation = getOperationAST(document, operationName);
    if (!operation) return [toGraphQL(graphqlErrors.OPERATION_UNKNOWN('the document has no such operation'))];
    if (!this.schema.getRootType(operation.operation))
      return [toGraphQL(graphqlErrors.OPERATION_UNKNOWN(`this gateway has no ${operation.operation}s`))];
    // Measured before it is compiled: a compiler is no place for a hostile document. Pages are taken at their largest where a variable gives the size.
    const over = checkMeasure(measureOperation(this.schema, document, operation, {}));
    if (over.length > 0) return over.map(toGraphQL);
    const compiled = compileQuery(this.schema, document, operation.name?.value, { disableLeafSerialization: false });
    return isCompiledQuery(compiled) ? { document, operation, run: compiled.query } : ((compiled as ExecutionResult).errors ?? []);
  }
}

/** Whether preparing gave errors. */
export function isErrors(prepared: PreparedOperation | readonly GraphQLError[]): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared);
}

function toGraphQL(error: InterlineError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}
