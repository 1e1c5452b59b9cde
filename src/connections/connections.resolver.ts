import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isId, kernelErrors, type InterlineError } from '../kernel/index.js';
import type {
  MutationCloseConnectionArgs,
  MutationCreateConnectionArgs,
  MutationCreateFileAccountArgs,
  MutationPauseConnectionArgs,
  MutationResumeConnectionArgs,
  MutationSetStatementDueDaysArgs,
  MutationUpdateCredentialsArgs,
  QueryConnectionArgs,
} from '../platform/graphql/index.js';
import { ChangeConnection, type ConnectionChange } from './change-connection.js';
import type { VendorConnection } from './connection.js';
import { ConnectionsReader } from './connections-reader.js';
import { CreateConnection } from './create-connection.js';
import { CreateFileAccount } from './create-file-account.js';
import { SetStatementDueDays } from './set-statement-due-days.js';
import type { FieldProblem } from './settings.js';
import { UpdateCredentials } from './update-credentials.js';
import type { VendorAccount } from './vendor-account.js';
import type { VendorTrouble } from './vendor-trouble.js';

/** Vendor accounts and connections at the gateway. */
@Resolver()
export class ConnectionsResolver {
  constructor(
    private readonly reader: ConnectionsReader,
    private readonly creating: CreateConnection,
    private readonly creatingFileAccount: CreateFileAccount,
    private readonly updating: UpdateCredentials,
    private readonly changing: ChangeConnection,
    private readonly settingDueDays: SetStatementDueDays,
  ) {}

  @Query('vendorAccounts')
  vendorAccounts(): Promise<VendorAccount[]> {
    return this.reader.allVendorAccounts();
  }

  @Query('connections')
  connections(): Promise<VendorConnection[]> {
    return this.reader.allConnections();
  }

  @Query('connection')
  async connection(@Args() { id }: QueryConnectionArgs): Promise<VendorConnection | null> {
    return isId(id) ? (await this.reader.connections([id]))[0]! : null;
  }

  @Mutation('createConnection')
  async createConnection(@Args() { input }: MutationCreateConnectionArgs): Promise<object> {
    for (const field of ['vendorAccountId', 'legalEntityId'] as const) {
      if (input[field] != null && !isId(input[field])) return inputProblem([{ field, problem: 'is not an id' }]);
    }
    const result = await this.creating.create(input);
    if ('problems' in result) return inputProblem(result.problems);
    return 'trouble' in result ? vendorProblem(result.trouble) : { __typename: 'VendorConnection', ...result.created };
  }

  @Mutation('createFileAccount')
  async createFileAccount(@Args() { input }: MutationCreateFileAccountArgs): Promise<object> {
    const legalEntityId = input.legalEntityId ?? null;
    if (legalEntityId !== null && !isId(legalEntityId)) return inputProblem([{ field: 'legalEntityId', problem: 'is not an id' }]);
    const result = await this.creatingFileAccount.create({ ...input, legalEntityId });
    return 'problems' in result ? inputProblem(result.problems) : { __typename: 'VendorAccount', ...result.account };
  }

  @Mutation('setStatementDueDays')
  async setStatementDueDays(@Args() { input }: MutationSetStatementDueDaysArgs): Promise<object> {
    if (!isId(input.vendorAccountId)) throw kernelErrors.NOT_FOUND('there is no such vendor account');
    // Null says that no statements are expected; leaving it out says nothing.
    if (input.days === undefined) return inputProblem([{ field: 'days', problem: 'is missing' }]);
    const result = await this.settingDueDays.set(input.vendorAccountId, input.days);
    return 'problems' in result ? inputProblem(result.problems) : { __typename: 'VendorAccount', ...result.account };
  }

  @Mutation('updateCredentials')
  async updateCredentials(@Args() { input }: MutationUpdateCredentialsArgs): Promise<object> {
    const result = await this.updating.update({ ...input, id: checkedId(input.id) });
    if ('problems' in result) return inputProblem(result.problems);
    if ('problem' in result) return stateProblem(result.problem);
    return 'trouble' in result ? vendorProblem(result.trouble) : { __typename: 'VendorConnection', ...result.updated };
  }

  @Mutation('pauseConnection')
  pauseConnection(@Args() { input }: MutationPauseConnectionArgs): Promise<object> {
    return this.change(input.id, 'pause');
  }

  @Mutation('resumeConnection')
  resumeConnection(@Args() { input }: MutationResumeConnectionArgs): Promise<object> {
    return this.change(input.id, 'resume');
  }

  @Mutation('closeConnection')
  closeConnection(@Args() { input }: MutationCloseConnectionArgs): Promise<object> {
    return this.change(input.id, 'close');
  }

  private async change(id: string, change: ConnectionChange): Promise<object> {
    const result = await this.changing.change(checkedId(id), change);
    return 'problem' in result ? stateProblem(result.problem) : { __typename: 'VendorConnection', ...result.changed };
  }
}

function checkedId(id: string): string {
  if (!isId(id)) throw kernelErrors.NOT_FOUND('there is no such connection');
  return id;
}

function inputProblem(problems: FieldProblem[]): object {
  const message = problems.map(({ field, problem }) => `${field} ${problem}`).join('; ');
  return { __typename: 'InputProblem', code: 'BAD_INPUT', message, field: problems[0]!.field, problems };
}

function vendorProblem({ code, message, owner, vendorCode }: VendorTrouble): object {
  return { __typename: 'VendorProblem', code, message, owner, vendorCode };
}

function stateProblem({ code, message }: InterlineError): object {
  return { __typename: 'StateProblem', code, message };
}
