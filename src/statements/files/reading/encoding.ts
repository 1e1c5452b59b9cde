import { isUtf8 } from 'node:buffer';
import { statementFileErrors } from '../statement-file.errors.js';
import type { FileBytes } from './file-row.js';

/** How a text file is written. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** Bytes of valid UTF-8 with a character beyond ASCII after which a broken one is damage, not another encoding. */
const CONVINCED = 64 << 10;

/**
 * Finds out how a text is written, from all of its bytes: a mark at the beginning, else UTF-8 where every byte is valid, else GB18030, which contains GBK and
 * GB2312.
 * @throws FILE_UNREADABLE for what is no text
 */
export async function detectEncoding(bytes: FileBytes): Promise<Encoding> {
  let rest = Buffer.alloc(0);
  let seen = 0;
  let beyondAscii = false;
  for await (const chunk of await bytes.open()) {
    if (seen === 0 && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
    if (chunk.includes(0)) throw statementFileErrors.FILE_UNREADABLE('the file is no text; save it as CSV, or as a workbook');
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = wholeCharacters(joined);
    if (!isUtf8(joined.subarray(0, whole))) {
      if (beyondAscii && seen > CONVINCED)
        throw statementFileErrors.FILE_UNREADABLE(`the text is UTF-8 up to byte ${seen} and damaged behind it`);
      return 'gb18030';
    }
    beyondAscii ||= joined.subarray(0, whole).some((byte) => byte > 0x7f);
    seen += whole;
    rest = Buffer.from(joined.subarray(whole));
  }
  if (rest.length === 0 || isUtf8(rest)) return 'utf-8';
  // Half a character of what was UTF-8 up to here says where the file was cut, not how it is written.
  if (beyondAscii && isBegunUtf8(rest))
    throw statementFileErrors.FILE_UNREADABLE('the text ends within a character; the file is cut off there');
  return 'gb18030';
}

/** Whether bytes are the beginning of one character. */
function isBegunUtf8(bytes: Buffer): boolean {
  const first = bytes[0]!;
  return first >= 0xc2 && first <= 0xf4 && bytes.subarray(1).every((byte) => (byte & 0xc0) === 0x80);
}

/** How many bytes there are before a character that goes on in the next chunk. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
