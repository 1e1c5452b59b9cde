import { describe, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tree.js';

/** Jest's `describe`, or one that skips. */
export type Suite = (name: string, body: () => void) => void;
/** Jest's `it`, or one that skips. */
export type Test = (name: string, body: () => Promise<void>, patience?: number) => void;

const because = (name: string, reason: string): string => `${name} (skipped: ${reason})`;

/** For a suite that not every tree or machine can run: where it cannot, it is skipped and its name says why. */
export function suiteIf(possible: boolean, reason: string): Suite {
  return possible ? describe : (name, body) => describe.skip(because(name, reason), body);
}

/** The same for one test. */
export function testIf(possible: boolean, reason: string): Test {
  return possible ? it : (name, body, patience) => it.skip(because(name, reason), body, patience);
}

/** Whether this tree has a plugin. */
export const hasPlugin = (id: string): boolean => existsSync(join(ROOT, 'plugins', id, 'manifest.yaml'));

/** Whether this tree has Didi's plugin, whose simulator most whole-system tests read from. */
export const hasDidi = hasPlugin('didi');

/** For suites that read from Didi's simulator: a tree without that plugin passes its other tests. */
export const withDidi: Suite = suiteIf(hasDidi, 'plugins/didi is not in this tree');
