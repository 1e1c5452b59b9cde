import { describe, expect, it } from '@jest/globals';
import { refusal, responseOf } from '../fixtures/context.js';
import { faultOf, refusesOrder } from './errors.js';

const faultFor = (code: number, subCode?: string, subMessage?: string) => faultOf(responseOf(refusal(code, subCode, subMessage)))!;

describe('the error table', () => {
  it('takes an answer named after a call for a success', () => {
    expect(faultOf(responseOf({ tmc_messages_consume_response: {} }))).toBeNull();
  });

  it.each([
    [7, 'throttled'],
    [10, 'transient'],
    [11, 'config'],
    [12, 'config'],
    [22, 'config'],
    [25, 'auth'],
    [27, 'auth'],
    [29, 'auth'],
    [31, 'config'],
    [40, 'config'],
    [41, 'config'],
    [42, 'config'],
    [21, 'vendor_bug'],
    [987654, 'vendor_bug'],
  ])('reads code %p as %s', (code, expected) => {
    expect(faultFor(code)).toMatchObject({ class: expected, code: String(code) });
    expect(faultFor(code, 'something').code).toBe(`${code}:something`);
  });

  it.each([
    ['isp.remote-service-timeout', undefined, 'transient'],
    ['isp.anything', '订单不存在', 'transient'],
    ['isv.order-not-exist', undefined, 'not_found'],
    ['isv.employee-error', '手机号已存在', 'duplicate'],
    ['isv.call-limited', undefined, 'throttled'],
    ['isv.something-else', '不行', 'config'],
    ['unheard-of', undefined, 'vendor_bug'],
  ])('reads what Ele.me itself says, %p %p, as %s', (subCode, subMessage, expected) => {
    expect(faultFor(15, subCode, subMessage)).toMatchObject({ class: expected, code: `15:${subCode}` });
  });

  it('waits as long as a ban lasts, whichever limit was met', () => {
    const ban = { class: 'throttled', retryAfter: 46_000 };
    expect(faultFor(7, 'accesscontrol.limited-by-app-access-count', 'This ban will last for 46 more seconds')).toMatchObject(ban);
    expect(faultFor(15, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 46 more seconds')).toMatchObject(ban);
    expect(faultFor(7)).not.toHaveProperty('retryAfter');
  });

  it('repeats neither phones nor what comes with a refused signature', () => {
    expect(faultFor(15, 'isv.refused', '手机 13800000002 不对').message).toBe('Ele.me says: 手机 … 不对');
    expect(JSON.stringify(faultFor(25, 'isv.invalid-signature', 'shhapp_key1shh'))).not.toContain('shh');
    expect(faultFor(15, 'isv.refused', 'x'.repeat(1000)).message.length).toBeLessThan(250);
  });

  it('reads statuses, a body that is no JSON, and an answer without an envelope', () => {
    expect(faultOf(responseOf('no', 429, { 'retry-after': '3' }))).toMatchObject({ class: 'throttled', retryAfter: 3000 });
    expect(faultOf(responseOf('no', 503))).toMatchObject({ class: 'transient' });
    expect(faultOf(responseOf('{"tmc_mess'))).toMatchObject({ class: 'transient', code: 'not_json' });
    expect(faultOf(responseOf({ ok: true }))).toMatchObject({ class: 'vendor_bug', code: 'no_envelope' });
    expect(faultOf(responseOf({ error_response: {} }))).toMatchObject({ class: 'vendor_bug', code: 'no_code' });
  });

  it('tells a refusal of one order from trouble with all of them', () => {
    expect(refusesOrder(faultFor(15, 'isv.order-not-exist'))).toBe(true);
    expect(refusesOrder(faultFor(15, 'isv.phone-wrong'))).toBe(true);
    expect(refusesOrder(faultFor(50, 'isv.phone-wrong'))).toBe(true);
    expect(refusesOrder(faultFor(41, 'isv.invalid-parameter'))).toBe(true);
    for (const fault of [
      faultFor(987654),
      faultFor(7),
      faultFor(10),
      faultFor(11),
      faultFor(25),
      faultFor(15, 'isp.timeout'),
      faultFor(15, 'isv.limit'),
    ]) {
      expect(refusesOrder(fault)).toBe(false);
    }
  });
});
