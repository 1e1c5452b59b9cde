import type { Fault, FaultCommand } from './simulator.js';

interface Armed {
  command: FaultCommand;
  after: number;
  times: number;
}

/** Which fault the next request meets. One request meets at most one. */
export class FaultEngine {
  private armed: Armed[] = [];

  /** Arms a fault behind those armed before. */
  add(command: FaultCommand): void {
    this.armed.push({ command, after: command.after ?? 0, times: command.times ?? 1 });
  }

  /** Disarms all. */
  clear(): void {
    this.armed = [];
  }

  /** The faults that still wait, with what is left of them. */
  list(): FaultCommand[] {
    return this.armed.map(({ command, after, times }) => ({ ...command, after, times }));
  }

  /**
   * The fault this request meets. `giveBack` puts it back for a later request: for a vendor that cannot play it here, such as a
   * repeated page on the first page.
   */
  take(path: string): { fault: Fault; giveBack: () => void } | undefined {
    for (const armed of this.armed) {
      if (armed.command.path !== undefined && !path.startsWith(armed.command.path)) continue;
      if (armed.after > 0) {
        armed.after--;
        continue;
      }
      armed.times--;
      if (armed.times <= 0) this.armed = this.armed.filter((other) => other !== armed);
      return { fault: armed.command.fault, giveBack: () => this.giveBack(armed) };
    }
    return undefined;
  }

  private giveBack(armed: Armed): void {
    armed.times++;
    if (!this.armed.includes(armed)) this.armed.unshift(armed);
  }
}

/** Reads a fault command. @throws RangeError naming what is wrong with it */
export function readFaultCommand(value: unknown): FaultCommand {
  const command = value as FaultCommand;
  const need: Record<Fault['kind'], string[]> = {
    status: ['status'],
    slow: ['milliseconds'],
    silent: [],
    cut: ['afterBytes'],
    malformed: [],
    html: [],
    wrong_count: ['by'],
    repeat_page: [],
    shift_page: ['by'],
    expire_token: [],
    clock_skew: ['seconds'],
    unknown_enum: [],
    retype: ['field'],
    drop: ['field'],
    vendor_error: ['code'],
  };
  const fault = command?.fault as Record<string, unknown> | undefined;
  const fields = fault && need[fault['kind'] as Fault['kind']];
  if (!fields) throw new RangeError(`fault.kind is not one of ${Object.keys(need).join(', ')}`);
  for (const field of fields) {
    const wanted = ['code', 'field'].includes(field) ? 'string' : 'number';
    if (typeof fault[field] !== wanted) throw new RangeError(`fault.${field} is not a ${wanted}`);
  }
  return command;
}
