import { createHash, timingSafeEqual } from 'node:crypto';

/** Lower-case hex MD5 of a text. */
export const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** The fields of a sign-in form that are signed, by lower-case name; a missing one is the empty string. */
export type FormFields = Readonly<Record<string, string>>;

const PC_SIGNED = ['appkey', 'uid', 'employeeid', 'email', 'ta', 'forcorp', 'cost1', 'cost2', 'cost3'];
const H5_SIGNED = ['accessuserid', 'employeeid', 'corppaytype', 'costcenter1', 'costcenter2', 'costcenter3'];

const joined = (fields: FormFields, names: readonly string[]): string => names.map((name) => fields[name] ?? '').join('');

/** The signature of a PC sign-in form. `ForCorp` is part of it even when it was left out: then it is 0. */
export const pcSignature = (fields: FormFields, appSecurity: string): string =>
  md5(joined({ ...fields, forcorp: fields['forcorp'] || '0' }, PC_SIGNED) + md5(appSecurity));

/** The signature of an H5 sign-in form: other fields, and no AppKey. */
export const h5Signature = (fields: FormFields, appSecurity: string): string => md5(joined(fields, H5_SIGNED) + md5(appSecurity));

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
