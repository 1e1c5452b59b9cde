import { createHash } from 'node:crypto';
import { getDirective } from '@graphql-tools/utils';
import { Kind, OperationTypeNode, getArgumentValues, type ExecutionResult, type FieldNode, type GraphQLSchema } from 'graphql';
import { kernelErrors, type Actor, type Clock } from '../../kernel/index.js';
import { graphqlErrors } from './graphql.errors.js';
import { asGraphQLError } from './limits.js';
import type { IdempotencyRepository } from './idempotency.repository.js';
import type { PreparedOperation } from './operations.js';

/** A request without an answer for longer than this has died. Longer than any request may take. */
const ABANDONED_MS = 120_000;

/** Answers a repeated write with the first one's answer, per client and key. */
export class Idempotency {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly repository: IdempotencyRepository,
    private readonly clock: Clock,
  ) {}

  /** Executes an operation once per idempotency key; operations without a key are simply executed. */
  async once(
    prepared: PreparedOperation,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    actor: Actor,
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const found = this.keyOf(prepared, variables);
    if (!found || !actor.companyId) return execute();
    if (found.tooMany) return refuse(kernelErrors.BAD_INPUT('an operation with an idempotency key holds exactly one write'));
    const { companyId } = actor;
    const client = actor.kind === 'app' ? actor.clientId : actor.kind === 'person' ? actor.userId : actor.name;
    const bodyHash = createHash('sha256')
      .update(JSON.stringify([query, variables]))
      .digest('base64url');
    const now = this.clock.now();
    const stored = await this.repository.take(companyId, client, found.key, bodyHash, now, new Date(now.getTime() - ABANDONED_MS));
    if (stored) {
      if (stored.bodyHash !== bodyHash)
        return refuse(graphqlErrors.IDEMPOTENCY_CONFLICT('this idempotency key was used for another request'));
      if (stored.answer === null) return refuse(graphqlErrors.IDEMPOTENCY_IN_PROGRESS('the first request with this key is still running'));
      if (found.secret) return refuse(graphqlErrors.IDEMPOTENCY_SECRET('this was done before; its secret is not shown again'));
      return stored.answer as ExecutionResult;
    }
    const result = await execute();
    if (result.errors?.length) await this.repository.release(companyId, client, found.key);
    else await this.repository.answer(companyId, client, found.key, found.secret ? { data: {} } : { data: result.data });
    return result;
  }

  private keyOf(
    prepared: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): { key: string; secret: boolean; tooMany: boolean } | null {
    if (prepared.operation.operation !== OperationTypeNode.MUTATION) return null;
    const fields = prepared.operation.selectionSet.selections.filter((selection): selection is FieldNode => selection.kind === Kind.FIELD);
    const mutation = this.schema.getMutationType();
    for (const node of fields) {
      const field = mutation?.getFields()[node.name.value];
      if (!field) continue;
      const input = getArgumentValues(field, node, variables)['input'] as { idempotencyKey?: string | null } | undefined;
      if (input?.idempotencyKey) {
        const secret = (getDirective(this.schema, field, 'showsSecret')?.length ?? 0) > 0;
        return { key: input.idempotencyKey, secret, tooMany: prepared.operation.selectionSet.selections.length > 1 };
      }
    }
    return null;
  }
}

function refuse(error: Parameters<typeof asGraphQLError>[0]): ExecutionResult {
  return { errors: [asGraphQLError(error)] };
}
