import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import type { Manifest } from '../connector/manifest.js';

/** One thing that is wrong with a plugin, and where. */
export interface ManifestProblem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** `file:line:column: message`, as editors and terminals link it. */
export function problemText({ file, line, column, message }: ManifestProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** A manifest's text with the places of its values. */
export class ManifestText {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  /** @param file how problems name it */
  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, version: '1.2' });
  }

  /** What is wrong with it as YAML. */
  syntaxProblems(): ManifestProblem[] {
    return [...this.document.errors, ...this.document.warnings].map(({ pos, message }) => ({ ...this.at(pos[0]), message }));
  }

  /** The plain value. @throws ReferenceError when aliases blow it up */
  value(): unknown {
    return this.document.toJS({ maxAliasCount: 100 });
  }

  /**
   * A problem at the value under a path, or as near to it as the text goes.
   * @param key names a key of that value instead of the value itself
   */
  problem(path: readonly string[], message: string, key?: string): ManifestProblem {
    let node: Node | null = this.document.contents;
    let place = node;
    for (const part of path) {
      const child: Node | null = childOf(this.resolve(node), part);
      if (!child) break;
      place = child;
      node = child;
    }
    const map = this.resolve(node);
    const pair = key !== undefined && isMap(map) ? map.items.find((item) => keyOf(item) === key) : undefined;
    const offset = ((pair?.key as Node | undefined) ?? place)?.range?.[0] ?? 0;
    return { ...this.at(offset), message };
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }

  private at(offset: number): Omit<ManifestProblem, 'message'> {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function childOf(node: Node | null, part: string): Node | null {
  if (isMap(node)) return (node.items.find((item) => keyOf(item) === part)?.value as Node | undefined) ?? null;
  if (isSeq(node)) return (node.items[Number(part)] as Node | undefined) ?? null;
  return null;
}

let validator: ValidateFunction | null = null;

/** The schema stands beside the packages, at one depth more once they are built. */
function manifestSchema(): object {
  const places = ['../../schema/manifest.v1.json', '../../../schema/manifest.v1.json'].map((path) => new URL(path, import.meta.url));
  return JSON.parse(
    readFileSync(
      places.find((place) => existsSync(place))!,
      'utf8',
    ),
  ) as object;
}

/** What a manifest's values break of `schema/manifest.v1.json`. */
export function schemaProblems(text: ManifestText, value: unknown): ManifestProblem[] {
  if (!validator) {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    validator = ajv.compile(manifestSchema());
  }
  if (validator(value)) return [];
  const problems = validator.errors!.filter(isTelling).map((error) => schemaProblem(text, error));
  return problems.filter((problem, at) => problems.findIndex((other) => problemText(other) === problemText(problem)) === at);
}

/** An error that only says that one of its parts is wrong is left out: the part is in the list as well. */
function isTelling({ keyword, params }: ErrorObject): boolean {
  return (
    !['oneOf', 'if', 'propertyNames'].includes(keyword) ||
    (keyword === 'oneOf' && (params as { passingSchemas?: unknown }).passingSchemas !== null)
  );
}

function schemaProblem(text: ManifestText, error: ErrorObject): ManifestProblem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = path.at(-1) ?? 'the manifest';
  const params = error.params as {
    missingProperty?: string;
    additionalProperty?: string;
    allowedValues?: unknown[];
    allowedValue?: unknown;
    pattern?: string;
  };
  if (params.missingProperty !== undefined) return text.problem(path, `${name}: ${params.missingProperty} is missing`);
  if (params.additionalProperty !== undefined) {
    return text.problem(path, `${name}: ${params.additionalProperty} is not a word of the manifest`, params.additionalProperty);
  }
  if (error.propertyName !== undefined)
    return text.problem(path, `${error.propertyName} cannot be a name here: ${error.message}`, error.propertyName);
  if (params.allowedValues) return text.problem(path, `${name} must be one of ${params.allowedValues.join(', ')}`);
  if ('allowedValue' in params) return text.problem(path, `${name} must be ${JSON.stringify(params.allowedValue)}`);
  if (params.pattern !== undefined) return text.problem(path, `${name} must look like ${params.pattern}`);
  return text.problem(path, `${name} ${error.message ?? 'is not accepted'}`);
}

/** What a valid manifest says that contradicts itself. */
export function meaningProblems(text: ManifestText, manifest: Manifest): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const report = (path: string[], message: string): void => void problems.push(text.problem(path, message));
  const services = new Set(Object.values(manifest.environments).flatMap((environment) => Object.keys(environment.services ?? {})));
  for (const [id, { baseUrl, hosts, services: own = {} }] of Object.entries(manifest.environments)) {
    for (const [what, url] of [['base URL', baseUrl], ...Object.entries(own).map(([name, base]) => [`service ${name}`, base])]) {
      const { hostname, port } = new URL(url!);
      const listed = hosts.some((entry) => {
        const [name, entryPort = ''] = entry.split(':');
        return entryPort === port && (name!.startsWith('*.') ? hostname.endsWith(name!.slice(1)) : hostname === name);
      });
      if (!listed) report(['environments', id, 'hosts'], `the host of the ${what}, ${hostname}, is not among the hosts`);
    }
    for (const name of services) {
      if (!Object.hasOwn(own, name)) report(['environments', id], `service ${name} of another environment is missing here`);
    }
    const wide = hosts.findIndex((entry) => /^\*\.[^.]+(:|$)/.test(entry));
    if (wide >= 0) report(['environments', id, 'hosts', String(wide)], 'a wildcard needs a domain of at least two parts');
  }
  for (const [part, schema] of [
    ['config', manifest.config],
    ['auth', manifest.auth.credentials],
  ] as const) {
    const path = part === 'auth' ? ['auth', 'credentials'] : [part];
    for (const [at, name] of (schema.required ?? []).entries()) {
      if (!Object.hasOwn(schema.properties, name)) report([...path, 'required', String(at)], `${name} is required but not described`);
    }
    problems.push(...settingsProblems(text, path, schema));
  }
  const { codec, credentials } = manifest.auth;
  for (const word of ['secret', 'user', 'password'] as const) {
    const name = codec && word in codec ? (codec as Record<string, unknown>)[word] : undefined;
    if (typeof name === 'string' && !Object.hasOwn(credentials.properties, name))
      report(['auth', 'codec', word], `${name} is not one of the credentials`);
  }
  return problems;
}

/** Settings are JSON Schema inside JSON Schema; only compiling them tells whether they are right. */
function settingsProblems(text: ManifestText, path: string[], schema: Manifest['config']): ManifestProblem[] {
  const ajv = new Ajv2020({ strict: true });
  addFormats.default(ajv);
  ajv.addVocabulary(['secret']);
  return Object.entries(schema.properties).flatMap(([name, { title: _title, description: _description, ...property }]) => {
    try {
      ajv.compile(property);
      return [];
    } catch (error) {
      return [text.problem([...path, 'properties', name], `${name}: ${(error as Error).message}`)];
    }
  });
}
