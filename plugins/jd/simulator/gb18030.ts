/** First and last trail byte pairs of the two-byte codes, and the four-byte codes of the basic plane. */
const [LEAD_FROM, LEAD_TO, TRAIL_FROM, TRAIL_TO] = [0x81, 0xfe, 0x40, 0xfe];
const FOUR_BYTE_CODES = 39_420;

let table: Map<string, Buffer> | undefined;

/** What every code of GB18030 reads as, turned round. The platform reads the encoding but does not write it. */
function encodings(): Map<string, Buffer> {
  if (table) return table;
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, Buffer>();
  const add = (...bytes: number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (text.length === 1 && text !== '\ufffd' && !found.has(text)) found.set(text, Buffer.from(bytes));
  };
  for (let lead = LEAD_FROM; lead <= LEAD_TO; lead++) for (let trail = TRAIL_FROM; trail <= TRAIL_TO; trail++) add(lead, trail);
  for (let code = 0; code < FOUR_BYTE_CODES; code++)
    add(0x81 + Math.floor(code / 12_600), 0x30 + (Math.floor(code / 1260) % 10), 0x81 + (Math.floor(code / 10) % 126), 0x30 + (code % 10));
  return (table = found);
}

/** Text as GB18030. What is beyond the basic plane, such as an emoji, becomes a question mark, as in the exports of many shops. */
export function encodeGb18030(text: string): Buffer {
  const known = encodings();
  const bytes = Buffer.alloc(text.length * 4);
  let length = 0;
  for (const char of text) {
    const code = known.get(char);
    length = code ? length + code.copy(bytes, length) : bytes.writeUInt8(char <= '\u007f' ? char.charCodeAt(0) : 0x3f, length);
  }
  return bytes.subarray(0, length);
}
