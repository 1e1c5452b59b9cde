import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { isId, kernelErrors } from '../kernel/index.js';
import type { GatewayContext, MutationWithdrawFileStatementArgs } from '../platform/graphql/index.js';
import type { Statement } from './statement.js';
import { toStatementNode, type StatementNode } from './statement-node.js';
import { StatementReader } from './statement-reader.js';
import { WithdrawStatement } from './withdraw-statement.js';

const OVERLAPS = Symbol('overlaps of statements');

/** Statements that came both as a file and from a connection, and the way out. */
@Resolver('Statement')
export class StatementOverlapsResolver {
  constructor(
    private readonly reader: StatementReader,
    private readonly withdrawing: WithdrawStatement,
  ) {}

  @ResolveField('overlaps')
  async overlaps({ source }: StatementNode, _args: unknown, { loaders }: GatewayContext): Promise<StatementNode[]> {
    const found = await loaders.get(OVERLAPS, (statements: readonly Statement[]) => this.reader.overlaps(statements)).load(source);
    return (found ?? []).map(toStatementNode);
  }

  @Mutation('withdrawFileStatement')
  async withdraw(@Args() { input }: MutationWithdrawFileStatementArgs): Promise<object> {
    if (!isId(input.id)) throw kernelErrors.NOT_FOUND('there is no such statement');
    const result = await this.withdrawing.withdraw(input.id);
    if ('statement' in result) return { __typename: 'Statement', ...toStatementNode(result.statement) };
    return { __typename: 'StateProblem', code: result.problem.code, message: result.problem.message };
  }
}
