import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { VERSION } from './platform/lifecycle/index.js';

/** The two fields that need nobody: which release answers, and whether writes arrive. */
@Resolver()
export class VersionResolver {
  @Query('version')
  version(): string {
    return VERSION;
  }

  @Mutation('ping')
  ping(): boolean {
    return true;
  }
}
