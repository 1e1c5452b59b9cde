import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { currentCompany, kernelErrors, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { RawArchiveRepository } from './raw-archive.repository.js';
import { RawStore } from './raw-store.js';
import { personalValues } from './record-codec.js';

const BATCH = 1_000;
/** Shorter texts would name more people than the one who is meant. */
const SHORTEST_KEY = 4;

/** Erases somebody from raw records: all personal fields of every version that names them. Money facts stay. */
@Injectable()
export class ErasePersonal {
  constructor(
    private readonly repository: RawArchiveRepository,
    private readonly store: RawStore,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Personal fields are sealed and carry no index that would tell who is in them, so every version is opened once.
   * @param keys what names the person at vendors: phones, mail addresses, documents; a name alone also finds namesakes
   * @returns how many versions were erased
   * @throws BAD_INPUT for a key that is too short
   */
  async erase(keys: readonly string[], companyId: Id = currentCompany()): Promise<number> {
    const wanted = new Set(keys.map(normal));
    if (wanted.size === 0 || [...wanted].some((key) => key.length < SHORTEST_KEY)) {
      const problems = [{ field: 'keys', problem: `needs at least ${SHORTEST_KEY} characters each` }];
      throw kernelErrors.BAD_INPUT('a key that names a person is too short', { extensions: { problems } });
    }
    let erased = 0;
    for (const source of await this.repository.sources(companyId)) {
      for (let after = { externalId: '', version: 0 }; ;) {
        const versions = await this.repository.withPersonal(source, after, BATCH);
        if (versions.length === 0) break;
        after = versions.at(-1)!;
        const named = [];
        for (const version of versions) {
          const values = personalValues(await this.store.personal(version));
          if (values.some((value) => wanted.has(normal(value)))) named.push(version);
        }
        if (named.length > 0) await this.repository.erase(source, named, this.clock.now());
        erased += named.length;
      }
    }
    // The keys themselves stay out: the audit must not keep what was to be forgotten.
    await this.audit.record({ action: 'sync.personal.erased', detail: { versions: erased } }, companyId);
    return erased;
  }
}

/** `+86 138-0000-0001` and `13800000001` are one phone; mail addresses differ by case only by mistake. */
function normal(value: string): string {
  const text = value.trim().toLowerCase();
  return /^\+?[\d\s()-]{7,}$/.test(text) ? text.replaceAll(/\D/g, '').replace(/^86(?=1\d{10}$)/, '') : text;
}
