import { DoesNotApply, type Check, type Plugin } from './check.js';
import { actionChecks } from './checks/actions.js';
import { changeChecks } from './checks/changes.js';
import { credentialChecks } from './checks/credentials.js';
import { faultChecks } from './checks/faults.js';
import { hookChecks } from './checks/hooks.js';
import { messageChecks } from './checks/messages.js';
import { moneyChecks } from './checks/money.js';
import { readingChecks } from './checks/reading.js';
import type { Lab } from './lab.js';

/** Everything a connector has to prove, in the order it is shown. */
export const CHECKS: readonly Check[] = [
  ...credentialChecks,
  ...readingChecks,
  ...moneyChecks,
  ...changeChecks,
  ...messageChecks,
  ...faultChecks,
  ...hookChecks,
  ...actionChecks,
];

/** A check with the stream it is run for; `silent` is why it says nothing about it, where that is known beforehand. */
export interface PlannedCheck {
  check: Check;
  /** Empty for a check of the whole connector. */
  stream: string;
  silent: string | null;
}

/** Every check with every stream it is run for: those of the connector first, then stream by stream. */
export function plannedChecks(plugin: Plugin): PlannedCheck[] {
  const planned = (check: Check, stream: string): PlannedCheck => ({ check, stream, silent: check.notFor?.(plugin, stream) ?? null });
  const connector = CHECKS.filter((check) => check.of === 'connector').map((check) => planned(check, ''));
  const perStream = Object.keys(plugin.manifest.streams).flatMap((stream) =>
    CHECKS.filter((check) => check.of === 'stream').map((check) => planned(check, stream)),
  );
  return [...connector, ...perStream];
}

/** Runs one check in a fresh lab. @throws AssertionError when it does not hold, DoesNotApply when it says nothing here */
export async function runCheck({ check, stream, silent }: PlannedCheck, lab: Lab): Promise<void> {
  if (silent !== null) throw new DoesNotApply(silent);
  if (stream !== '') await lab.truth(stream);
  await lab.reset();
  await check.run(lab, stream);
}

/** One line of the checklist. */
export interface Result {
  check: Check;
  stream: string;
  /** `bypassed` by the author, with a reason; `not_here`: says nothing about this connector, with a reason. */
  outcome: 'holds' | 'fails' | 'bypassed' | 'not_here';
  reason?: string;
}

/** Runs all checks one after the other. @param told after each */
export async function certify(lab: Lab, bypass: Readonly<Record<string, string>>, told: (result: Result) => void): Promise<Result[]> {
  const results: Result[] = [];
  for (const planned of plannedChecks(lab)) {
    const { check, stream } = planned;
    const reason = bypassOf(planned, bypass);
    const result: Result = reason === undefined ? await resultOf(planned, lab) : { check, stream, outcome: 'bypassed', reason };
    results.push(result);
    told(result);
  }
  return results;
}

/** Why the author leaves a check out: by its id, or by `<stream> <id>`. */
export function bypassOf({ check, stream }: PlannedCheck, bypass: Readonly<Record<string, string>>): string | undefined {
  return bypass[check.id] ?? bypass[`${stream} ${check.id}`];
}

async function resultOf(planned: PlannedCheck, lab: Lab): Promise<Result> {
  const { check, stream } = planned;
  try {
    await runCheck(planned, lab);
    return { check, stream, outcome: 'holds' };
  } catch (error) {
    if (error instanceof DoesNotApply) return { check, stream, outcome: 'not_here', reason: error.reason };
    return { check, stream, outcome: 'fails', reason: error instanceof Error ? error.message : String(error) };
  }
}
