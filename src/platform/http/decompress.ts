import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { DoorError } from './door-error.js';

/** What we say we can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

type Unpack = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  // Some servers call a raw stream `deflate`, without the two bytes that should stand before it.
  deflate: (body, options) => promisify(((body[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(body, options),
};

/**
 * Unpacks a body. The HTTP client could do it too, but takes a stream that was cut in half for whole.
 * @throws DoorError `cut` when the stream is not whole, `too_large`
 */
export async function decompress(body: Buffer, encoding: string | undefined, maxBytes: number, host: string): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase();
  if (!name || name === 'identity' || body.byteLength === 0) return body;
  const unpack = UNPACK[name];
  if (!unpack) throw new DoorError('cut', `the answer of ${host} is packed in a way that was not asked for`);
  try {
    return await unpack(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new DoorError('too_large', `the answer of ${host} is larger than allowed`);
    throw new DoorError('cut', `the packed answer of ${host} is not whole`, undefined, { cause });
  }
}
