import type { XlsxPackage } from './xlsx-package.js';

/** Formats that every workbook knows and that show a date (ECMA-376 §18.8.30, with those of Chinese and Japanese versions). */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** Which cell styles show a number as a date. @returns by the style's number */
export async function dateStyles(workbook: XlsxPackage): Promise<boolean[]> {
  const custom = new Map<number, string>();
  const styles: boolean[] = [];
  let inStyles = false;
  await workbook.readWhole('xl/styles.xml', {
    open({ name, attributes }) {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inStyles = true;
      else if (name === 'xf' && inStyles) styles.push(isDateFormat(Number(attributes['numFmtId'] ?? 0), custom));
    },
    close(name) {
      if (name === 'cellXfs') inStyles = false;
    },
  });
  return styles;
}

/** Whether a format code shows a date: letters of days, months and years outside quotes, brackets and escapes. */
export function isDateCode(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0]!;
  return /[ymdhs年月日]/i.test(bare) && !/general/i.test(bare);
}

function isDateFormat(id: number, custom: ReadonlyMap<number, string>): boolean {
  const code = custom.get(id);
  return code === undefined ? BUILT_IN.some(([from, to]) => id >= from && id <= to) : isDateCode(code);
}
