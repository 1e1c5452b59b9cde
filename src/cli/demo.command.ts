import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DemoCompany, buildWorld, type DemoApp, type DemoUser, type DemoVendor, type World } from '@interline/demo';
import type { RunningSimulator, WorldFacts } from '@interline/sdk/simulator';
import { ConnectorCatalogue, SimulatorEndpoints } from '../connectors/index.js';
import { FoundCompany } from '../identity/index.js';
import { runProcess, type Resources } from '../platform/lifecycle/index.js';
import type { Cli, CommandApplication } from './cli.types.js';
import { ProgressLine } from './demo.progress.js';

const SEED = 1;
const COMPANIES = ['main', 'second'] as const;
/** Orders sent to a simulator at once. */
const PART = 1_000;

/** What a demo keeps in its data directory besides `demo.json`: enough to tell the same world again, and where its filling stopped. */
interface DemoState {
  first: string;
  password: string;
  companies: Partial<
    Record<
      (typeof COMPANIES)[number],
      { slug: string; ownerEmail: string; link: string; done: boolean; users: DemoUser[]; app: DemoApp | null }
    >
  >;
}

/** One company's world with the simulators that tell it. */
interface Scene {
  key: (typeof COMPANIES)[number];
  world: World;
  vendors: (DemoVendor & { simulator: RunningSimulator })[];
}

/** The options of `interline demo`. */
export interface DemoOptions {
  verbose: boolean;
  exitWhenReady: boolean;
}

/** `interline demo` */
export async function runDemo(cli: Cli, { verbose, exitWhenReady }: DemoOptions): Promise<void> {
  // The demo's logins are printed: it listens on this machine only, whatever the environment says.
  const env = { ...cli.env, HOST: '127.0.0.1', PUBLIC_URL: '' };
  const demo = new Demo(cli, verbose);
  const onReady = async (resources: Resources, url: string | null): Promise<void> => {
    await demo.fill(resources, url!);
    if (exitWhenReady) process.kill(process.pid, 'SIGTERM');
  };
  const options = { role: 'all', env, logLevel: verbose ? 'info' : 'warn', onReady } as const;
  cli.exit(await runProcess(options, (resources) => demo.prepare(resources)).finally(() => demo.close()));
}

class Demo {
  private readonly line = new ProgressLine(process.stdout);
  private readonly began = performance.now();
  private application: CommandApplication | null = null;
  private scenes: Scene[] = [];
  private statePath = '';
  private state!: DemoState;

  constructor(
    private readonly cli: Cli,
    private readonly verbose: boolean,
  ) {}

  /** Builds the application with the simulators running and knowing everything, so that nothing is read before they do. */
  async prepare(resources: Resources): Promise<CommandApplication> {
    const { dataDir } = resources.config;
    this.statePath = join(dataDir, 'demo-state.json');
    const asOf = new Date();
    this.state = this.readState() ?? {
      first: buildWorld({ seed: SEED, asOf, company: 'second' }).first,
      password: `demo-${randomBytes(6).toString('hex')}`,
      companies: {},
    };
    this.application = await this.cli.createApplication(resources);
    const catalogue = this.application.get(ConnectorCatalogue);
    const endpoints = this.application.get(SimulatorEndpoints);
    for (const key of COMPANIES) {
      this.line.say(`Telling the simulators the year of ${key === 'main' ? 'the company' : 'a second, small company'}`);
      const world = buildWorld({ seed: SEED, asOf, first: this.state.first, company: key });
      this.scenes.push({ key, world, vendors: [] });
    }
    for (const entry of catalogue.offered().filter((each) => each.problem === null)) {
      const simulator = await catalogue.simulator(entry.id).catch((error: unknown) => this.skip(entry.id, error));
      if (!simulator) continue;
      // The small company has no vendor: it is there to show that companies see nothing of each other.
      const [main] = this.scenes;
      const running = await simulator.start({ limits: 'open' });
      await tell(running, main!.world.facts);
      endpoints.set(entry.id, running.url);
      const { credentials, config, externalAccount } = running;
      main!.vendors.push({ connectorId: entry.id, simulator: running, credentials, config, externalAccount });
    }
    return this.application;
  }

  /** Makes what is missing, waits until everything due was read, and writes `demo.json`. */
  async fill(resources: Resources, url: string): Promise<void> {
    const home = url.replace('[::1]', '127.0.0.1');
    for (const scene of this.scenes) await this.fillCompany(scene, home);
    for (const scene of this.scenes.filter((each) => each.vendors.length > 0)) await this.waitForSync(scene, home);
    const path = join(resources.config.dataDir, 'demo.json');
    await writePrivately(path, JSON.stringify(this.summary(home), null, 2));
    await this.sayReady(home, path);
  }

  async close(): Promise<void> {
    await Promise.all(this.scenes.flatMap((scene) => scene.vendors.map(({ simulator }) => simulator.close())));
  }

