import { Injectable } from '@nestjs/common';
import { kernelErrors, type Id } from '../../kernel/index.js';
import { MembershipsRepository } from '../members/memberships.repository.js';
import { SessionKeeper, type BegunSession, type PersonActor } from './session-keeper.js';
import { SignIn } from './sign-in.js';

/** Moves a signed-in user to another of their companies. */
@Injectable()
export class SwitchCompany {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionKeeper,
    private readonly signIn: SignIn,
  ) {}

  /** Ends the present session and begins one in the other company: a session never changes its company. @throws NOT_FOUND */
  async switch(actor: PersonActor, companyId: Id, userAgent: string | null): Promise<BegunSession> {
    const member = await this.memberships.ofUser(companyId, actor.userId);
    if (!member) throw kernelErrors.NOT_FOUND('there is no such company among yours');
    const begun = await this.signIn.begin(member, 'identity.session.switched', userAgent);
    await this.sessions.end(actor);
    return begun;
  }
}
