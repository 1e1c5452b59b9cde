import { Injectable } from '@nestjs/common';

/** The environment every plugin with a simulator has beside those of its manifest, where its simulator runs. */
export const SIMULATOR_ENVIRONMENT = 'simulator';

/** Where simulators run: set by the demo, by commands and by tests; empty in real installations, so that nothing there reaches loopback. */
@Injectable()
export class SimulatorEndpoints {
  private readonly urls = new Map<string, string>();

  /** @throws RangeError for an address that is not this machine's */
  set(pluginId: string, url: string): void {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
      throw new RangeError('a simulator runs on loopback');
    this.urls.set(pluginId, url.replace(/\/$/, ''));
  }

  /** Its address, or null when it does not run here. */
  get(pluginId: string): string | null {
    return this.urls.get(pluginId) ?? null;
  }
}
