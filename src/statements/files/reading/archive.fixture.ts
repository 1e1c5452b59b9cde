import { constants, deflateRawSync } from 'node:zlib';

/** A part of an archive as a liar writes it. */
export interface LyingPart {
  name: string;
  /** Packed (RFC 1951). Parts with the same buffer lie on one another. */
  packed: Buffer;
  /** What it says it unpacks to. */
  size: number;
}

const FLUSH = { finishFlush: constants.Z_FULL_FLUSH };
const END = Buffer.from([0x03, 0x00]);

/** Text, packed without unpacking it here: a piece again and again between a beginning and an end. */
export function packedText(start: string, piece: string, times: number, end: string): { packed: Buffer; size: number } {
  const [head, body, tail] = [start, piece, end].map((text) => deflateRawSync(text, FLUSH)) as [Buffer, Buffer, Buffer];
  const packed = Buffer.concat([head, ...Array.from({ length: times }, () => body), tail, END]);
  return { packed, size: Buffer.byteLength(start + end) + Buffer.byteLength(piece) * times };
}

/** The parts of a whole workbook whose one sheet, or each of its sheets, is this. */
export function workbookParts(sheet: { packed: Buffer; size: number }, sheets = 1): LyingPart[] {
  const text = (name: string, xml: string): LyingPart => ({ name, packed: deflateRawSync(xml), size: Buffer.byteLength(xml) });
  const numbers = Array.from({ length: sheets }, (_each, at) => at);
  return [
    text(
      'xl/workbook.xml',
      `<workbook xmlns:r="r"><sheets>${numbers.map((at) => `<sheet name="S${at}" r:id="r${at}"/>`).join('')}</sheets></workbook>`,
    ),
    text(
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${numbers.map((at) => `<Relationship Id="r${at}" Target="worksheets/${at}.xml"/>`).join('')}</Relationships>`,
    ),
    ...numbers.map((at) => ({ name: `xl/worksheets/${at}.xml`, ...sheet })),
  ];
}

/** An archive (APPNOTE.TXT 4.3) that says of its parts whatever they say of themselves. */
export function archiveOf(parts: readonly LyingPart[]): Buffer {
  const places = new Map<Buffer, number>();
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let length = 0;
  for (const part of parts) {
    if (!places.has(part.packed)) {
      places.set(part.packed, length);
      local.push(header(0x04034b50, part, null), part.packed);
      length += local.at(-2)!.length + part.packed.length;
    }
    central.push(header(0x02014b50, part, places.get(part.packed)!));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(length, 16);
  return Buffer.concat([...local, directory, end]);
}

/** A part's header beside its bytes, or with its place in the directory. */
function header(signature: number, { name, packed, size }: LyingPart, place: number | null): Buffer {
  const isCentral = place !== null;
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  // From the method on the header of the directory stands two bytes further.
  const shift = isCentral ? 2 : 0;
  bytes.writeUInt32LE(signature, 0);
  bytes.writeUInt16LE(20, 4);
  bytes.writeUInt16LE(8, 8 + shift);
  bytes.writeUInt32LE(packed.length, 18 + shift);
  bytes.writeUInt32LE(size, 22 + shift);
  bytes.writeUInt16LE(Buffer.byteLength(name), 26 + shift);
  if (place !== null) bytes.writeUInt32LE(place, 42);
  return Buffer.concat([bytes, Buffer.from(name)]);
}
