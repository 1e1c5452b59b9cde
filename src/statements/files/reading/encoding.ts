import { isAscii, isUtf8 } from 'node:buffer';
import { statementFileErrors } from '../statement-file.errors.js';
import type { FileBytes } from './file-row.js';

/** How a text file is written. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

const UTF16_MARK = Buffer.from([0xff, 0xfe]);
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Bytes of characters beyond ASCII after which valid UTF-8 is no accident: what is broken behind them is damage, not another encoding. */
const CONVINCED = 64;

/**
 * Finds out how a text is written, from all of its bytes: a mark at the beginning, else UTF-8 where every byte is valid, else GB18030, which contains GBK and
 * GB2312.
 * @throws FILE_UNREADABLE for what is no text, and for UTF-8 that is damaged or ends inside a character
 */
export async function detectEncoding(bytes: FileBytes): Promise<Encoding> {
  let rest: Buffer = Buffer.alloc(0);
  let seen = 0;
  let beyondAscii = 0;
  for await (const chunk of await bytes.open()) {
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (seen === 0) {
      if (joined.subarray(0, 2).equals(UTF16_MARK)) return 'utf-16le';
      if (joined.subarray(0, 3).equals(UTF8_MARK)) beyondAscii = CONVINCED;
    }
    if (chunk.includes(0)) throw statementFileErrors.FILE_UNREADABLE('the file is no text; save it as CSV, or as a workbook');
    const whole = joined.subarray(0, wholeCharacters(joined));
    if (!isUtf8(whole)) return otherThanUtf8(beyondAscii, seen);
    if (beyondAscii < CONVINCED && !isAscii(whole)) beyondAscii += countBeyondAscii(whole);
    seen += whole.length;
    rest = Buffer.from(joined.subarray(whole.length));
  }
  if (rest.length === 0) return 'utf-8';
  // Half a character behind others says where the text was cut, not how it is written.
  return otherThanUtf8(beyondAscii > 0 && isBegunUtf8(rest) ? CONVINCED : beyondAscii, seen);
}

/** Whether bytes are the beginning of one character. */
function isBegunUtf8(bytes: Buffer): boolean {
  const first = bytes[0]!;
  return first >= 0xc2 && first <= 0xf4 && bytes.subarray(1).every((byte) => (byte & 0xc0) === 0x80);
}

function otherThanUtf8(beyondAscii: number, seen: number): Encoding {
  if (beyondAscii < CONVINCED) return 'gb18030';
  throw statementFileErrors.FILE_UNREADABLE(`the text is UTF-8 up to byte ${seen}, and damaged or cut off behind it`);
}

function countBeyondAscii(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length && count < CONVINCED; at += 1) if (bytes[at]! > 0x7f) count += 1;
  return count;
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
