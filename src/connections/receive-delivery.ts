import { createHash } from 'node:crypto';
import type { HookDelivery } from '@interline/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectorCatalogue } from '../connectors/index.js';
import { newId, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { connectionErrors } from './connections.errors.js';
import { ConnectionsRepository } from './connections.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { hashHookToken, isHookToken } from './hook-token.js';
import { OpenConnection } from './open-connection.js';
import { StreamSchedule } from './stream-schedule.js';
import { vendorTrouble } from './vendor-trouble.js';

/** Whose address a vendor pushes to, and how much it may send. */
export interface OpenHook {
  companyId: Id;
  connectionId: Id;
  maxBodyBytes: number;
}

/** What the vendor is told. */
export interface HookReply {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** More than any vendor names at once; a delivery beyond it is refused, and polling finds the records. */
const MOST_RECORDS = 1_000;
const LONGEST_ID = 200;

/** Takes in what vendors push. A push only names records; their data is read from the vendor. */
@Injectable()
export class ReceiveDelivery {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly connections: ConnectionsRepository,
    private readonly catalogue: ConnectorCatalogue,
    private readonly opener: OpenConnection,
    private readonly schedule: StreamSchedule,
    private readonly vault: Vault,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Finds whose hook a token opens, before a byte of the body is read; null when it opens none. */
  async find(token: string): Promise<OpenHook | null> {
    if (!isHookToken(token)) return null;
    const found = await this.deliveries.connectionOf(hashHookToken(token));
    if (!found) return null;
    const [connection] = await this.connections.connections(found.companyId, { ids: [found.connectionId] });
    const hook = connection && this.catalogue.get(connection.pluginId)?.manifest?.hook;
    return hook ? { ...found, maxBodyBytes: hook.maxBodyBytes } : null;
  }

  /**
   * Keeps the delivery, then looks whether it is the vendor's. One that came before, byte for byte, is answered alike and changes nothing.
   * @throws HOOK_FORGED; what the plugin throws becomes PLUGIN_FAILED
   */
  async receive(hook: OpenHook, delivery: HookDelivery): Promise<HookReply> {
    const { companyId, connectionId } = hook;
    const id = newId();
    const repeated = await this.deliveries.store(companyId, {
      id,
      connectionId,
      digest: digestOf(delivery),
      sealed: await this.seal(companyId, id, delivery),
      size: delivery.body.byteLength,
    });
    try {
      const { session } = await this.opener.open(connectionId, {}, companyId);
      const received = session.receive(delivery);
      if (!received) throw connectionErrors.HOOK_FORGED('the delivery is not signed by the vendor');
      const changes = checked(received.changes, Object.keys(session.manifest.streams));
      await this.unitOfWork.run(
        async () => {
          await this.deliveries.settle(companyId, id, repeated ? 'repeated' : 'accepted', changes, null);
          if (repeated) return;
          for (const { stream, externalIds } of changes)
            await this.schedule.name(companyId, connectionId, stream, externalIds, this.clock.now());
        },
        { company: companyId },
      );
      return received.reply;
    } catch (error) {
      const { code, message } = vendorTrouble(error);
      await this.deliveries.settle(companyId, id, code === 'HOOK_FORGED' ? 'refused' : 'failed', null, `${code}: ${message}`);
      throw error;
    }
  }

  private seal(companyId: Id, id: Id, delivery: HookDelivery): Promise<Buffer> {
    const { method, query, headers, body } = delivery;
    return this.vault.sealJson(companyId, { method, query, headers, body: Buffer.from(body).toString('base64') }, `hook_deliveries/${id}`);
  }
}

/** Headers stay out: a vendor that sends the same event again may well stamp it anew there, and proxies add theirs. */
function digestOf(delivery: HookDelivery): Buffer {
  const hash = createHash('sha256').update(`${delivery.method}\n`);
  for (const name of Object.keys(delivery.query).sort()) hash.update(`${JSON.stringify([name, delivery.query[name]])}\n`);
  return hash.update(delivery.body).digest();
}

function checked(changes: { stream: string; externalIds: string[] }[], streams: string[]): { stream: string; externalIds: string[] }[] {
  const ids = changes.flatMap((change) => change.externalIds);
  if (changes.some((change) => !streams.includes(change.stream)))
    throw connectionErrors.PLUGIN_FAILED('the delivery names a stream that is not in the manifest');
  if (ids.length > MOST_RECORDS || ids.some((id) => id === '' || id.length > LONGEST_ID)) {
    throw connectionErrors.PLUGIN_FAILED(`the delivery names more than ${MOST_RECORDS} records, or one with an impossible id`);
  }
  return changes;
}
