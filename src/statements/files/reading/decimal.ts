/**
 * A number of a workbook as a decimal. Workbooks keep binary fractions and show them with 15 digits: `131.76999999999998` is what the sheet shows as 131.77.
 */
export function decimalOf(text: string): string {
  if (/^-?[1-9]\d{0,14}$|^-?\d{1,9}\.\d{1,6}$/.test(text)) return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const [mantissa = '', exponent = '0'] = number.toExponential(14).split('e');
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '');
  const point = Number(exponent) + 1;
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const fraction = (point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)).replace(/0+$/, '');
  const decimal = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && /[1-9]/.test(decimal) ? `-${decimal}` : decimal;
}
