import type { People, PersonFacts } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { DirectoryReader, type PersonContact } from '../directory/index.js';
import type { Id } from '../kernel/index.js';

/** Whose plugin asks after people. */
export interface AskingConnection {
  id: Id;
  pluginId: string;
}

/** Tells plugins who the people of their connection's company are. What the manifest's scopes do not open, the host takes away again. */
@Injectable()
export class PluginPeople {
  constructor(
    private readonly directory: DirectoryReader,
    private readonly audit: AuditTrail,
  ) {}

  /** The people of one company, for one session. That it asked is written into the audit once, before the first answer. */
  of(companyId: Id, { id, pluginId }: AskingConnection): People {
    let noted: Promise<void> | null = null;
    const note = (): Promise<void> =>
      (noted ??= this.audit.record(
        { action: 'connections.people.read', target: `connection:${id}`, detail: { connector: pluginId } },
        companyId,
      ));
    return {
      lookup: async ({ employeeNumber, phone, email }) => {
        await note();
        const ref = {
          ...(employeeNumber !== undefined && { employeeNumber }),
          ...(phone !== undefined && { phone }),
          ...(email !== undefined && { email }),
        };
        const found = await this.directory.findContact(ref, companyId);
        return found && factsOf(found);
      },
    };
  }
}

function factsOf({ employeeNumber, name, phone, email }: PersonContact): PersonFacts {
  return { employeeNumber, name, ...(phone !== null && { phone }), ...(email !== null && { email }) };
}
