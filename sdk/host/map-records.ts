import type { z } from 'zod';
import { department, expenseLine, invoice, person, settlement, statement, statementLine, type StreamKind } from '../canonical/index.js';
import type { AnyStream, RawRecord } from '../connector/connector.js';
import { MapError } from '../connector/errors.js';
import type { JsonObject } from '../connector/json.js';
import { PluginError } from './plugin-error.js';
import { quickCheck } from './quick-check.js';
import type { Mapped } from './session.js';
import { within } from './watchdog.js';

/** How long one record may take; a page gets this for its slowest record and a millisecond for each other. */
const MAP_MS = 2_000;
/** After so many records that hang, the plugin is held to be broken. */
const MAX_HANGS = 3;

const CHECKS = {
  departments: checkBy(department),
  people: checkBy(person),
  settlements: checkBy(settlement),
  statements: checkBy(statement),
  statementLines: checkBy(statementLine),
  invoices: checkBy(invoice),
};
const checkLine = checkBy(expenseLine);

/** Maps records with the plugin's `map` and checks what it gives. @throws PluginError PLUGIN_HUNG when it hangs again and again */
export function mapRecords(stream: AnyStream, records: readonly RawRecord[], config: JsonObject): Mapped[] {
  const mapped: Mapped[] = [];
  let hangs = 0;
  while (mapped.length < records.length) {
    try {
      within(MAP_MS + records.length, () => {
        while (mapped.length < records.length) mapped.push(mapRecord(stream, records[mapped.length]!, config));
      });
    } catch (error) {
      if (!(error instanceof PluginError) || ++hangs > MAX_HANGS) throw error;
      // Whether this record hangs or the page is just long shows when it is mapped alone.
      const record = records[mapped.length]!;
      mapped.push(mapAlone(stream, record, config));
    }
  }
  return mapped;
}

function mapAlone(stream: AnyStream, record: RawRecord, config: JsonObject): Mapped {
  try {
    return within(MAP_MS, () => mapRecord(stream, record, config));
  } catch {
    return { record, problem: new MapError(`the plugin did not read it within ${MAP_MS} ms`) };
  }
}

function mapRecord(stream: AnyStream, record: RawRecord, config: JsonObject): Mapped {
  let canonical: unknown;
  try {
    canonical = stream.map(record, config);
  } catch (error) {
    if (error instanceof MapError) return { record, problem: error };
    return {
      record,
      problem: new MapError(`the plugin threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`),
    };
  }
  const problem = problemOf(stream.kind, canonical);
  return problem ? { record, problem } : ({ record, canonical } as Mapped);
}

/** What is wrong with a canonical record, or null. */
export function problemOf(kind: StreamKind, canonical: unknown): MapError | null {
  if (kind === 'orders') return orderProblem(canonical);
  return CHECKS[kind](canonical);
}

function orderProblem(canonical: unknown): MapError | null {
  const { externalId, lines } = (canonical ?? {}) as { externalId?: unknown; lines?: unknown };
  if (typeof externalId !== 'string' || !Array.isArray(lines)) return new MapError('map gave no order record');
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const problem = checkLine(line, `/lines/${index}`);
    if (problem) return problem;
    const { externalId: order, line: key } = line as { externalId: string; line: string };
    if (order !== externalId) return new MapError(`a line belongs to order ${order}, not to ${externalId}`, `/lines/${index}/externalId`);
    if (seen.has(key)) return new MapError(`line ${key} stands twice`, `/lines/${index}/line`);
    seen.add(key);
  }
  return null;
}

/** A check that says what is wrong with a value, or null. `at` is the JSON pointer to it. */
function checkBy(schema: z.ZodType): (value: unknown, at?: string) => MapError | null {
  const conforms = quickCheck(schema);
  return (value, at = '') => {
    const issue = conforms(value) ? undefined : schema.safeParse(value).error?.issues[0];
    if (!issue) return null;
    const pointer = `${at}${issue.path.map((part) => `/${String(part)}`).join('')}`;
    return new MapError(`map gave a record that is not canonical: ${issue.message}`, pointer);
  };
}
