import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Texts } from './texts.js';

type Dictionary = Record<string, string | ((...values: string[]) => string)>;

const HOLES = ['⟨a⟩', '⟨b⟩', '⟨c⟩', '⟨d⟩'];

const src = new URL('../', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.texts.ts'));

async function dictionariesOf(file: string): Promise<Texts<Dictionary>[]> {
  const module = (await import(new URL(file, src).pathname)) as Record<string, Texts<Dictionary>>;
  return Object.values(module);
}

/** A text with its holes filled. */
const filled = (text: Dictionary[string]) => (typeof text === 'function' ? text('6', '7', '8', '9') : text);

describe('texts', () => {
  it('finds the dictionaries', () => {
    expect(files.length).toBeGreaterThan(8);
  });

  it.each(files)('%s says everything in both languages', async (file) => {
    const dictionaries = await dictionariesOf(file);
    expect(dictionaries).toHaveLength(1);
    for (const { 'zh-CN': zh, en } of dictionaries) {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
      for (const [key, text] of Object.entries(zh)) {
        expect(`${key}: ${filled(text)}`).not.toMatch(/: $|undefined/);
        const english = filled(en[key]!);
        expect(`${key}: ${english}`).not.toMatch(/: $|undefined/);
        expect(`${key}: ${english}`).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it.each(files)('%s uses the same holes in both languages', async (file) => {
    for (const { 'zh-CN': zh, en } of await dictionariesOf(file)) {
      for (const [key, text] of Object.entries(zh)) {
        if (typeof text !== 'function') continue;
        const holes = (said: string) => HOLES.filter((hole) => said.includes(hole));
        const other = en[key] as typeof text;
        expect([key, holes(other(...HOLES))]).toEqual([key, holes(text(...HOLES))]);
      }
    }
  });
});
