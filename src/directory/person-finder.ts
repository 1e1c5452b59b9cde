import { Injectable } from '@nestjs/common';
import type { PersonFinder } from '../identity/index.js';
import type { Id } from '../kernel/index.js';
import { DirectoryReader } from './directory-reader.js';
import { PeopleRepository } from './reading/people.repository.js';

/** Recognises members as people, for the room below. */
@Injectable()
export class DirectoryPersonFinder implements PersonFinder {
  constructor(
    private readonly people: PeopleRepository,
    private readonly reader: DirectoryReader,
  ) {}

  async findByEmail(companyId: Id, email: string): Promise<Id | null> {
    return this.people.idByEmail(companyId, email, await this.reader.today(companyId));
  }

  exists(companyId: Id, personId: Id): Promise<boolean> {
    return this.people.exists(companyId, personId);
  }
}
