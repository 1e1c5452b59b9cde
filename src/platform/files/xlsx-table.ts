import { Readable } from 'node:stream';
import { exponentOf, formatMinor } from '@interline/sdk/canonical';
import yazl from 'yazl';
import { localTime } from './local-time.js';
import type { Cell, CellKind, MoneyCell, Table } from './table.js';

/** The content type of what {@link xlsxTable} gives. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rows a worksheet holds, its header among them. */
export const XLSX_MAX_ROWS = 1_048_576;

/** A cell holds no more characters. */
const MAX_TEXT = 32_767;

/**
 * A table as a workbook of one sheet (ECMA-376), written as its rows come: numbers are numbers, days and instants are dates, and text is text, whatever it
 * begins with. The few parts a workbook needs are written here, on a maintained zip stream: writers that can stream have not been looked after for years.
 */
export function xlsxTable(table: Table): Readable {
  const zip = new yazl.ZipFile();
  // One instant for every file: equal content gives equal bytes.
  const options = { mtime: new Date(Date.UTC(2000, 0, 1)) };
  const add = (path: string, xml: string): void => zip.addBuffer(Buffer.from(`${DECLARATION}${xml}`, 'utf8'), path, options);
  const output = zip.outputStream as Readable;
  add('[Content_Types].xml', CONTENT_TYPES);
  add('_rels/.rels', ROOT_RELATIONS);
  add('xl/workbook.xml', workbook(table.name));
  add('xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONS);
  add('xl/styles.xml', STYLES);
  const sheet = Readable.from(sheetXml(table), { objectMode: false });
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  sheet.on('error', fail);
  // A client that hangs up ends the reading of rows.
  output.on('close', () => sheet.destroy());
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', options);
  zip.end();
  return output;
}

async function* sheetXml({ columns, rows, timeZone }: Table): AsyncIterable<string> {
  const widths = columns.map(
    (column, index) => `<col min="${index + 1}" max="${index + 1}" width="${column.width ?? 14}" customWidth="1"/>`,
  );
  let xml = `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  xml += `<row r="1">${columns.map((column) => textCell(column.header, STYLE.header)).join('')}</row>`;
  let number = 1;
  for await (const row of rows) {
    number += 1;
    xml += `<row r="${number}">${row.map((cell, index) => cellXml(cell, columns[index]!.kind, timeZone)).join('')}</row>`;
    if (xml.length > 60_000) {
      yield xml;
      xml = '';
    }
  }
  yield `${xml}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, kind: CellKind, timeZone: string): string {
  if (cell === null) return '<c/>';
  if (kind === 'money') {
    const { minor, currency } = cell as MoneyCell;
    const style = ({ 0: STYLE.money0, 3: STYLE.money3 } as Record<number, number>)[exponentOf(currency)] ?? STYLE.money2;
    return `<c s="${style}"><v>${formatMinor(minor, currency)}</v></c>`;
  }
  if (kind === 'integer') return `<c s="${STYLE.integer}"><v>${String(cell)}</v></c>`;
  if (kind === 'day') return `<c s="${STYLE.day}"><v>${serialOf(`${String(cell)}T00:00:00Z`)}</v></c>`;
  if (kind === 'instant')
    return `<c s="${STYLE.instant}"><v>${serialOf(`${localTime(cell as Date, timeZone).replace(' ', 'T')}Z`)}</v></c>`;
  return textCell(String(cell), STYLE.text);
}

function textCell(text: string, style: number): string {
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, MAX_TEXT))}</t></is></c>`;
}

/** Days since the spreadsheet's day nought, 30 December 1899; to the second. */
function serialOf(local: string): string {
  return String(Math.round((Date.parse(local) - Date.UTC(1899, 11, 30)) / 1_000) / 86_400);
}

function escapeXml(text: string): string {
  // Characters that XML 1.0 cannot hold are left out.
  const clean = text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '',
  );
  return clean.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!);
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const CONTENT_TYPES =
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' +
  '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' +
  '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>';

const ROOT_RELATIONS = `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const WORKBOOK_RELATIONS =
  `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
  `<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

function workbook(name: string): string {
  // A sheet's name has at most 31 characters and none of these.
  const safe =
    escapeXml(
      name
        .replace(/[[\]:*?/\\']/g, ' ')
        .trim()
        .slice(0, 31),
    ).replaceAll('"', '&quot;') || 'Sheet1';
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${safe}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

/** Positions of the formats in `cellXfs` below. */
const STYLE = { text: 1, header: 2, money2: 3, money0: 4, money3: 5, integer: 6, day: 7, instant: 8 } as const;

const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.000"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/>` +
  '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="9">${[
    [0, 0],
    [49, 0],
    [49, 1],
    [4, 0],
    [3, 0],
    [164, 0],
    [1, 0],
    [165, 0],
    [166, 0],
  ]
    .map(
      ([format, font]) =>
        `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
    )
    .join('')}</cellXfs></styleSheet>`;
