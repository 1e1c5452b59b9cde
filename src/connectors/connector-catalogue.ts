import type { Connector, Manifest } from '@interline/sdk';
import { connectorProblems } from '@interline/sdk/host';
import type { Simulator } from '@interline/sdk/simulator';
import type { InterlineError } from '../kernel/index.js';
import type { Locale } from '../platform/graphql/index.js';
import type { ConnectorEntry } from './connector-entry.js';
import { connectorErrors } from './connectors.errors.js';
import { localText } from './local-text.js';
import { importInstalled, type ImportPlugin } from './plugin-code.js';
import { readRegistry } from './registry.js';
import { STATEMENT_FILES } from './statement-files.js';

/** The plugins that are installed here: what they say of themselves at once, their code when it is first needed. */
export class ConnectorCatalogue {
  private readonly entries: Map<string, ConnectorEntry>;
  private readonly loading = new Map<string, Promise<Connector>>();

  /** @param entries of the registry; @param importPlugin where their code is loaded from */
  constructor(
    entries: readonly ConnectorEntry[],
    private readonly importPlugin: ImportPlugin = importInstalled,
  ) {
    this.entries = new Map(entries.map((entry) => [entry.id, { ...entry }]));
  }

  /** The catalogue of this installation. */
  static async open(): Promise<ConnectorCatalogue> {
    return new ConnectorCatalogue(await readRegistry());
  }

  /** Every plugin, unusable ones too, by id. */
  list(): ConnectorEntry[] {
    return [...this.entries.values()];
  }

  /** The plugins a company is offered: all but the examples. */
  offered(): ConnectorEntry[] {
    return this.list().filter(({ id }) => !id.startsWith('_'));
  }

  /** One plugin, or what stands behind accounts without one; or null. */
  get(id: string): ConnectorEntry | null {
    return this.entries.get(id) ?? (id === STATEMENT_FILES.id ? STATEMENT_FILES : null);
  }

  /** What a plugin is called in a language; null when it is not installed here, or its manifest cannot be read. */
  nameOf(id: string, locale: Locale): string | null {
    const name = this.get(id)?.manifest?.name;
    return name ? localText(name, locale) : null;
  }

  /** The manifest of a usable plugin. @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE */
  manifest(id: string): Manifest {
    return this.usable(id).manifest!;
  }

  /** The code of a plugin, loaded once. @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE */
  async load(id: string): Promise<Connector> {
    const entry = this.usable(id);
    let loading = this.loading.get(id);
    if (!loading) this.loading.set(id, (loading = this.importCode(entry)));
    return loading;
  }

  /** The simulator of a plugin; null when it has none. @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE */
  async simulator(id: string): Promise<Simulator | null> {
    const entry = this.usable(id);
    if (!entry.manifest!.simulator) return null;
    const simulator = await this.imported(entry, 'simulator');
    if (typeof (simulator as Simulator | undefined)?.start !== 'function')
      throw this.unusable(entry, 'the default export of simulator/index.ts is no simulator');
    return simulator as Simulator;
  }

  private usable(id: string): ConnectorEntry {
    const entry = this.entries.get(id);
    if (!entry) throw connectorErrors.CONNECTOR_UNKNOWN(`there is no connector ${JSON.stringify(id)}`);
    if (entry.problem !== null) throw connectorErrors.CONNECTOR_UNUSABLE(entry.problem);
    return entry;
  }

  private async importCode(entry: ConnectorEntry): Promise<Connector> {
    const connector = (await this.imported(entry, 'src')) as Connector;
    const problems = connectorProblems(connector, entry.manifest!);
    if (problems.length > 0)
      throw this.unusable(entry, problems.map((problem) => `plugins/${entry.id}/src/index.ts: ${problem}`).join('\n'));
    return connector;
  }

  private async imported(entry: ConnectorEntry, part: 'src' | 'simulator'): Promise<unknown> {
    try {
      return await this.importPlugin(entry.id, part);
    } catch (cause) {
      throw this.unusable(
        entry,
        `plugins/${entry.id}/${part}/index.ts cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      );
    }
  }

  /** Keeps the problem, so that whoever lists the connectors sees it too. */
  private unusable(entry: ConnectorEntry, problem: string, cause?: unknown): InterlineError {
    entry.problem = problem;
    return connectorErrors.CONNECTOR_UNUSABLE(problem, { cause });
  }
}