  /** A plugin that does not load is no reason to show nothing. */
  private skip(connectorId: string, error: unknown): null {
    this.line.say(`${connectorId} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }

  private async fillCompany({ key, world, vendors }: Scene, url: string): Promise<void> {
    const known = this.state.companies[key];
    if (known?.done) return;
    // A filling that was killed is not resumed step by step: it starts over as another company, and the half-filled one stays unreachable.
    const attempt = known ? Number(/-(\d+)$/.exec(known.slug)?.[1] ?? 1) + 1 : 1;
    const slug = attempt === 1 ? world.company.key : `${world.company.key}-${attempt}`;
    const ownerEmail = attempt === 1 ? `owner@${world.company.key}.example` : `owner-${attempt}@${world.company.key}.example`;
    const founded = await this.application!.get(FoundCompany).found({
      slug,
      name: world.company.name,
      timeZone: world.company.zone,
      baseCurrency: world.company.currency,
      ownerEmail,
    });
    const entry = { slug, ownerEmail, link: founded.ownerLink, done: false, users: [] as DemoUser[], app: null as DemoApp | null };
    this.state.companies[key] = entry;
    await this.saveState();
    const company = new DemoCompany(url, world, this.state.password, (step, done, of) =>
      this.line.progress(`${world.company.name}: ${step}`, done, of),
    );
    await company.open(founded.ownerLink, ownerEmail);
    await company.importDirectory();
    await company.inviteCast(today());
    entry.app = await company.createApp('Scripts');
    for (const vendor of vendors) await company.connect(vendor);
    entry.users = company.users;
    entry.done = true;
    await this.saveState();
  }

  /** Waits until every stream has read what is due. */
  private async waitForSync(scene: Scene, url: string): Promise<void> {
    const app = this.state.companies[scene.key]!.app!;
    const client = new Client(url);
    await client.authorize(app.clientId, app.clientSecret);
    for (;;) {
      const { connections } = await client.get<{ connections: StreamsSeen[] }>(
        `{ connections { state trouble { message } streams { syncedTo nextRunAt openWindows lastRun { state records } } } }`,
      );
      const streams = connections.flatMap((connection) => connection.streams);
      const done = streams.filter((stream) => stream.syncedTo && stream.openWindows === 0).length;
      this.line.progress(
        `${scene.world.company.name}: reading ${scene.vendors.map((vendor) => vendor.connectorId).join(', ')}`,
        done,
        streams.length,
      );
      const broken = connections.find((connection) => connection.state === 'broken');
      if (broken) throw new Error(`a connection of the demo is broken: ${broken.trouble?.message}`);
      if (streams.length > 0 && done === streams.length) return;
      await delay(500);
    }
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
    print(`The bill of ${world.disagreement.period} disagrees with its orders by ${yuan(world.disagreement.amount)} CNY on purpose.`);
    print('');
    print(`  Console   ${url}`);
    print(`  GraphQL   ${url}/graphql`);
    for (const { simulator, connectorId } of main!.vendors) print(`  Simulator ${simulator.url} (${connectorId})`);
    print('');
    for (const user of this.state.companies.main!.users) print(`  ${user.roles.join(', ').padEnd(9)} ${user.email}   ${user.password}`);
    print('');
    print(`All of it, with API credentials: ${path}`);
    print(`Ready after ${((performance.now() - this.began) / 1000).toFixed(1)} s. Stop with Ctrl-C; the data stays.`);
    if (this.verbose) print('');
    return Promise.resolve();
  }

  private readState(): DemoState | null {
    return existsSync(this.statePath) ? (JSON.parse(readFileSync(this.statePath, 'utf8')) as DemoState) : null;
  }

  private saveState(): Promise<void> {
    return writePrivately(this.statePath, JSON.stringify(this.state, null, 2));
  }
}

interface StreamsSeen {
  state: string;
  trouble: { message: string } | null;
  streams: { syncedTo: string | null; nextRunAt: string | null; openWindows: number; lastRun: { state: string; records: number } | null }[];
}

/** Sends a world to a simulator, in parts. */
async function tell(simulator: RunningSimulator, { orders = [], ...rest }: WorldFacts): Promise<void> {
  for (let from = 0; from === 0 || from < orders.length; from += PART) {
    const part: WorldFacts = { ...(from === 0 ? rest : {}), orders: orders.slice(from, from + PART) };
    const response = await fetch(`${simulator.url}/_control/facts`, { method: 'POST', body: JSON.stringify(part) });
    if (!response.ok) throw new Error(`a simulator refused its facts: ${await response.text()}`);
  }
}

/** Writes a file only its owner can read; a reader finds the old one or the new one, never a part. */
async function writePrivately(path: string, text: string): Promise<void> {
  const part = resolve(`${path}.part`);
  await writeFile(part, text, { mode: 0o600 });
  await rename(part, path);
}

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
