import type {
  CallbackCommand,
  ChangeCommand,
  FaultCommand,
  GenerateCommand,
  LedgerRow,
  LoggedRequest,
  WorldFacts,
} from '@interline/sdk/simulator';
import { type Installation, type Process, until } from '../installation.js';

/** A vendor's simulator in a process of its own, moved through its control endpoints. */
export class Vendor {
  private constructor(
    readonly connectorId: string,
    readonly process: Process,
    readonly url: string,
    readonly externalAccount: string,
    readonly credentials: Record<string, string>,
    readonly config: Record<string, unknown>,
  ) {}

  /** Starts it as its developer would, and reads from its words how to reach it. Rate limits are not enforced: they are the contract suite's matter. */
  static async start(installation: Installation, connectorId = 'didi'): Promise<Vendor> {
    const process = installation.start(['simulate', connectorId, '--open']);
    await until('the simulator', () => process.text.some((line) => line.startsWith('config')));
    const word = (name: string): string => {
      const line = process.text.find((each) => each.startsWith(name));
      return line!.slice(name.length).trim();
    };
    const json = <Value>(name: string): Value => JSON.parse(word(name)) as Value;
    return new Vendor(connectorId, process, word('url'), word('account'), json('credentials'), json('config'));
  }

  /** How a server process is told of it. */
  get words(): string[] {
    return ['--simulator', `${this.connectorId}=${this.url}`];
  }

  facts(facts: WorldFacts): Promise<{ orders: number; ignored: number }> {
    return this.control('POST', 'facts', facts);
  }

  generate(command: GenerateCommand): Promise<unknown> {
    return this.control('POST', 'generate', command);
  }

  /** What it would bill, summed over its own records. */
  ledger(): Promise<LedgerRow[]> {
    return this.control('GET', 'ledger');
  }

  fault(command: FaultCommand): Promise<FaultCommand[]> {
    return this.control('POST', 'faults', command);
  }

  /** Faults that wait to be played. */
  faults(): Promise<FaultCommand[]> {
    return this.control('GET', 'faults');
  }

  clearFaults(): Promise<unknown> {
    return this.control('DELETE', 'faults');
  }

  /** What it was asked after a request of its log. */
  requests(after = 0): Promise<LoggedRequest[]> {
    return this.control('GET', `requests?after=${after}`);
  }

  /** Where its log ends now. */
  async position(): Promise<number> {
    return (await this.requests()).at(-1)?.seq ?? 0;
  }

  change(orderId: string, command: ChangeCommand): Promise<unknown> {
    return this.control('POST', `orders/${orderId}`, command);
  }

  push(command: CallbackCommand): Promise<unknown> {
    return this.control('POST', 'callbacks', command);
  }

  /** Moves the messages that wait, at a vendor that has a queue. */
  messages(command: { lose?: number; repeat?: number; shuffle?: number | string }): Promise<unknown> {
    return this.control('POST', 'messages', command);
  }

  settings(settings: Record<string, unknown>): Promise<unknown> {
    return this.control('POST', 'settings', settings);
  }

  private async control<Answer>(method: string, endpoint: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/_control/${endpoint}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the simulator refused ${endpoint}: ${text}`);
    return JSON.parse(text) as Answer;
  }
}
