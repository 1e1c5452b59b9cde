import { describe, expect, it } from '@jest/globals';
import type { HookDelivery } from '@interline/sdk';
import fc from 'fast-check';
import { callback } from './callback.js';
import { multipartFields } from './multipart.js';
import { signatureOf, type SignMethod } from './sign.js';

const secrets = { client_id: 'app-1', client_secret: 'shh', sign_key: 'KEY' };
const event = {
  client_id: 'app-1',
  order_id: '1125990000000000105',
  notify_type: '10',
  notify_desc: '已改价',
  accept_status: '1',
  content: '',
  timestamp: '1775793600',
};

function deliveryOf(
  fields: Record<string, string>,
  boundary = 'b0undary',
  contentType = `multipart/form-data; boundary=${boundary}`,
): HookDelivery {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { method: 'POST', query: {}, headers: { 'Content-Type': contentType }, body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`) };
}

const signed = (fields: Record<string, string>, method: SignMethod = 'MD5', key = 'KEY') =>
  deliveryOf({ ...fields, sign: signatureOf(fields, key, method) });

describe('an order callback', () => {
  it.each(['MD5', 'SHA256'] as const)('signed with %s is genuine and names the ride to read again', (method) => {
    const delivery = signed(event, method);
    expect(callback.verify(delivery, secrets)).toBe(true);
    expect(callback.read(delivery)).toEqual([{ stream: 'rides', externalIds: ['1125990000000000105'] }]);
    expect(callback.reply(delivery)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"errno":0,"errmsg":"SUCCESS"}',
    });
  });

  it('at set-up is answered alike; a random text is no ride', () => {
    const check = signed({ client_id: 'app-1', order_id: 'x8fJ2', notify_type: '0', notify_desc: 'check', timestamp: '1775793600' });
    expect(callback.verify(check, secrets)).toBe(true);
    expect(callback.read(check)).toEqual([]);
    expect(JSON.parse(callback.reply(check).body)).toMatchObject({ errno: 0 });
  });

  it('that is forged, altered, unsigned or for another app is refused', () => {
    expect(callback.verify(signed(event, 'MD5', 'OTHER'), secrets)).toBe(false);
    const { sign } = multipartFields('multipart/form-data; boundary=b0undary', signed(event).body)!;
    expect(callback.verify(deliveryOf({ ...event, order_id: '9', sign: sign! }), secrets)).toBe(false);
    expect(callback.verify(deliveryOf(event), secrets)).toBe(false);
    expect(callback.verify(signed({ ...event, client_id: 'app-2' }), secrets)).toBe(false);
    expect(callback.verify(signed(event), { ...secrets, sign_key: '' })).toBe(false);
    expect(callback.verify(signed({ ...event, sign_key: 'KEY' }, 'MD5', 'EVIL'), secrets)).toBe(false);
  });

  it('that is no multipart form is refused and names nothing', () => {
    const body = Buffer.from(JSON.stringify(event));
    for (const headers of [{}, { 'content-type': 'application/json' }, { 'content-type': 'multipart/form-data' }] as Record<
      string,
      string
    >[]) {
      const delivery = { method: 'POST', query: {}, headers, body };
      expect(callback.verify(delivery, secrets)).toBe(false);
      expect(callback.read(delivery)).toEqual([]);
    }
  });
});

describe('a multipart form', () => {
  const type = (boundary: string) => `multipart/form-data; boundary=${boundary}`;

  it('gives back what was put in, any text under any name', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('b0undary') && !/["\r\n]/.test(value));
    fc.assert(
      fc.property(
        fc.dictionary(
          text.filter((name) => name !== ''),
          text,
        ),
        (fields) => {
          expect(multipartFields(type('b0undary'), deliveryOf(fields).body)).toEqual({ ...fields });
        },
      ),
    );
  });

  it('knows quoted boundaries, leaves files out, and refuses what is cut or says a field twice', () => {
    const delivery = deliveryOf({ a: '1\r\n2' }, 'x y');
    expect(multipartFields('Multipart/Form-Data; charset=utf-8; boundary="x y"', delivery.body)).toEqual({ a: '1\r\n2' });
    const file = Buffer.from('--b\r\ncontent-disposition: form-data; name="f"; filename="f.txt"\r\n\r\nhello\r\n--b--');
    expect(multipartFields(type('b'), file)).toEqual({});
    const whole = deliveryOf({ a: '1' }).body;
    expect(multipartFields(type('b0undary'), whole.slice(0, whole.length - 8))).toBeNull();
    const twice = Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n2\r\n--b--\r\n',
    );
    expect(multipartFields(type('b'), twice)).toBeNull();
    expect(multipartFields(type('b'), Buffer.from('--b\r\nno headers\r\n--b--'))).toBeNull();
    expect(multipartFields(type('b'), Buffer.from('--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--'))).toBeNull();
    expect(multipartFields('text/plain', whole)).toBeNull();
  });
});
