import { daysOf, type BusinessDate } from '../../../kernel/index.js';
import { parseDate } from './parse-date.js';

/** What the places of a template held. */
export type TemplateFinds = Partial<Record<'count' | 'sum' | 'from' | 'to' | 'month', string>>;

// No place may match nothing or overlap with itself, so that no text takes longer than its length squared.
const PLACES: Readonly<Record<string, string>> = {
  count: '(?<count>\\d[\\d,]*)',
  sum: '(?<sum>[-+]?[¥￥$]?\\d[\\d,]*(?:\\.\\d+)?)',
  from: '(?<from>\\d{4}[-/.年]?\\d{1,2}[-/.月]?\\d{1,2}日?)',
  to: '(?<to>\\d{4}[-/.年]?\\d{1,2}[-/.月]?\\d{1,2}日?)',
  month: '(?<month>\\d{4}[-/.年]?\\d{1,2}月?)',
  other: '\\d[\\d,.]*',
  any: '[^\\n]{0,200}?',
};

/**
 * Makes a template ready to be looked for. What is not a place stands for itself; blanks match any blanks, none too.
 * Templates, not patterns: whoever writes a mapping must not be able to keep the server busy.
 */
export function compileTemplate(template: string): (text: string) => TemplateFinds | null {
  const used = new Set<string>();
  const source = template
    .normalize('NFKC')
    .split(/(\{[a-z]+\})/)
    .map((part) => {
      const name = /^\{([a-z]+)\}$/.exec(part)?.[1];
      const place = name === undefined || used.has(name) ? undefined : PLACES[name];
      if (place === undefined || name === undefined) return part.split(/\s+/).map(escaped).join('\\s{0,60}');
      if (name !== 'any' && name !== 'other') used.add(name);
      return place;
    })
    .join('');
  const pattern = new RegExp(source);
  return (text) => {
    const match = pattern.exec(text.normalize('NFKC').slice(0, 4_000));
    return match ? { ...match.groups } : null;
  };
}

/** The days of a statement that a template read. @returns null when it read none */
export function daysFound(finds: TemplateFinds): { from: BusinessDate; to: BusinessDate } | null {
  const month = /^(\d{4})\D?(\d{1,2})月?$/.exec(finds.month ?? '');
  if (month && Number(month[2]) >= 1 && Number(month[2]) <= 12) return daysOf(`${month[1]}-${month[2]!.padStart(2, '0')}`);
  if (!finds.from || !finds.to) return null;
  try {
    const [from, to] = [finds.from, finds.to].map((text) => parseDate(text, { zone: '+00:00' }).day) as [string, string];
    return from <= to ? { from, to } : null;
  } catch {
    return null;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
