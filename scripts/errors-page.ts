import { HOST_FAULTS, PLUGIN_ERRORS } from '../sdk/host/index.js';
import { BY_CLASS } from '../src/connections/vendor-trouble.js';
import { declaredErrors } from '../src/kernel/index.js';
import { table } from './markdown.js';

const NEXT: Readonly<Record<(typeof BY_CLASS)[keyof typeof BY_CLASS]['next'], string>> = {
  stop: 'stops until somebody acts on the connection',
  soon: 'goes on by itself after the pause the vendor asks for, or a longer one each time',
  later: 'is tried again a few times a day',
};

/**
 * The catalogue of errors, complete once all rooms are loaded: the codes a caller meets, and what stands behind those that tell of vendors and plugins.
 * @returns lines of Markdown
 */
export function errorsPage(): string[] {
  const declared = declaredErrors();
  const codes = [...declared].sort(([a], [b]) => a.localeCompare(b));
  return [
    ...table(
      ['code', 'owner', 'retry', 'HTTP', 'cause and what to do'],
      codes.map(([name, { owner, retryable, status, help }]) => [code(name), owner, retryable ? 'yes' : 'no', String(status), help]),
    ),
    '## Faults of a vendor',
    '',
    "A plugin's error table classes what its vendor answers by who has to act. The vendor's own code and words stand in the message, and as `vendorCode` beside a failed run.",
    '',
    ...table(
      ['class', 'becomes', 'owner', 'retry', 'the reading'],
      Object.entries(BY_CLASS).map(([name, { error, next }]) => {
        const { owner, retryable } = declared.get(error)!;
        return [code(name), code(error), owner, retryable ? 'yes' : 'no', NEXT[next]];
      }),
    ),
    '## Faults the host names',
    '',
    "Where the vendor gave no answer that could be read, `vendorCode` is one of these. Any other is the vendor's own, or told in the README of its plugin.",
    '',
    ...table(
      ['vendorCode', 'becomes', 'owner', 'retry', 'what happened'],
      Object.entries(HOST_FAULTS).map(([fault, { class: name, help }]) => {
        const { error } = BY_CLASS[name];
        const { owner, retryable } = declared.get(error)!;
        return [code(fault), code(error), owner, retryable ? 'yes' : 'no', help];
      }),
    ),
    '## Behind `PLUGIN_FAILED`',
    '',
    'The message begins with what the code of the plugin did. Its author corrects it; only the run it happened in ends.',
    '',
    ...table(
      ['', 'what happened'],
      Object.entries(PLUGIN_ERRORS).map(([name, help]) => [code(name), help]),
    ).slice(0, -1),
  ];
}

const code = (text: string): string => `\`${text}\``;
