import { expect, it } from '@jest/globals';
import { privateText } from './privacy.js';

// Made with `openssl enc -des-cbc`.
const NAME = '21702e862950a06b';

it('private fields are read with the field’s letters and the first six characters of the client id', () => {
  expect(privateText('name', NAME, 'demo_c')).toBe('林一');
  expect(privateText('name', NAME.toUpperCase(), 'demo_c')).toBe('林一');
  expect(privateText('mobile', '1082cf00f63f1844d21677bf93101ec0', 'demo_client_id')).toBe('13800000001');
});

it('a text that is no cipher is taken as it stands; one that cannot be read is left out', () => {
  expect(privateText('name', '林一', undefined)).toBe('林一');
  expect(privateText('mobile', '13800000001', 'demo_c')).toBe('13800000001');
  expect(privateText('name', undefined, 'demo_c')).toBeUndefined();
  for (const start of [undefined, '', 'short', 'demo_d', 'Demo_client', '北京京']) expect(privateText('name', NAME, start)).toBeUndefined();
  expect(privateText('mobile', NAME, 'demo_c')).toBeUndefined();
});
