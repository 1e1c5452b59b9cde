import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Client,
  DemoCompany,
  buildWorld,
  importStatementFiles,
  newRecord,
  readingOf,
  type DemoRecord,
  type Disagreement,
  type Progress,
  type World,
} from '@interline/demo';
import { ConnectorCatalogue, SimulatorEndpoints } from '../connectors/index.js';
import { FoundCompany } from '../identity/index.js';
import { InterlineError, kernelErrors, systemClock, type Clock } from '../kernel/index.js';
import { runProcess, type Resources } from '../platform/lifecycle/index.js';
import type { Cli, CommandApplication } from './cli.types.js';
import { ProgressLine } from './demo.progress.js';
import { COMPANIES, readDemoState, writePrivately, type CompanyKey, type DemoState } from './demo.state.js';
import { startVendors, tellShares, type RunningVendor } from './demo.vendors.js';

const SEED = 1;

/** One company's world with the simulators that tell it. */
interface Scene {
  key: CompanyKey;
  world: World;
  vendors: RunningVendor[];
}

/** The options of `interline demo`. */
export interface DemoOptions {
  months?: number;
  asOf?: Date;
  verbose: boolean;
  exitWhenReady: boolean;
}

/** `interline demo` */
export async function runDemo(cli: Cli, options: DemoOptions): Promise<void> {
  // The demo's logins are printed: it listens on this machine only, whatever the environment says.
  const env = { ...cli.env, HOST: '127.0.0.1', PUBLIC_URL: '' };
  const demo = new Demo(cli, options);
  const onReady = async (resources: Resources, url: string | null): Promise<void> => {
    await demo.fill(resources, url!);
    if (options.exitWhenReady) process.kill(process.pid, 'SIGTERM');
  };
  const running = { role: 'all', env, logLevel: options.verbose ? 'info' : 'warn', onReady } as const;
  cli.exit(await runProcess(running, (resources) => demo.prepare(resources)).finally(() => demo.close()));
}

class Demo {
  private readonly line = new ProgressLine(process.stdout);
  private readonly began = performance.now();
  private application: CommandApplication | null = null;
  private scenes: Scene[] = [];
  private statePath = '';
  private state!: DemoState;
  private readonly clock: Clock;

  constructor(
    private readonly cli: Cli,
    private readonly options: DemoOptions,
  ) {
    const ahead = options.asOf ? options.asOf.getTime() - Date.now() : 0;
    this.clock = ahead === 0 ? systemClock : { now: () => new Date(Date.now() + ahead) };
  }

  /** Builds the application with the simulators running and knowing everything, so that nothing is read before they do. */
  async prepare(resources: Resources): Promise<CommandApplication> {
    const { dataDir } = resources.config;
    this.statePath = join(dataDir, 'demo-state.json');
    const asOf = this.options.asOf ?? this.clock.now();
    this.state = this.beginAt(asOf);
    this.application = await this.cli.createApplication(resources, this.clock);
    const catalogue = this.application.get(ConnectorCatalogue);
    const endpoints = this.application.get(SimulatorEndpoints);
    for (const key of COMPANIES) {
      this.line.say(`Telling the simulators the year of ${key === 'main' ? 'the company' : 'a second, small company'}`);
      const world = buildWorld({ seed: SEED, asOf, first: this.state.first, company: key });
      this.scenes.push({ key, world, vendors: [] });
    }
    // The small company has no vendor: it is there to show that companies see nothing of each other.
    const [main] = this.scenes;
    for await (const vendor of startVendors(catalogue, this.clock, (id, error) => this.leaveOut(id, error))) main!.vendors.push(vendor);
    await this.divide(main!);
    for (const { connectorId, simulator } of main!.vendors) endpoints.set(connectorId, simulator.url);
    return this.application;
  }

