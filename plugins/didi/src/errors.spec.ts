import { describe, expect, it } from '@jest/globals';
import { VendorError } from '@interline/sdk';
import { responseOf, refusal } from '../fixtures/context.js';
import { faultOf } from './errors.js';
import { token } from './token.js';

const faultFor = (errno: number | string, errmsg?: string) => faultOf(responseOf(refusal(errno, errmsg).body));

describe('the error table', () => {
  it('takes errno 0, as number or string, and the flat answer of authorize for a success', () => {
    expect(faultFor(0)).toBeNull();
    expect(faultFor('0')).toBeNull();
    expect(faultOf(responseOf({ access_token: 't', expires_in: 1800 }))).toBeNull();
  });

  it.each([
    [400, 'config'],
    ['400', 'config'],
    [401, 'token'],
    ['401', 'token'],
    [10001, 'config'],
    [10002, 'config'],
    [19999, 'auth'],
    [50506, 'duplicate'],
    [77777, 'vendor_bug'],
  ])('reads %p as %s', (errno, expected) => {
    expect(faultFor(errno)).toMatchObject({ class: expected, code: String(errno) });
  });

  it.each([
    ['请求过于频繁', 'throttled'],
    ['系统繁忙，请稍后再试', 'transient'],
    ['手机号已存在', 'duplicate'],
    ['订单不存在', 'not_found'],
  ])('reads an unpublished code by its text %p', (errmsg, expected) => {
    expect(faultFor(88888, errmsg)).toMatchObject({ class: expected, code: '88888', message: `DiDi says: ${errmsg}` });
  });

  it('never repeats the signed string, nor a text that could hold parameters', () => {
    const body = { errno: 19999, errmsg: 'sign error a=1&sign_key=TOPSECRET', data: { params_sign_str: 'a=1&sign_key=TOPSECRET' } };
    expect(JSON.stringify(faultOf(responseOf(body)))).not.toContain('TOPSECRET');
    expect(JSON.stringify(faultFor(77777, 'bad ?access_token=TOPSECRET'))).not.toContain('TOPSECRET');
    expect(faultFor(77777, 'x'.repeat(1000))!.message.length).toBeLessThan(250);
  });

  it('reads statuses, a body that is no JSON, and an answer without an envelope', () => {
    expect(faultOf(responseOf('<html>', 200))).toMatchObject({ class: 'transient', code: 'not_json' });
    expect(faultOf(responseOf('{"errno":0,"da', 200))).toMatchObject({ class: 'transient', code: 'not_json' });
    expect(faultOf(responseOf({ ok: true }))).toMatchObject({ class: 'vendor_bug', code: 'no_envelope' });
    expect(faultOf(responseOf('', 429, { 'retry-after': '3' }))).toEqual({
      class: 'throttled',
      code: '429',
      message: 'DiDi asks to slow down',
      retryAfter: 3000,
    });
    expect(faultOf(responseOf(refusal(0).body, 503))).toMatchObject({ class: 'transient', code: '503' });
    expect(faultOf(responseOf('no', 404))).toMatchObject({ class: 'not_found' });
    expect(faultOf(responseOf('no', 401))).toMatchObject({ class: 'token' });
  });
});

describe('the token', () => {
  it('is asked for without any secret in the request, and read from the flat answer', () => {
    expect(token.request({})).toEqual({
      method: 'POST',
      path: '/river/Auth/authorize',
      json: { grant_type: 'client_credentials' },
      idempotent: true,
    });
    expect(token.read(responseOf({ access_token: 'abc', expires_in: 1800, token_type: 'Bearer' }))).toEqual({
      accessToken: 'abc',
      expiresInSeconds: 1800,
    });
    expect(token.read(responseOf({ access_token: 'abc' }))).toEqual({ accessToken: 'abc', expiresInSeconds: 1800 });
  });

  it('turns a refusal into an error that says who must act', () => {
    const classOf = (body: unknown) => {
      try {
        token.read(responseOf(body));
      } catch (error) {
        return error instanceof VendorError ? error.fault.class : error;
      }
      return null;
    };
    expect(classOf(refusal(401).body)).toBe('auth');
    expect(classOf(refusal(10002).body)).toBe('config');
    expect(classOf({ errno: 0, data: {} })).toBe('vendor_bug');
  });
});
