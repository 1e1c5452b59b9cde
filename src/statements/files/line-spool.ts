import type { FileHandle } from 'node:fs/promises';
import type { FileLine } from './mapping/row-mapper.js';
import { namelessFile } from './nameless-file.js';

/** A line of a file with the row it stands in. */
export interface LineOfRow {
  row: number;
  line: FileLine;
}

/**
 * Lines on their way from checking to writing, in a file without a name: reading them back costs a tenth of parsing and mapping the statement file again. It is
 * a shortcut only. What is in it goes with the process that made it, and a process that goes on with an import reads the statement file.
 */
export class LineSpool {
  /** Bytes of each batch. */
  private readonly sizes: number[] = [];

  private constructor(private readonly file: FileHandle) {}

  static async open(): Promise<LineSpool> {
    return new LineSpool(await namelessFile());
  }

  async add(lines: readonly LineOfRow[]): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(lines.map(toPlain)));
    await this.file.appendFile(bytes);
    this.sizes.push(bytes.length);
  }

  /** The lines as they were added. */
  async *batches(): AsyncGenerator<LineOfRow[]> {
    let position = 0;
    for (const size of this.sizes) {
      const { buffer } = await this.file.read(Buffer.allocUnsafe(size), 0, size, position);
      position += size;
      yield (JSON.parse(buffer.toString('utf8')) as Plain[]).map(toLine);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** A line as JSON writes it quickest: its values without their names. */
type Plain = ReturnType<typeof toPlain>;

function toPlain({ row, line }: LineOfRow) {
  return [
    row,
    line.key,
    line.day,
    line.occurredAt && line.occurredAt.getTime(),
    line.currency,
    String(line.amount),
    String(line.personalShare),
    line.kind,
    line.lineType,
    line.order,
    line.person,
    line.department,
    line.legalEntity,
    line.city,
    line.description,
    line.detail,
  ] as const;
}

function toLine(plain: Plain): LineOfRow {
  const [
    row,
    key,
    day,
    occurredAt,
    currency,
    amount,
    personalShare,
    kind,
    lineType,
    order,
    person,
    department,
    legalEntity,
    city,
    description,
    detail,
  ] = plain;
  const line: FileLine = {
    key,
    day,
    occurredAt: occurredAt === null ? null : new Date(occurredAt),
    currency,
    amount: BigInt(amount),
    personalShare: BigInt(personalShare),
    kind,
    lineType,
    order,
    person,
    department,
    legalEntity,
    city,
    description,
    detail,
  };
  return { row, line };
}