  /** Makes what is missing, waits until everything due was read, and writes `demo.json`. */
  async fill(resources: Resources, url: string): Promise<void> {
    const home = url.replace('[::1]', '127.0.0.1');
    for (const scene of this.scenes) await this.fillCompany(scene, home);
    const month = chinaDay(this.clock.now()).slice(0, 7);
    // Within a month what is new comes by itself, as it would from a vendor.
    if (this.state.readTo !== month) {
      for (const scene of this.scenes.filter((each) => each.vendors.length > 0)) {
        await this.waitForSync(scene, home);
        await this.importFiles(scene, home, month);
      }
      this.state.readTo = month;
      await this.saveState();
    }
    const path = join(resources.config.dataDir, 'demo.json');
    await writePrivately(path, JSON.stringify(this.summary(home), null, 2));
    await this.sayReady(home, path);
  }

  async close(): Promise<void> {
    await Promise.all(this.scenes.flatMap((scene) => scene.vendors.map(({ simulator }) => simulator.close())));
  }

  /** Tells every vendor its share of the company's orders. */
  private async divide(scene: Scene): Promise<void> {
    const sellers = (this.state.sellers ??= scene.vendors.map(({ seller }) => seller));
    const late = scene.vendors.filter(({ connectorId }) => !sellers.some((seller) => seller.connectorId === connectorId));
    for (const { connectorId, simulator } of late) {
      this.leaveOut(connectorId, 'it was installed after this demo began; a demo in another data directory shows it');
      await simulator.close();
    }
    scene.vendors = scene.vendors.filter((vendor) => !late.includes(vendor));
    await tellShares(scene.world, sellers, scene.vendors);
  }

  private leaveOut(connectorId: string, reason: unknown): void {
    this.line.say(`${connectorId} is left out: ${reason instanceof Error ? reason.message : String(reason)}`);
  }

  /** What is known of earlier starts. @throws BAD_INPUT when the last one was told as of a later moment: its data would lie in the future */
  private beginAt(asOf: Date): DemoState {
    const { months } = this.options;
    const known = readDemoState(this.statePath);
    if (known && asOf.toISOString() < known.asOf)
      throw kernelErrors.BAD_INPUT(
        `the demo in this data directory was told as of ${known.asOf} already; give a later moment with --as-of`,
      );
    if (known && !known.sellers)
      throw kernelErrors.BAD_INPUT('the demo in this data directory is of an earlier version; start one in another, or delete this one');
    const state = known ?? {
      first: buildWorld({ seed: SEED, asOf, company: 'second', ...(months ? { months } : {}) }).first,
      password: `demo-${randomBytes(6).toString('hex')}`,
      readTo: null,
      sellers: null,
      companies: {},
    };
    return { ...state, asOf: asOf.toISOString() };
  }

  private async fillCompany({ key, world, vendors }: Scene, url: string): Promise<void> {
    const record = (this.state.companies[key] ??= await this.found(world));
    await this.saveState();
    const company = new DemoCompany({
      url,
      world,
      password: this.state.password,
      record,
      save: () => this.saveState(),
      progress: (step, done, of) => this.line.progress(`${world.company.name}: ${step}`, done, of),
    });
    try {
      await company.enter();
    } catch (error) {
      if (!record.done) throw error;
      this.line.say(
        `${record.ownerEmail} does not come in with the demo's password: people and connections of ${world.company.name} stay as they are.`,
      );
      return;
    }
    await company.importDirectory();
    await company.inviteCast(chinaDay(this.clock.now()));
    await company.createApp('Scripts');
    for (const vendor of vendors) await company.connect(vendor);
    record.done = true;
    await this.saveState();
  }

  /** Founds a company. One whose link was lost, because the start that founded it was killed before it had noted it, stays empty beside it. */
  private async found({ company: { key, name, zone, currency } }: World): Promise<DemoRecord & { slug: string; done: boolean }> {
    const ownerEmail = `owner@${key}.example`;
    for (let attempt = 1; ; attempt++) {
      const slug = attempt === 1 ? key : `${key}-${attempt}`;
      try {
        const { ownerLink: link } = await this.application!.get(FoundCompany).found({
          slug,
          name,
          timeZone: zone,
          baseCurrency: currency,
          ownerEmail,
        });
        return { ...newRecord(ownerEmail, link), slug, done: false };
      } catch (error) {
        if (!(error instanceof InterlineError) || error.code !== 'COMPANY_EXISTS') throw error;
      }
    }
  }

