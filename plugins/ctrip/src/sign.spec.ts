import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SigningInput, VendorRequest } from '@interline/sdk';
import { H5_PATH, PC_PATH, PEOPLE_PATH, SIGN_IN_TICKET_PATH, TICKET_PATH, sign } from './sign.js';

const input: SigningInput = { secrets: { app_key: 'demo_key', app_security: 'demo_secret' }, config: {}, token: 'T-1', now: new Date(0) };
const post = (path: string, json: unknown = { a: 1 }): VendorRequest => ({ method: 'POST', path, json });
const form = (path: string, fields: Record<string, string>): VendorRequest => ({ method: 'POST', path, form: fields });
const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

describe('credentials', () => {
  it.each<[string, string, unknown]>([
    ['a request for a data ticket', TICKET_PATH, { a: 1, appKey: 'demo_key', appSecurity: 'demo_secret' }],
    ['a request for a sign-in ticket', SIGN_IN_TICKET_PATH, { a: 1, AppKey: 'demo_key', AppSecurity: 'demo_secret' }],
    ['people', PEOPLE_PATH, { a: 1, Appkey: 'demo_key', Ticket: 'T-1' }],
    ['anything else', '/switchapi/Order/SearchOrder', { a: 1, Auth: { AppKey: 'demo_key', Ticket: 'T-1' } }],
  ])('go with %s', (_, path, json) => {
    expect(sign(post(path), input).json).toEqual(json);
  });

  it('leave the request they were given alone', () => {
    const request = Object.freeze(post('/x', Object.freeze({ a: 1 })));
    sign(request, input);
    expect(request.json).toEqual({ a: 1 });
  });
});

describe('the signature of a form', () => {
  it('for a phone is the published one', () => {
    const published: SigningInput = { ...input, secrets: { app_key: 'obk_test', app_security: 'obk_test' }, token: null };
    const fields = {
      employeeid: 'test',
      CorpPayType: 'public',
      CostCenter1: 'costcenter1',
      CostCenter2: 'costcenter2',
      CostCenter3: 'costcenter3',
      token: 'S-1',
    };
    expect(sign(form(H5_PATH, fields), published).form).toEqual({
      ...fields,
      accessuserid: 'obk_test',
      appid: 'obk_test',
      signature: 'b0b9315d9cb290c5e8e5acb1b02cb2b3',
    });
  });

  it('for a computer begins with the AppKey, and ForCorp is part of it', () => {
    const fields = { EmployeeID: 'E0001', ForCorp: '0' };
    expect(sign(form(PC_PATH, fields), input).form).toEqual({
      ...fields,
      AppKey: 'demo_key',
      Signature: '159f9511d1a779db76c5552229ddcbf3',
    });
    const all = {
      UID: 'u',
      EmployeeID: 'e',
      Email: 'm',
      TA: 't',
      ForCorp: '1',
      Cost1: '1',
      Cost2: '2',
      Cost3: '3',
      Cost4: '4',
      Ticket: 'S-1',
    };
    expect(sign(form(PC_PATH, all), input).form!['Signature']).toBe(md5(`demo_keyuemt1123${md5('demo_secret')}`));
  });

  it('shows no secret', () => {
    for (const path of [PC_PATH, H5_PATH]) expect(JSON.stringify(sign(form(path, {}), input).form)).not.toContain('demo_secret');
  });
});
