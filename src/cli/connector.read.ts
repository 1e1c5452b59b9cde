import { readFile, stat } from 'node:fs/promises';
import {
  parseJson,
  parseLocalTime,
  stringifyJson,
  VendorError,
  type JsonObject,
  type Manifest,
  type Page,
  type People,
} from '@interline/sdk';
import { PluginError, type ConnectorSession } from '@interline/sdk/host';
import { connectorErrors, ConnectorCatalogue, ConnectorHost, SIMULATOR_ENVIRONMENT, SimulatorEndpoints } from '../connectors/index.js';
import { kernelErrors, newId, systemClock } from '../kernel/index.js';
import { HttpDoor } from '../platform/http/index.js';
import { createLogger } from '../platform/telemetry/index.js';
import { fillSimulator } from './simulate.fill.js';

/** What is to be read, and from where. */
export interface ReadChoice {
  stream?: string;
  from?: string;
  to?: string;
  simulator?: boolean;
  orders: number;
  environment?: string;
  credentials?: string;
  raw?: boolean;
}

interface Access {
  secrets: Record<string, string>;
  config: JsonObject;
  /** The simulator's people; at a real endpoint nobody is known. */
  people?: People;
  close(): Promise<void>;
}

const DAY = 86_400_000;

/**
 * Reads streams of a plugin outside the server, from its simulator or a real endpoint, and prints each record as a line of JSON.
 * @param print for records; @param say for everything else
 * @returns whether all was read and mapped, and agrees with what the vendor counts
 */
export async function readConnector(
  plugin: string,
  choice: ReadChoice,
  print: (line: string) => void,
  say: (line: string) => void,
): Promise<boolean> {
  if (choice.environment && choice.simulator) throw kernelErrors.BAD_INPUT('--simulator and --environment exclude each other');
  const catalogue = await ConnectorCatalogue.open();
  const manifest = catalogue.manifest(plugin);
  const streams = choice.stream === undefined ? Object.keys(manifest.streams) : [choice.stream];
  const unknown = streams.find((id) => !Object.hasOwn(manifest.streams, id));
  if (unknown !== undefined)
    throw kernelErrors.BAD_INPUT(`${plugin} has no stream ${unknown}, but ${Object.keys(manifest.streams).join(', ')}`);
  const to = choice.to === undefined ? systemClock.now() : instant(choice.to, manifest);
  const from = choice.from === undefined ? new Date(to.getTime() - 31 * DAY) : instant(choice.from, manifest);

  const endpoints = new SimulatorEndpoints();
  const door = new HttpDoor();
  const access = choice.environment
    ? await credentialsOf(choice, say)
    : await startSimulator(catalogue, endpoints, plugin, { orders: choice.orders, from, to });
  try {
    const log = createLogger({ level: 'warn', process: 'connector', output: 2 });
    const host = new ConnectorHost(catalogue, door, endpoints, systemClock, log);
    const environment = choice.environment ?? SIMULATOR_ENVIRONMENT;
    const { close: _close, ...opened } = access;
    const session = await host.open({ pluginId: plugin, environment, companyId: newId(), vendorAccountId: newId(), ...opened });
    let good = true;
    for (const stream of streams) good = (await readStream(session, stream, { from, to }, choice.raw ?? false, print, say)) && good;
    return good;
  } finally {
    await access.close();
    door.close();
  }
}

async function readStream(
  session: ConnectorSession,
  stream: string,
  span: { from: Date; to: Date },
  raw: boolean,
  print: (line: string) => void,
  say: (line: string) => void,
): Promise<boolean> {
  let records = 0;
  let refused = 0;
  let good = true;
  try {
    for (const window of windowsOf(session.manifest, stream, span)) {
      const ids = new Set<string>();
      let control: Page['control'];
      for await (const page of session.read(stream, { ...window, cursor: null })) {
        control = page.control ?? control;
        for (const { externalId } of page.records) ids.add(externalId);
        refused += printPage(session, stream, page, raw, print);
        records += page.records.length;
      }
      if (control?.count !== undefined && control.count !== ids.size) {
        good = false;
        say(
          `${stream}: ${window.from.toISOString()} to ${window.to.toISOString()} is incomplete: ${ids.size} read, ${control.count} by the vendor's count`,
        );
      }
    }
  } catch (error) {
    if (!(error instanceof VendorError || error instanceof PluginError)) throw error;
    say(`${stream}: ${error.message}`);
    return false;
  }
  say(`${stream}: ${records} records, ${refused} of them cannot be mapped`);
  return good && refused === 0;
}

/** @returns how many records could not be mapped */
function printPage(session: ConnectorSession, stream: string, { records }: Page, raw: boolean, print: (line: string) => void): number {
  if (raw) {
    for (const { externalId, data } of records) print(stringifyJson({ stream, externalId, data }));
    return 0;
  }
  const mapped = session.map(stream, records);
  for (const { record, canonical, problem } of mapped) {
    const { externalId } = record;
    const text = problem ? { problem: problem.reason, field: problem.field } : { canonical };
    // Amounts are texts of digits, as in schema/canonical.v1.json.
    print(JSON.stringify({ stream, externalId, ...text }, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  }
  return mapped.filter(({ problem }) => problem !== undefined).length;
}

function windowsOf(manifest: Manifest, stream: string, { from, to }: { from: Date; to: Date }): { from: Date; to: Date }[] {
  const { maxDays, settleSeconds = 0 } = manifest.streams[stream]!.window;
  const end = Math.min(to.getTime(), systemClock.now().getTime() - settleSeconds * 1000);
  const windows: { from: Date; to: Date }[] = [];
  for (let start = from.getTime(); start < end; start += maxDays * DAY) {
    windows.push({ from: new Date(start), to: new Date(Math.min(end, start + maxDays * DAY)) });
  }
  return windows;
}

/** A day or local time is read in the vendor's zone. */
function instant(text: string, { timeOffset }: Manifest): Date {
  try {
    return /[zZ]$|[+-]\d{2}:\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : parseLocalTime(text, timeOffset);
  } catch {
    throw kernelErrors.BAD_INPUT(`${text} is no day (2026-11-01), local time or instant`);
  }
}

async function credentialsOf({ credentials: file }: ReadChoice, say: (line: string) => void): Promise<Access> {
  if (file === undefined) throw kernelErrors.BAD_INPUT('--environment needs --credentials <file>');
  try {
    if (((await stat(file)).mode & 0o077) !== 0) say(`${file} can be read by others on this machine; chmod 600 it`);
    const { credentials, config } = parseJson(await readFile(file, 'utf8')) as {
      credentials?: Record<string, string>;
      config?: JsonObject;
    };
    return { secrets: credentials ?? {}, config: config ?? {}, close: async () => undefined };
  } catch (error) {
    throw kernelErrors.BAD_INPUT(`${file} cannot be read as {"credentials": {...}, "config": {...}}: ${(error as Error).message}`);
  }
}

async function startSimulator(
  catalogue: ConnectorCatalogue,
  endpoints: SimulatorEndpoints,
  plugin: string,
  volume: { orders: number; from: Date; to: Date },
): Promise<Access> {
  const simulator = await catalogue.simulator(plugin);
  if (!simulator) throw connectorErrors.CONNECTOR_ENVIRONMENT(`${plugin} has no simulator; name an --environment`);
  const running = await simulator.start();
  try {
    const people = await fillSimulator(running.url, volume);
    endpoints.set(plugin, running.url);
    return { secrets: running.credentials, config: running.config as JsonObject, people, close: () => running.close() };
  } catch (error) {
    await running.close();
    throw error;
  }
}
