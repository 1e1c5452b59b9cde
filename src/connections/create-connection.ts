import type { Manifest } from '@interline/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { CompanyReader } from '../company/index.js';
import { ConnectorCatalogue, SIMULATOR_ENVIRONMENT, SimulatorEndpoints } from '../connectors/index.js';
import { businessDate, currentCompany, newId, shiftPeriod, type BusinessDate, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { VendorConnection } from './connection.js';
import { currentActorName } from './change-connection.js';
import { ConnectionsRepository } from './connections.repository.js';
import { hashHookToken, hookTokenPlace, newHookToken } from './hook-token.js';
import { OpenConnection, secretsPlace } from './open-connection.js';
import { SameCredentials } from './same-credentials.js';
import { checkSettings, type CheckedSettings, type FieldProblem, type GivenSettings } from './settings.js';
import { startOfDay } from './start-of-day.js';
import { StreamSchedule } from './stream-schedule.js';
import type { NewVendorAccount, VendorAccount } from './vendor-account.js';
import { vendorTrouble, type VendorTrouble } from './vendor-trouble.js';

/** What somebody asks for. */
export interface NewConnection extends GivenSettings {
  connectorId: string;
  environment: string;
  /** An account that is known already; else one is made, or found again by its own name. */
  vendorAccountId?: Id | null | undefined;
  externalAccount?: string | null | undefined;
  name?: string | null | undefined;
  legalEntityId?: Id | null | undefined;
  /** The first day of history. Default: the first of the month before. */
  since?: BusinessDate | null | undefined;
}

/** The connection, or why there is none. */
export type CreateConnectionResult = { created: VendorConnection } | { problems: FieldProblem[] } | { trouble: VendorTrouble };

/** Connects a company with an account at a vendor. */
@Injectable()
export class CreateConnection {
  constructor(
    private readonly catalogue: ConnectorCatalogue,
    private readonly simulators: SimulatorEndpoints,
    private readonly companies: CompanyReader,
    private readonly opener: OpenConnection,
    private readonly sameCredentials: SameCredentials,
    private readonly repository: ConnectionsRepository,
    private readonly schedule: StreamSchedule,
    private readonly vault: Vault,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Checks the settings, proves them at the vendor, then keeps them. What the vendor refuses leaves nothing behind. */
  async create(input: NewConnection, companyId: Id = currentCompany()): Promise<CreateConnectionResult> {
    const manifest = this.catalogue.get(input.connectorId)?.manifest ?? null;
    const account = await this.account(input, manifest, companyId);
    if ('problems' in account) return account;
    const settings = checkSettings(manifest!, input);
    if ('problems' in settings) return settings;
    const other = await this.sameCredentials.otherAccount(companyId, manifest!, account, settings.checked);
    if (other) return refused('externalAccount', `these credentials open the account ${other.externalAccount}, which is connected already`);
    // A new account has no row before the vendor has agreed; its id only names the budget that the check runs under.
    const vendorAccountId = 'id' in account ? account.id : newId();
    try {
      await this.opener.prove(
        { pluginId: account.pluginId, environment: account.environment, vendorAccountId },
        settings.checked,
        companyId,
      );
    } catch (error) {
      return { trouble: vendorTrouble(error) };
    }
    const since = await this.since(input, companyId);
    return { created: await this.keep(account, settings.checked, since, Object.keys(manifest!.streams), companyId) };
  }

  private async account(
    input: NewConnection,
    manifest: Manifest | null,
    companyId: Id,
  ): Promise<VendorAccount | NewVendorAccount | { problems: FieldProblem[] }> {
    if (!manifest) return refused('connectorId', 'is not a connector that can be used here');
    const environments = [...Object.keys(manifest.environments), ...(this.simulators.get(manifest.id) ? [SIMULATOR_ENVIRONMENT] : [])];
    if (!environments.includes(input.environment)) return refused('environment', `must be one of ${environments.join(', ')}`);
    if (input.since && input.since > businessDate(this.clock.now(), (await this.companies.get(companyId)).timeZone))
      return refused('since', 'lies in the future');
    if (input.vendorAccountId) {
      const [known] = await this.repository.accounts(companyId, [input.vendorAccountId]);
      if (!known || known.pluginId !== input.connectorId) return refused('vendorAccountId', 'is not an account of this connector');
      return known.environment === input.environment ? known : refused('environment', `the account lives in ${known.environment}`);
    }
    const externalAccount = clean(input.externalAccount);
    if (externalAccount === '' || externalAccount.length > 200)
      return refused('externalAccount', "the account's own name at the vendor is needed, at most 200 characters");
    const legalEntityId = input.legalEntityId ?? null;
    if (legalEntityId && !(await this.companies.legalEntitiesById([legalEntityId], companyId))[0])
      return refused('legalEntityId', 'is not a legal entity of the company');
    const name = clean(input.name) || `${manifest.name.en} ${externalAccount}`;
    return {
      pluginId: input.connectorId,
      environment: input.environment,
      externalAccount,
      name: name.slice(0, 200),
      legalEntityId,
      createdAt: this.clock.now(),
    };
  }

  private async since(input: NewConnection, companyId: Id): Promise<Date> {
    const { timeZone } = await this.companies.get(companyId);
    const day = input.since ?? `${shiftPeriod(businessDate(this.clock.now(), timeZone).slice(0, 7), -1)}-01`;
    return startOfDay(day, timeZone);
  }

  private async keep(
    account: VendorAccount | NewVendorAccount,
    settings: CheckedSettings,
    since: Date,
    streams: string[],
    companyId: Id,
  ): Promise<VendorConnection> {
    const id = newId();
    const token = newHookToken();
    const sealer = await this.vault.sealer(companyId);
    const now = this.clock.now();
    return this.unitOfWork.run(
      async (tx) => {
        const owner = 'id' in account ? account : await this.repository.accountFor(companyId, account);
        const secrets = sealer.seal(Buffer.from(JSON.stringify(settings.secrets), 'utf8'), secretsPlace(id));
        const hookToken = sealer.seal(Buffer.from(JSON.stringify(token), 'utf8'), hookTokenPlace(id));
        const row = { id, vendorAccountId: owner.id, config: settings.config, secrets, hookToken, hookTokenHash: hashHookToken(token) };
        await this.repository.insert(companyId, row, currentActorName(), now);
        await this.schedule.add(companyId, id, streams, since, now);
        tx.emit({ type: 'connection.created.v1', data: { connectionId: id, vendorAccountId: owner.id, connectorId: owner.pluginId } });
        const detail = { connector: owner.pluginId, environment: owner.environment, account: owner.externalAccount };
        await this.audit.record({ action: 'connections.connection.created', target: `connection:${id}`, detail }, companyId);
        const [created] = await this.repository.connections(companyId, { ids: [id] });
        return created!;
      },
      { company: companyId },
    );
  }
}

function refused(field: string, problem: string): { problems: FieldProblem[] } {
  return { problems: [{ field, problem }] };
}

function clean(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\0', '').trim();
}
