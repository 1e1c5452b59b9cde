import {
  GraphQLError,
  Kind,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isInterfaceType } from 'graphql';
import { getDirective } from '@graphql-tools/utils';
import { MAX_PAGE, type InterlineError } from '../../kernel/index.js';
import { graphqlErrors } from './graphql.errors.js';

/** Fields of introspection, which no type lists, with their types. */
const META_TYPES: Readonly<Record<string, string>> = { __schema: '__Schema', __type: '__Type' };

/** What one operation may be at most. */
export const LIMITS = {
  /** Bytes of a request body. */
  bodyBytes: 256 * 1024,
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  cost: 20_000,
} as const;

/** Rows that are assumed for a list without paging. */
const LIST_SIZE = 20;
const DEFAULT_PAGE = 50;

/** What an operation measures, before it is executed. */
export interface Measure {
  depth: number;
  cost: number;
  aliases: number;
}

/**
 * Measures an operation. Fragments are measured once each, so that nesting them costs no time of ours.
 * @param variables raw variables: page sizes given through them count as given
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const measured = new Map<string, Measure>();

  const measureSelections = (selections: SelectionSetNode, parent: GraphQLCompositeType): Measure => {
    const total: Measure = { depth: 0, cost: 0, aliases: 0 };
    for (const selection of selections.selections) {
      const part =
        selection.kind === Kind.FIELD
          ? measureField(selection, parent)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? measureSelections(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent)
            : measureFragment(selection.name.value, parent);
      total.depth = Math.max(total.depth, part.depth);
      total.cost += part.cost;
      total.aliases += part.aliases;
    }
    return total;
  };

  const typeNamed = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name ? schema.getType(name) : undefined;
    return type && isCompositeType(type) ? type : undefined;
  };

  const measureFragment = (name: string, parent: GraphQLCompositeType): Measure => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return { depth: 0, cost: 0, aliases: 0 };
    measured.set(name, { depth: 0, cost: 0, aliases: 0 });
    const measure = measureSelections(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value) ?? parent);
    measured.set(name, measure);
    return measure;
  };

  const measureField = (node: FieldNode, parent: GraphQLCompositeType): Measure => {
    const aliases = node.alias ? 1 : 0;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    // Introspection reads nothing, and validation limits its depth; what is left to us is how often it is repeated.
    const meta = field ? undefined : typeNamed(META_TYPES[node.name.value]);
    if (meta && node.selectionSet) return { depth: 1, cost: 0, aliases: aliases + measureSelections(node.selectionSet, meta).aliases };
    if (!field) return { depth: 1, cost: 0, aliases };
    const named = getNamedType(field.type);
    const weight = weightOf(schema, field) ?? (isCompositeType(named) ? 1 : 0);
    if (!node.selectionSet || !isCompositeType(named)) return { depth: 1, cost: weight, aliases };
    const below = measureSelections(node.selectionSet, named);
    return { depth: below.depth + 1, cost: weight + below.cost * rowsOf(field, node, variables), aliases: aliases + below.aliases };
  };

  const root = schema.getRootType(operation.operation);
  return root ? measureSelections(operation.selectionSet, root) : { depth: 0, cost: 0, aliases: 0 };
}

/** What is over the limit, as the errors to answer with; empty when nothing is. */
export function checkMeasure(measure: Measure): InterlineError[] {
  const errors: InterlineError[] = [];
  if (measure.depth > LIMITS.depth)
    errors.push(graphqlErrors.OPERATION_TOO_DEEP(`the operation is ${measure.depth} fields deep; ${LIMITS.depth} are allowed`));
  if (measure.aliases > LIMITS.aliases)
    errors.push(graphqlErrors.OPERATION_TOO_MANY_ALIASES(`the document has ${measure.aliases} aliases; ${LIMITS.aliases} are allowed`));
  if (measure.cost > LIMITS.cost) {
    errors.push(
      graphqlErrors.OPERATION_TOO_COSTLY(`the operation costs ${measure.cost}; ${LIMITS.cost} are allowed`, {
        extensions: { cost: { requested: measure.cost, limit: LIMITS.cost } },
      }),
    );
  }
  return errors;
}

const weights = new WeakMap<GraphQLField<unknown, unknown>, number | null>();

function weightOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): number | null {
  let weight = weights.get(field);
  if (weight === undefined) {
    weight = (getDirective(schema, field, 'cost')?.[0] as { weight: number } | undefined)?.weight ?? null;
    weights.set(field, weight);
  }
  return weight;
}

/** How many times what is below a field may be resolved. */
function rowsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  if (!field.args.some((argument) => argument.name === 'first')) return isList(field.type) && !isConnectionPart(field) ? LIST_SIZE : 1;
  const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const first =
    value?.kind === Kind.INT
      ? Number(value.value)
      : value?.kind === Kind.VARIABLE
        ? Number(variables[value.name.value] ?? DEFAULT_PAGE)
        : DEFAULT_PAGE;
  return Number.isFinite(first) ? Math.min(Math.max(first, 1), MAX_PAGE) : MAX_PAGE;
}

/** `edges` and `nodes` are counted by their connection's page size already. */
function isConnectionPart(field: GraphQLField<unknown, unknown>): boolean {
  return field.name === 'edges' || field.name === 'nodes';
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** Turns one of our errors into GraphQL's. */
export function asGraphQLError(error: InterlineError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}
