import { department, expenseLine, person, settlement, statement, statementLine, type StreamKind } from '../canonical/index.js';
import type { AnyStream, RawRecord } from '../connector/connector.js';
import { MapError } from '../connector/errors.js';
import type { JsonObject } from '../connector/json.js';
import { PluginError } from './plugin-error.js';
import type { Mapped } from './session.js';
import { within } from './watchdog.js';

/** How long one record may take; a page gets this for its slowest record and a millisecond for each other. */
const MAP_MS = 2_000;
/** After so many records that hang, the plugin is held to be broken. */
const MAX_HANGS = 3;

const SCHEMAS = { departments: department, people: person, settlements: settlement, statements: statement, statementLines: statementLine };

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
  return schemaProblem(SCHEMAS[kind].safeParse(canonical), '');
}

function orderProblem(canonical: unknown): MapError | null {
  const { externalId, lines } = (canonical ?? {}) as { externalId?: unknown; lines?: unknown };
  if (typeof externalId !== 'string' || !Array.isArray(lines)) return new MapError('map gave no order record');
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const problem = schemaProblem(expenseLine.safeParse(line), `/lines/${index}`);
    if (problem) return problem;
    const { externalId: order, line: key } = line as { externalId: string; line: string };
    if (order !== externalId) return new MapError(`a line belongs to order ${order}, not to ${externalId}`, `/lines/${index}/externalId`);
    if (seen.has(key)) return new MapError(`line ${key} stands twice`, `/lines/${index}/line`);
    seen.add(key);
  }
  return null;
}

type Parsed = { success: true } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };

function schemaProblem(parsed: Parsed, prefix: string): MapError | null {
  if (parsed.success) return null;
  const { path, message } = parsed.error.issues[0]!;
  return new MapError(`map gave a record that is not canonical: ${message}`, `${prefix}${path.map((part) => `/${String(part)}`).join('')}`);
}
