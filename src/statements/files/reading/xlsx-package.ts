import { PassThrough, type Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { statementFileErrors } from '../statement-file.errors.js';
import type { FileBytes } from './file-row.js';

/** Parts a workbook may have, and bytes they may unpack to, all together. */
const MAX_PARTS = 5_000;
const MAX_UNPACKED = 4 * 2 ** 30;
/** How many times its size a part may unpack to, once it is large: sheets of statements unpack to the ten- to fortyfold, bombs to the thousandfold. */
const MAX_RATIO = 200;
const LARGE = 16 << 20;
/** Where a workbook keeps programs (MS-OFFMACRO2 §2.2.1). */
const MACROS = /(^|\/)vbaproject\.bin$/;
/** Bytes of a part that is read before any sheet is. */
const MAX_SMALL = 32 << 20;
/** Characters from one tag to the next, and tags inside of each other. The parser keeps both until they end, whatever they are. */
const LONGEST_TOKEN = 1 << 20;
const DEEPEST = 64;
/** Characters that are parsed before what listens may hand on: some hundred cells, each of which may name a long shared text. */
const PIECE = 8 << 10;

/** An element's beginning, without the prefix of its name. */
export interface Opened {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

/** What listens to a part's elements. */
export interface XmlHandler {
  open?(element: Opened): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** The archive a workbook is (ECMA-376 part 2), read part by part from wherever it lies. */
export class XlsxPackage {
  private constructor(private readonly parts: ReadonlyMap<string, PackagePart>) {}

  /**
   * What an archive says of its sizes may be a lie; a part that unpacks to more than it says is then found damaged as it is read.
   * @throws FILE_UNREADABLE for what is no whole archive, FILE_REFUSED for one that would unpack to far too much, or holds programs
   */
  static async open(bytes: FileBytes): Promise<XlsxPackage> {
    const parts = new Map<string, PackagePart>();
    const zip = await openZip(bytes);
    let [packed, unpacks] = [0, 0];
    for await (const entry of entriesOf(zip)) {
      const { fileName, compressedSize, uncompressedSize } = entry;
      packed += compressedSize;
      unpacks += uncompressedSize;
      const isBomb = uncompressedSize > LARGE && uncompressedSize / Math.max(compressedSize, 1) > MAX_RATIO;
      if (parts.size >= MAX_PARTS || unpacks > MAX_UNPACKED || isBomb)
        throw statementFileErrors.FILE_REFUSED(`the workbook would unpack to ${unpacks} bytes and more`);
      // Parts that lie one in the other make little of a file into as much as one likes.
      if (packed > bytes.size) throw statementFileErrors.FILE_REFUSED('the parts of the workbook lie one in the other');
      const name = fileName.toLowerCase();
      if (MACROS.test(name)) throw statementFileErrors.FILE_REFUSED('the workbook holds macros; save it without them, as .xlsx');
      parts.set(name, { zip, entry });
    }
    return new XlsxPackage(parts);
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** Reads a part of XML as it unpacks, and hands on after each piece of it. What is not there has no pieces. */
  async *read(name: string, handler: XmlHandler): AsyncGenerator<void> {
    const part = this.parts.get(name.toLowerCase());
    if (!part) return;
    const parser = new PartParser(handler, name);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const chunk of await unpacked(part)) {
        const text = decoder.decode(chunk as Buffer, { stream: true });
        for (let at = 0; at < text.length; at += PIECE) {
          parser.write(text.slice(at, at + PIECE));
          yield;
        }
      }
      parser.end(decoder.decode());
      yield;
    } catch (error) {
      throw damaged(error, name);
    }
  }

  /** Reads a small part to its end. @throws FILE_REFUSED where it is none */
  async readWhole(name: string, handler: XmlHandler): Promise<void> {
    const size = this.parts.get(name.toLowerCase())?.entry.uncompressedSize ?? 0;
    if (size > MAX_SMALL) throw statementFileErrors.FILE_REFUSED(`the workbook would unpack ${name} to ${size} bytes`);
    for await (const _piece of this.read(name, handler));
  }
}

interface PackagePart {
  zip: yauzl.ZipFile;
  entry: yauzl.Entry;
}

/** Parses a part piece by piece, within bounds. Names come without their prefix: some writers give every element one. */
class PartParser {
  private readonly parser = new SaxesParser();
  private sinceTag = 0;
  private depth = 0;

  constructor(
    handler: XmlHandler,
    private readonly part: string,
  ) {
    this.parser.on('opentag', (tag) => {
      this.sinceTag = 0;
      if ((this.depth += 1) > DEEPEST) throw statementFileErrors.FILE_REFUSED(`${part} of the workbook is nested too deep`);
      handler.open?.({ name: local(tag.name), attributes: tag.attributes as Record<string, string> });
    });
    this.parser.on('closetag', (tag) => {
      this.sinceTag = 0;
      this.depth -= 1;
      handler.close?.(local(tag.name));
    });
    if (!handler.text) return;
    this.parser.on('text', (text) => handler.text!(text));
    this.parser.on('cdata', (text) => handler.text!(text));
  }

  write(piece: string): void {
    this.parser.write(piece);
    this.sinceTag += piece.length;
    if (this.sinceTag > LONGEST_TOKEN)
      throw statementFileErrors.FILE_REFUSED(`${this.part} of the workbook holds a text longer than any cell`);
  }

  end(piece: string): void {
    this.parser.write(piece).close();
  }
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

class BytesReader extends yauzl.RandomAccessReader {
  constructor(private readonly bytes: FileBytes) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const through = new PassThrough();
    this.bytes.open({ start, end: end - 1 }).then(
      (stream) => stream.on('error', (error) => through.destroy(error)).pipe(through),
      (error: Error) => through.destroy(error),
    );
    return through;
  }
}

function openZip(bytes: FileBytes): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
    yauzl.fromRandomAccessReader(new BytesReader(bytes), bytes.size, options, (error, zip) =>
      error ? reject(damaged(error, 'the archive')) : resolve(zip),
    );
  });
}

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (let left = zip.entryCount; left > 0; left -= 1) {
    yield await new Promise<yauzl.Entry>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('error', (error) => reject(damaged(error, 'the archive')));
      zip.readEntry();
    });
    zip.removeAllListeners();
  }
}

function unpacked({ zip, entry }: PackagePart): Promise<Readable> {
  return new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(damaged(error, entry.fileName)) : resolve(stream))),
  );
}

function damaged(error: unknown, where: string): Error {
  if (error instanceof Error && 'owner' in error) return error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
  return statementFileErrors.FILE_UNREADABLE(`the workbook is damaged or cut off: ${where}: ${reason}`, { cause: error });
}
