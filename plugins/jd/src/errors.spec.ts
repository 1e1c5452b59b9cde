import { describe, expect, it } from '@jest/globals';
import { refusal, responseOf, success } from '../fixtures/vendor.js';
import { faultOf } from './errors.js';

describe('the error table', () => {
  it('takes what says so for a success, whatever its code', () => {
    for (const answer of [
      success([]),
      success(null),
      responseOf({ success: 'true', result: 1 }),
      responseOf({ success: true, resultCode: '0001' }),
    ])
      expect(faultOf(answer)).toBeNull();
  });

  it('never takes "no success" for an empty answer', () => {
    for (const code of ['0000', '0010', ''])
      expect(faultOf(refusal(code, ''))).toMatchObject({ class: 'vendor_bug', message: 'JD refused the request' });
    expect(faultOf(responseOf({ result: [] }))).toMatchObject({ class: 'vendor_bug', code: 'no_envelope' });
  });

  it.each([
    ['2007', 'whatever', 'token'],
    ['1', '请求过于频繁，请稍后再试', 'throttled'],
    ['1', 'IP不在白名单', 'config'],
    ['1', 'access_token无效', 'token'],
    ['1', '用户名或密码错误', 'auth'],
    ['1', 'sign error', 'auth'],
    ['1', '时间戳超出范围', 'auth'],
    ['1', '系统繁忙', 'transient'],
    ['1', '订单不存在', 'not_found'],
    ['2001', '未知', 'auth'],
    ['987654', '未知', 'vendor_bug'],
  ])('reads code %s with %j as %s', (code, message, expected) => {
    expect(faultOf(refusal(code, message))).toMatchObject({ class: expected, code });
  });

  it('says what JD says, unless that could hold parameters', () => {
    expect(faultOf(refusal('1', '订单不存在'))!.message).toBe('JD says: 订单不存在');
    for (const leak of ['sign error: secret=TOPSECRET', 'password 0123456789ABCDEF0123456789abcdef'])
      expect(faultOf(refusal('1', leak))!.message).toBe('JD refused the request');
    expect(faultOf(refusal('1', 'x'.repeat(1000)))!.message.length).toBeLessThan(250);
  });

  it('reads statuses and bodies that are no JSON', () => {
    expect(faultOf(responseOf('<html>'))).toMatchObject({ class: 'transient', code: 'not_json' });
    expect(faultOf(responseOf('busy', 503))).toMatchObject({ class: 'transient', code: '503' });
    expect(faultOf(responseOf('slow down', 429))).toMatchObject({ class: 'throttled' });
    expect(faultOf({ ...refusal('2007'), status: 400 })).toMatchObject({ class: 'token' });
  });
});
