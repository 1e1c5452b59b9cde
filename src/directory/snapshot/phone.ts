/**
 * A phone number as it is compared: digits alone, without the country code of mainland China, which people write or leave out.
 * @returns null for what is too short to be anybody's number, or masked
 */
export function phoneKey(phone: string): string | null {
  const digits = phone.normalize('NFKC').replace(/[\s\-().]/g, '');
  const match = /^(?:\+?86|0086)?(1\d{10})$/.exec(digits);
  if (match) return match[1]!;
  return /^\+?\d{7,20}$/.test(digits) ? digits.replace(/^(\+|00)/, '') : null;
}
