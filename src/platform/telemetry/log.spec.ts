import { describe, expect, it } from '@jest/globals';
import { defineErrors, withContext } from '../../kernel/index.js';
import { buildLogger, NestLog } from './log.js';
import { prettyLine } from './pretty.js';

const errors = defineErrors({ LOG_SPEC: { owner: 'vendor', retryable: true, status: 502, help: 'Only in this test.' } });

function lines(work: (log: ReturnType<typeof buildLogger>) => void, level = 'trace'): Record<string, unknown>[] {
  const written: string[] = [];
  work(buildLogger({ level, process: 'spec' }, { write: (line) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('carries who acts and the trace, from the context', () => {
    const companyId = '0192a000-0000-7000-8000-000000000001';
    const [inside, outside] = lines((log) => {
      withContext({ traceId: 't-1', actor: { kind: 'app', clientId: 'c', companyId, scopes: [] }, ip: null }, () =>
        log.info({ n: 1n }, 'inside'),
      );
      log.warn('outside');
    });
    expect(inside).toMatchObject({ level: 'info', process: 'spec', msg: 'inside', n: '1', traceId: 't-1', companyId, actor: 'app' });
    expect(outside).toMatchObject({ level: 'warn', msg: 'outside' });
    expect(outside).not.toHaveProperty('traceId');
    expect(Date.parse(inside!.time as string)).not.toBeNaN();
  });

  it('writes no secret, however deep and under whatever name', () => {
    const secret = 'hunter2hunter2';
    const written = lines((log) => {
      log.info({ password: secret, headers: { Authorization: `Bearer ${secret}`, cookie: secret, 'set-cookie': [secret] } }, 'a');
      log.info(
        { connection: { config: { clientSecret: secret, app_token: secret, apiKey: secret, 'X-Api-Key': secret } }, sign: secret },
        'b',
      );
      log.info(
        { url: `postgresql://interline_app:${secret}@db:5432/interline`, note: `sent Bearer ${secret}` },
        `connecting to https://u:${secret}@h/x`,
      );
      log.info(`Authorization: Basic ${secret}`);
      log.error(
        {
          err: Object.assign(new Error(`no route to redis://:${secret}@h`), {
            config: { headers: { x: secret } },
            detail: `Key (mail)=(${secret})`,
          }),
        },
        'c',
      );
      log.error(
        {
          err: errors.LOG_SPEC('vendor refused', {
            detail: { refreshToken: secret, attempt: 2 },
            cause: new Error(`https://a:${secret}@b`),
          }),
        },
        'd',
      );
      log.error(Object.assign(new Error('bare'), { request: { token: secret } }));
    });
    expect(written).toHaveLength(7);
    expect(JSON.stringify(written)).not.toContain(secret);
    expect(written[5]).toMatchObject({
      err: {
        type: 'InterlineError',
        code: 'LOG_SPEC',
        message: 'vendor refused',
        detail: { refreshToken: '[redacted]', attempt: 2 },
        cause: { type: 'Error' },
      },
    });
    expect(written[6]).toMatchObject({ err: { message: 'bare', stack: expect.stringContaining('log.spec') } });
  });

  it('leaves alone what only looks like a secret', () => {
    const [line] = lines((log) =>
      log.info({ tokenCount: 3, hasPassword: true, passwordChanged: false, signIn: 'yes', secretary: 'Li' }, 'x'),
    );
    expect(line).toMatchObject({ tokenCount: 3, hasPassword: true, passwordChanged: false, signIn: 'yes', secretary: 'Li' });
  });

  it("keeps Nest's chatter for debug, its warnings for all", () => {
    const written = lines((log) => {
      const nest = new NestLog(log);
      nest.log('AppModule dependencies initialized', 'InstanceLoader');
      nest.warn('careful', 'Router');
      nest.error('broken', 'Error: broken\n    at x (y.ts:1:1)', 'Handler');
    }, 'info');
    expect(written).toMatchObject([
      { level: 'warn', msg: 'careful', nest: 'Router' },
      { level: 'error', msg: 'broken', nest: 'Handler', stack: expect.stringContaining('y.ts') },
    ]);
  });

  it('reads well at a terminal', () => {
    const plain = prettyLine(
      '{"level":"error","time":"2026-11-23T06:00:00.000Z","pid":1,"process":"all","msg":"it broke","job":"x","err":{"stack":"Error: y\\n at z"}}\n',
    ).replace(/\u001b\[\d+m/g, '');
    expect(plain).toMatch(/^\d\d:\d\d:\d\d error it broke job=x\n {4}Error: y\n {5}at z\n$/);
    expect(prettyLine('no json')).toBe('no json');
  });
});
