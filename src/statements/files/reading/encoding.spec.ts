import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { Readable } from 'node:stream';
import { detectEncoding, type Encoding } from './encoding.js';

const detected = (...pieces: (Buffer | string)[]): Promise<Encoding> =>
  detectEncoding({ size: 1, open: async () => Readable.from(pieces.map((piece) => Buffer.from(piece))) });

const words = '交易时间,金额,说明\n'.repeat(10);
const gb = iconv.encode(words, 'gb18030');

describe('how a text is written', () => {
  it.each([
    ['ascii', ['a,b\n'], 'utf-8'],
    ['UTF-8', [words], 'utf-8'],
    ['UTF-8 in pieces of a byte', [...Buffer.from(words)].map((byte) => Buffer.from([byte])), 'utf-8'],
    ['UTF-8 with a mark in pieces', [Buffer.from([0xef]), Buffer.from([0xbb, 0xbf, 0x61])], 'utf-8'],
    ['GB18030', [gb], 'gb18030'],
    ['GB18030 behind much ASCII', ['a'.repeat(100_000), gb], 'gb18030'],
    ['GB18030 that is cut', [gb.subarray(0, -2)], 'gb18030'],
    ['UTF-16', [iconv.encode(words, 'utf-16le', { addBOM: true })], 'utf-16le'],
    ['UTF-16 whose mark is in pieces', [Buffer.from([0xff]), Buffer.from([0xfe, 0x61, 0])], 'utf-16le'],
  ] as [string, (Buffer | string)[], Encoding][])('%s', async (_what, pieces, encoding) =>
    expect(await detected(...pieces)).toBe(encoding),
  );

  it.each([
    ['UTF-8 with a mark, cut inside a character', [Buffer.from('\ufeff金').subarray(0, -1)]],
    ['UTF-8 with a mark, damaged', ['\ufeffa,b\n', Buffer.from([0xff, 0x61])]],
    ['UTF-8 without a mark, cut inside a character', [Buffer.from(words).subarray(0, -2), Buffer.from('金').subarray(0, 2)]],
    ['no text', [Buffer.from([1, 0, 2])]],
  ] as [string, (Buffer | string)[]][])('%s is refused, not read as something else', async (_what, pieces) => {
    await expect(detected(...pieces)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
