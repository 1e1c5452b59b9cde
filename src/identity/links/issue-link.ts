import { Inject, Injectable } from '@nestjs/common';
import { currentContext, newId, type Clock, type Id, type Role } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import type { Config } from '../../platform/config/index.js';
import { CONFIG } from '../../platform/config-token.js';
import { hashSecret, newSecret } from '../users/secret-token.js';
import { LinksRepository, type AccessLink, type LinkKind } from './links.repository.js';

const DAY_MS = 86_400_000;
/** Days a link can be used. */
const DAYS: Record<LinkKind, number> = { owner: 7, invite: 7, reset: 1 };

/** A link with its address, which is shown once. */
export interface IssuedLink {
  link: AccessLink;
  url: string;
}

/** Makes one-time links. */
@Injectable()
export class IssueLink {
  constructor(
    private readonly repository: LinksRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** Makes a link in the caller's unit of work; an earlier open one of its kind for the same address no longer works. */
  async issue(wanted: {
    kind: LinkKind;
    companyId: Id;
    email: string;
    roles: Role[];
    personId: Id | null;
    userId: Id | null;
  }): Promise<IssuedLink> {
    const token = newSecret();
    const createdAt = this.clock.now();
    const link: AccessLink = { ...wanted, id: newId(), createdAt, expiresAt: new Date(createdAt.getTime() + DAYS[wanted.kind] * DAY_MS) };
    const actor = currentContext()?.actor;
    await this.repository.insert(link, hashSecret(token), actor?.kind === 'person' ? actor.userId : null);
    return { link, url: `${this.config.publicUrl}/links/${token}` };
  }
}
