import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { DemoRecord, Seller } from '@interline/demo';

/** The companies of a demo. */
export const COMPANIES = ['main', 'second'] as const;
export type CompanyKey = (typeof COMPANIES)[number];

/** What a demo keeps in its data directory besides `demo.json`: enough to tell the same world again, and where its filling stopped. */
export interface DemoState {
  first: string;
  password: string;
  /** The moment the last start told everything as of. */
  asOf: string;
  /** The last month that was read up to the moment of its start. */
  readTo: string | null;
  /** Among whom the orders were divided by the first start, and are for ever: a connector that comes later must not tell what another told before. */
  sellers: Seller[] | null;
  companies: Partial<Record<CompanyKey, DemoRecord & { slug: string; done: boolean }>>;
}

/** What earlier starts have noted; null before the first. */
export function readDemoState(path: string): DemoState | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoState) : null;
}

/** Writes a file only its owner can read; a reader finds the old one or the new one, never a part. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, text, { mode: 0o600 });
  await rename(part, path);
}
