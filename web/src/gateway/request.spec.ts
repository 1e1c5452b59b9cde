import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type GatewayFailure, Refused, accepted, isSignedOut } from './failure.js';
import { call, request, upload, type GatewayDocument } from './request.js';

const QUERY = 'query Things { things }' as unknown as GatewayDocument<{ things: string[] }, { first: number }>;

/** Answers every request alike and keeps what was asked. */
function answer(status: number, body: string): jest.Mock<typeof fetch> {
  const fetching = jest.fn<typeof fetch>(() => Promise.resolve(new Response(status === 204 ? null : body, { status })));
  globalThis.fetch = fetching;
  return fetching;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as GatewayFailure,
  );

const original = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = original;
});

describe('asking the gateway', () => {
  it('sends the operation with the header that no other site can send', async () => {
    const fetching = answer(200, '{"data":{"things":["a"]}}');
    await expect(request(QUERY, { first: 2 })).resolves.toEqual({ things: ['a'] });
    const [path, init] = fetching.mock.calls[0]!;
    expect(path).toBe('/graphql');
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'x-interline-csrf': '1', 'content-type': 'application/json' },
    });
    expect(JSON.parse(init!.body as string)).toEqual({ query: 'query Things { things }', variables: { first: 2 } });
  });

  it('throws the first error with its code, owner and trace id, also beside data', async () => {
    answer(
      200,
      JSON.stringify({
        data: { things: null },
        errors: [{ message: 'no', extensions: { code: 'FORBIDDEN', owner: 'admin', retryable: false, traceId: 't1' } }],
      }),
    );
    const failure = await failureOf(request(QUERY, { first: 1 }));
    expect(failure).toMatchObject({ code: 'FORBIDDEN', owner: 'admin', retryable: false, traceId: 't1', message: 'no' });
  });

  it('knows that nobody is signed in from the code and from the status', async () => {
    answer(200, JSON.stringify({ data: null, errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] }));
    expect(isSignedOut(await failureOf(request(QUERY, { first: 1 })))).toBe(true);
    answer(401, '{}');
    expect(isSignedOut(await failureOf(request(QUERY, { first: 1 })))).toBe(true);
  });

  it('calls a missing answer and a foreign one by their names', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('connection refused'));
    expect(await failureOf(request(QUERY, { first: 1 }))).toMatchObject({ code: 'OFFLINE', retryable: true });
    answer(502, '<html>bad gateway</html>');
    expect(await failureOf(request(QUERY, { first: 1 }))).toMatchObject({ code: 'OFFLINE', retryable: true });
  });
});

describe('the plain endpoints', () => {
  it('carry the header on what changes something, and nothing needless on what reads', async () => {
    const fetching = answer(204, '');
    await call('DELETE', '/session');
    expect(fetching.mock.calls[0]![1]).toMatchObject({ method: 'DELETE', headers: { 'x-interline-csrf': '1' } });
    const reading = answer(200, '{"kind":"invite"}');
    await expect(call('GET', '/links/x')).resolves.toEqual({ kind: 'invite' });
    expect(reading.mock.calls[0]![1]!.headers).toEqual({ accept: 'application/json' });
  });

  it('throw the code of a JSON error', async () => {
    answer(429, '{"error":{"code":"RATE_LIMITED","message":"later"}}');
    expect(await failureOf(call('POST', '/session', {}))).toMatchObject({ code: 'RATE_LIMITED', message: 'later' });
  });

  it('send a file as it is, with its name and purpose', async () => {
    const fetching = answer(201, '{"id":"f1"}');
    const file = new File(['a,b'], '人员 1.csv', { type: 'text/csv' });
    await expect(upload(file, 'directory_import')).resolves.toBe('f1');
    const [path, init] = fetching.mock.calls[0]!;
    expect(new URL(path as string, 'http://x').searchParams.get('name')).toBe('人员 1.csv');
    expect(path).toMatch(/^\/files\?purpose=directory_import&/);
    expect(init!.body).toBe(file);
  });
});

describe('a result union', () => {
  it('gives the member that means success', () => {
    expect(
      accepted({ __typename: 'Made', id: '1' } as { __typename: 'Made'; id: string } | { __typename: 'InputProblem'; code: string }, 'Made')
        .id,
    ).toBe('1');
  });

  it('throws any other with its code and field', () => {
    const refuse = () =>
      accepted(
        { __typename: 'InputProblem', code: 'BAD_INPUT', message: 'too short', field: 'name' } as { __typename: 'Made' | 'InputProblem' },
        'Made',
      );
    expect(refuse).toThrow(Refused);
    expect(refuse).toThrow(expect.objectContaining({ code: 'BAD_INPUT', refusal: expect.objectContaining({ field: 'name' }) }));
  });
});