  /** Waits until every stream has read what is due. */
  private async waitForSync({ key, world, vendors }: Scene, url: string): Promise<void> {
    const app = this.state.companies[key]!.app!;
    const client = new Client(url);
    await client.authorize(app.clientId, app.clientSecret);
    const connectors = vendors.map(({ connectorId }) => connectorId);
    for (;;) {
      const { done, of } = await readingOf(client, connectors, this.clock.now());
      this.line.progress(`${world.company.name}: reading ${connectors.join(', ')}`, done, of);
      if (done === of) return;
      await delay(500);
    }
  }

  /** Has finance bring in the statements of the months before this one that come as files. */
  private async importFiles({ key, world, vendors }: Scene, url: string, month: string): Promise<void> {
    const { email, password } = this.state.companies[key]!.users.find(({ roles }) => roles.includes('finance'))!;
    const finance = new Client(url);
    try {
      await finance.signIn(email, password);
    } catch {
      this.line.say(`${email} does not come in with the demo's password: statement files of ${world.company.name} stay as they are.`);
      return;
    }
    const months = [...new Set(world.ledger.map(({ period }) => period))].filter((period) => period < month);
    const progress: Progress = (step, done, of) => this.line.progress(`${world.company.name}: ${step}`, done, of);
    const problems = await importStatementFiles({ finance, vendors, months, progress });
    for (const problem of problems) this.line.say(`A statement file was not imported: ${problem}`);
  }

  private summary(url: string): object {
    const companies = this.scenes.map(({ key, world }) => ({ slug: this.state.companies[key]!.slug, name: world.company.name }));
    const entries = this.scenes.map(({ key }) => this.state.companies[key]!);
    const [main] = this.scenes;
    return {
      url,
      graphql: `${url}/graphql`,
      asOf: main!.world.asOf.toISOString(),
      companies,
      users: entries.flatMap((entry) => entry.users),
      clients: entries.flatMap((entry) => entry.app ?? []),
      simulators: Object.fromEntries(main!.vendors.map((vendor) => [vendor.connectorId, vendor.simulator.url])),
      periods: [...new Set(main!.world.ledger.map((row) => row.period))],
    };
  }

  private async sayReady(url: string, path: string): Promise<void> {
    const [main] = this.scenes;
    const { world } = main!;
    const orders = world.facts.orders?.length ?? 0;
    const cash = world.ledger.reduce((sum, row) => sum + BigInt(row.companyShare), 0n);
    this.line.end();
    const print = (line: string): void => this.cli.print(line);
    print('');
    print(
      `${world.company.name}: ${world.people.length} people, ${orders} orders from ${world.first} on, ${yuan(cash)} CNY paid by the company.`,
    );
    const untold = orders - main!.vendors.reduce((sum, vendor) => sum + vendor.orders, 0);
    if (untold > 0) print(`${untold} of these orders can be placed with no connector that is installed here, and are not shown.`);
    const isSold = ({ kind }: Disagreement): boolean => main!.vendors.some(({ seller }) => seller.sells.includes(kind));
    for (const { period, kind, amount } of world.disagreements.filter(isSold))
      print(`The bill of ${period} disagrees with its orders of kind ${kind} by ${yuan(amount)} CNY on purpose.`);
    print('');
    print(`  Console   ${url}`);
    print(`  GraphQL   ${url}/graphql`);
    for (const { simulator, connectorId, orders: told } of main!.vendors)
      print(`  Simulator ${simulator.url} (${connectorId}, ${told} orders)`);
    print('');
    for (const user of this.state.companies.main!.users) print(`  ${user.roles.join(', ').padEnd(9)} ${user.email}   ${user.password}`);
    print('');
    print(`All of it, with API credentials: ${path}`);
    print(`Ready after ${((performance.now() - this.began) / 1000).toFixed(1)} s. Stop with Ctrl-C; the data stays.`);
    if (this.options.verbose) print('');
    return Promise.resolve();
  }

  private saveState(): Promise<void> {
    return writePrivately(this.statePath, JSON.stringify(this.state, null, 2));
  }
}

const chinaDay = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
