import { describe, expect, it } from '@jest/globals';
import { VendorError } from '@interline/sdk';
import { responseOf } from '../fixtures/context.js';
import { faultOf, ifPermitted } from './errors.js';
import { token } from './token.js';

const status = (ErrorCode: number, Message = '') => ({ Success: ErrorCode === 0, ErrorCode, Message });

describe('the error table', () => {
  it.each<[string, unknown]>([
    ['an answer with data', { Status: status(0), Data: [] }],
    ['a ticket', { Status: status(0), Ticket: 'T' }],
    ['a wrapped ticket', { TicketResult: { Status: status(0), Ticket: 'T' } }],
    ['a sign-in ticket', { Token: 'S', Message: '', Code: 0, Success: true }],
    ['a saved approval', { SetApprovalResult: { Status: status(0), approvalNumber: '1' } }],
    ['people taken', { Result: 'Success', ErrorMessageList: [] }],
  ])('finds nothing wrong with %s', (_, body) => expect(faultOf(responseOf(body))).toBeNull());

  it.each<[string, unknown, string, string]>([
    ['a ticket that ran out', { Status: status(302, 'Ticket失效') }, 'token', '302'],
    ['the same of an approval', { SetApprovalResult: { Status: status(302) } }, 'token', '302'],
    ['a permission that is missing', { Status: status(309, 'no permission') }, 'config', '309'],
    ['too many requests', { Status: status(429) }, 'throttled', '429'],
    ['too many requests, in words', { Status: status(77, '请求过于频繁') }, 'throttled', '77'],
    ['a busy system', { Status: status(500, '系统繁忙，请稍后再试') }, 'transient', '500'],
    ['a wrong key', { Status: status(301, 'AppKey不存在') }, 'auth', '301'],
    ['a ticket refused for the credentials', { Status: status(302), Ticket: null }, 'auth', '302'],
    ['a wrapped refusal', { TicketResult: { Status: status(9), Ticket: null } }, 'auth', '9'],
    ['a sign-in ticket refused', { Token: null, Message: 'x', Code: 5, Success: false }, 'auth', '5'],
    ['a code nobody knows', { Status: status(987654, '未知') }, 'vendor_bug', '987654'],
    ['a failure without a code', { Status: { Success: false } }, 'vendor_bug', 'unknown'],
    [
      'a person it refuses',
      { Result: 'Success', ErrorMessageList: [{ Sequence: '0', ErrorCode: '1005', Message: '职级不存在', EmployeeID: 'E1' }] },
      'config',
      '1005',
    ],
    ['people refused', { Result: 'Failed', ErrorMessageList: [] }, 'config', 'unknown'],
    ['an answer of no kind', { hello: 1 }, 'vendor_bug', 'no_status'],
    ['XML', '<Status><Success>true</Success></Status>', 'transient', 'not_json'],
  ])('names %s', (_, body, kind, code) => {
    expect(faultOf(responseOf(body))).toMatchObject({ class: kind, code });
  });

  it('goes by the status where that says what is wrong', () => {
    expect(faultOf(responseOf('{}', 429))).toMatchObject({ class: 'throttled' });
    expect(faultOf(responseOf('{}', 503))).toMatchObject({ class: 'transient' });
  });

  it('repeats nothing that was sent', () => {
    expect(faultOf(responseOf({ Status: status(8, 'bad Ticket T-123') }))!.message).toBe('Ctrip refused the request');
  });
});

describe('a ticket', () => {
  it.each<[string, unknown]>([
    ['plain', { Status: status(0), Ticket: 'T-1' }],
    ['wrapped', { TicketResult: { Status: status(0), Ticket: 'T-1' } }],
  ])('is read %s', (_, body) => expect(token.read(responseOf(body))).toEqual({ accessToken: 'T-1', expiresInSeconds: 7200 }));

  it('that is missing is no ticket', () => {
    expect(() => token.read(responseOf({ Status: status(0) }))).toThrow(VendorError);
  });
});

it('does without what the application may not ask for, and with nothing else', async () => {
  const refuse = (code: string) => (): Promise<string> => Promise.reject(new VendorError({ class: 'config', code, message: '' }));
  expect(await ifPermitted(refuse('309'))).toBeNull();
  expect(await ifPermitted(async () => 'x')).toBe('x');
  await expect(ifPermitted(refuse('302'))).rejects.toThrow(VendorError);
});
