import type { z } from 'zod';

type Check = (value: unknown) => boolean;
/** A part of a schema, as zod describes its own schemas. */
interface Described {
  type: string;
  checks?: {
    _zod: {
      def: { check: string; minimum?: number; maximum?: number; format?: string; pattern?: RegExp; fn?: (value: unknown) => unknown };
    };
  }[];
  format?: string;
  pattern?: RegExp;
  entries?: Record<string, string>;
  innerType?: Schema;
  valueType?: Schema;
  keyType?: Schema;
  shape?: Record<string, Schema>;
  catchall?: Schema;
}
interface Schema {
  _zod: { def: object };
}

/**
 * Makes a check out of a zod schema that answers for what conforms without the copy a parse makes: every line a plugin maps is checked, and nearly all conform.
 * @returns a check whose yes is zod's; whatever it says no to, zod is asked, which knows why. Parts of schemas it does not know it never says yes to.
 */
export function quickCheck(schema: z.ZodType): Check {
  return checkOf(schema);
}

const never: Check = () => false;

function checkOf(schema: Schema): Check {
  const described = schema._zod.def as Described;
  const { type, innerType, entries } = described;
  if (type === 'string') return stringCheck(described);
  if (type === 'object') return objectCheck(described);
  if (type === 'record') return recordCheck(described);
  if (described.checks?.length) return never;
  if (type === 'bigint' || type === 'boolean') return (value) => typeof value === type;
  if (type === 'date') return (value) => value instanceof Date && !Number.isNaN(value.getTime());
  if (type === 'enum') return (value) => typeof value === 'string' && Object.hasOwn(entries!, value);
  if (type === 'optional') {
    const inner = checkOf(innerType!);
    return (value) => value === undefined || inner(value);
  }
  return never;
}

function stringCheck({ checks = [], format, pattern }: Described): Check {
  let [least, most] = [0, Infinity];
  const patterns: RegExp[] = [];
  if (format === 'date') patterns.push(pattern!);
  else if (format !== undefined) return never;
  for (const {
    _zod: { def },
  } of checks) {
    if (def.check === 'min_length') least = Math.max(least, def.minimum!);
    else if (def.check === 'max_length') most = Math.min(most, def.maximum!);
    else if (def.check === 'string_format' && def.format === 'regex') patterns.push(def.pattern!);
    else return never;
  }
  // A pattern that remembers where it was says something else each time.
  if (patterns.some(({ global, sticky }) => global || sticky)) return never;
  return (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most && patterns.every((each) => each.test(value));
}

function objectCheck({ checks = [], shape = {}, catchall }: Described): Check {
  if ((catchall?._zod.def as Described | undefined)?.type !== 'never') return never;
  const refinements = checks.map(({ _zod: { def } }) => (def.check === 'custom' && def.fn) || never);
  const parts = Object.entries(shape).map(([name, part]) => ({ name, check: checkOf(part) }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const name in value) if (!Object.hasOwn(shape, name)) return false;
    for (const { name, check } of parts) if (!check((value as Record<string, unknown>)[name])) return false;
    return refinements.every((refinement) => refinement(value) === true);
  };
}

function recordCheck({ checks = [], keyType, valueType }: Described): Check {
  const key = keyType!._zod.def as Described;
  if (checks.length > 0 || key.type !== 'string' || key.checks?.length) return never;
  const inner = checkOf(valueType!);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) return false;
    for (const name in value) if (!inner((value as Record<string, unknown>)[name])) return false;
    return true;
  };
}
