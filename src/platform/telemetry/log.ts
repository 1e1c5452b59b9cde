import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { currentContext } from '../../kernel/index.js';
import { redact, redactText } from './redact.js';
import { prettyStream } from './pretty.js';

/** How a process logs. */
export interface LogOptions {
  /** Lowest level that is written: `trace debug info warn error fatal silent`. */
  level: string;
  /** Which process this is: `gateway`, `worker`, `all`, or a command's name. */
  process: string;
  /** File descriptor: 1 for a server, 2 for a command whose answer goes to standard output. */
  output: 1 | 2;
}

/** The process's logger: one JSON object per line, or coloured lines for a person at a terminal. */
export function createLogger(options: LogOptions): Logger {
  const stream = options.output === 1 ? process.stdout : process.stderr;
  return buildLogger(options, stream.isTTY ? prettyStream(stream) : pino.destination({ fd: options.output, sync: true }));
}

/**
 * A logger on any stream. Each line carries the trace id, the company and the actor's kind of the running request or job; secrets are taken out of fields,
 * errors and texts.
 */
export function buildLogger(options: Pick<LogOptions, 'level' | 'process'>, stream: DestinationStream): Logger {
  return pino(
    {
      level: options.level,
      base: { pid: process.pid, process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }), log: (fields) => redact(fields) as Record<string, unknown> },
      // errors are described with all other fields, so pino's own serializer must not copy them first
      serializers: { err: (error: unknown) => error },
      mixin() {
        const context = currentContext();
        return context ? { traceId: context.traceId, companyId: context.actor.companyId ?? undefined, actor: context.actor.kind } : {};
      },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((argument: unknown) => (typeof argument === 'string' ? redactText(argument) : argument)) as typeof args,
          );
        },
      },
    },
    stream,
  );
}

/** Nest's own messages in our log. What it says at start (a line per module and route) is for `debug` only. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest puts the context last and, for errors, a stack before it. */
  private write(level: 'trace' | 'debug' | 'warn' | 'error', message: unknown, rest: unknown[]): void {
    const texts = rest.filter((item): item is string => typeof item === 'string');
    const stack = texts.find((text) => text.includes('\n    at '));
    const fields = { nest: texts.at(-1), ...(message instanceof Error ? { err: message } : stack ? { stack } : {}) };
    this.logger[level](fields, message instanceof Error ? message.message : String(message));
  }
}
