import type { DestinationStream } from 'pino';

const COLOURS: Record<string, string> = { trace: '90', debug: '90', info: '36', warn: '33', error: '31', fatal: '41' };

const HIDDEN = new Set(['level', 'time', 'pid', 'msg', 'process', 'err']);

/** Writes log lines for a person at a terminal: time, level, message, then the fields, and an error's stack below. */
export function prettyStream(terminal: { write(text: string): unknown }): DestinationStream {
  return {
    write(line: string) {
      terminal.write(prettyLine(line));
    },
  };
}

/** One JSON log line as a person reads it. A line that is none is given back as it came. */
export function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { level, time, msg, err } = entry as { level: string; time: string; msg?: string; err?: { stack?: string } };
  const fields = Object.entries(entry)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const clock = new Date(time).toTimeString().slice(0, 8);
  const stack = err?.stack ? `\n${err.stack.replace(/^/gm, '    ')}` : '';
  return `\u001b[90m${clock}\u001b[0m \u001b[${COLOURS[level] ?? '0'}m${level.padEnd(5)}\u001b[0m ${msg ?? ''}${fields ? ` \u001b[90m${fields}\u001b[0m` : ''}${stack}\n`;
}
