import { describe, expect, it } from '@jest/globals';
import { canonicalJson, LosslessNumber, parseJson, type Json, type JsonObject } from '@interline/sdk';
import fc from 'fast-check';
import { JsonBytes } from './json-bytes.js';
import { maskValue, personalValues, RecordCodec, type SplitRecord } from './record-codec.js';

const codec = new RecordCodec({
  volatile: ['/asked_at', '/rows/*/seen', '/a~1b'],
  personal: [
    { path: '/who/name', class: 'name' },
    { path: '/who', class: 'text' },
    { path: '/rows/*/phone', class: 'phone' },
    { path: '/list/*/*', class: 'address' },
    { path: '/x~0y', class: 'email' },
  ],
});
const plain = new RecordCodec({});
const record = (text: string): JsonObject => parseJson(text) as JsonObject;
const split = (data: JsonObject, by = codec): SplitRecord => {
  const [text, personal] = [new JsonBytes(), new JsonBytes()];
  by.split(data, text, personal);
  return { text: text.view().toString('utf8'), personal: personal.length === 0 ? null : personal.view().toString('utf8') };
};
const hash = (text: string, by = codec): string => by.hash(record(text)).toString('hex');

describe('the hash of a record', () => {
  it('is the same whatever the order of keys, and another for other digits, types, values or places', () => {
    expect(hash('{"a":1,"b":[true,null,"x"]}')).toBe(hash(' { "b" : [true,null,"\\u0078"], "a":1 }'));
    const others = [
      '{"a":1.0}',
      '{"a":1}',
      '{"a":"1"}',
      '{"a":[1]}',
      '{"a":null}',
      '{"a":true}',
      '{"b":1}',
      '{"a":{"a":1}}',
      '{"a":1e0}',
      '{}',
    ];
    expect(new Set(others.map((text) => hash(text))).size).toBe(others.length);
    expect(hash('{"id":9007199254740993}')).not.toBe(hash('{"id":9007199254740992}'));
  });

  it('leaves volatile fields out wherever they stand, and nothing else', () => {
    expect(hash('{"asked_at":"1","a/b":2,"v":1}')).toBe(hash('{"asked_at":"2","v":1}'));
    expect(hash('{"rows":[{"seen":1,"v":1},{"v":2}]}')).toBe(hash('{"rows":[{"v":1},{"seen":[],"v":2}]}'));
    expect(hash('{"deep":{"asked_at":"1"}}')).not.toBe(hash('{"deep":{"asked_at":"2"}}'));
    expect(hash('{"rows":{"seen":1}}')).not.toBe(hash('{"rows":{"seen":2}}'));
  });

  it('sees a change of a personal field', () => {
    expect(hash('{"who":{"name":"A"}}')).not.toBe(hash('{"who":{"name":"B"}}'));
  });
});

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((digits) => new LosslessNumber(`${digits}`)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('who', 'name', 'rows', 'phone', 'list', 'x~y', 'asked_at', 'a/b', '键'), tie('value'), {
      noNullPrototype: true,
    }),
  ),
})).value;
const object = fc.dictionary(fc.constantFrom('who', 'rows', 'list', 'x~y', 'asked_at', 'v'), json, {
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;

describe('splitting a record', () => {
  it('gives it back as it was, whatever is in it', () => {
    fc.assert(fc.property(object, (data) => canonicalJson(codec.join(split(data))) === canonicalJson(data)));
    fc.assert(fc.property(object, (data) => canonicalJson(plain.join(split(data, plain))) === canonicalJson(data)));
  });

  it('stands on one line, so that a page can hold several', () => {
    fc.assert(fc.property(object, (data) => !split(data).text.includes('\n')));
  });

  it('leaves no personal value in the text: without its personal part they are null', () => {
    const data = record(
      '{"who":{"name":"王小明"},"rows":[{"phone":"138"},{"phone":""},{"phone":null},5],"list":[["x"],[1,{"deep":2}]],"x~y":"m@x","keep":"王小明?"}',
    );
    const { text, personal } = split(data);
    expect(text).toBe(
      '{"who":null,"rows":[{"phone":null},{"phone":""},{"phone":null},5],"list":[[null],[null,null]],"x~y":null,"keep":"王小明?"}',
    );
    expect(JSON.parse(personal!)).toEqual({
      '/who': { name: '王小明' },
      '/rows/0/phone': '138',
      '/list/0/0': 'x',
      '/list/1/0': 1,
      '/list/1/1': { deep: 2 },
      '/x~0y': 'm@x',
    });
    expect(codec.join({ text, personal: null })['who']).toBeNull();
    expect(personalValues(personal!)).toContain('138');
    expect(split(data, plain).personal).toBeNull();
  });

  it('keeps what was split off apart when nobody can tell how to mask it', () => {
    const blind = new RecordCodec({}, { withoutPersonal: true });
    expect(blind.join(split(record('{"x~y":"m@x"}')))).toEqual({ 'x~y': null });
  });
});

describe('masks', () => {
  it('show no more than their class allows', () => {
    const masks: [Json, Parameters<typeof maskValue>[1], string | null][] = [
      ['王小明', 'name', '王**'],
      ['𠮷野', 'name', '𠮷**'],
      ['13800000001', 'phone', '138****01'],
      [new LosslessNumber('13800000001'), 'phone', '138****01'],
      ['110', 'phone', '****'],
      ['wang@example.com', 'email', 'w***@example.com'],
      ['no mail', 'email', '***'],
      ['11010119900307123X', 'id_document', '***3X'],
      ['E12', 'id_document', '***'],
      ['北京市', 'address', '***'],
      ['39.9', 'location', '***'],
      ['anything', 'text', '***'],
      [{ a: 'b' }, 'name', '***'],
      [true, 'text', '***'],
      [null, 'name', null],
      ['', 'phone', ''],
    ];
    for (const [value, as, shown] of masks) expect(maskValue(value, as)).toBe(shown);
  });

  it('reach every marked place, and numbers become texts', () => {
    const data = record('{"who":"A","rows":[{"phone":"13800000001","n":10.50}],"list":[["x"]],"big":9007199254740993,"t":true,"z":null}');
    expect(codec.mask(data)).toEqual({
      who: '***',
      rows: [{ phone: '138****01', n: '10.50' }],
      list: [['***']],
      big: '9007199254740993',
      t: true,
      z: null,
    });
  });

  it('refuses a pointer that is none', () => {
    expect(() => new RecordCodec({ volatile: ['asked_at'] })).toThrow(/not a JSON pointer/);
    expect(() => new RecordCodec({ volatile: [''] })).toThrow(/not a JSON pointer/);
  });
});
