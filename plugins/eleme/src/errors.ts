import { statusFault, textOf, objectOf, type FaultClass, type VendorFault, type VendorResponse } from '@interline/sdk';

/** What the platform's own codes mean for whoever has to act. What is not in here is a `vendor_bug`. */
const KNOWN: Readonly<Record<string, { class: FaultClass; message: string }>> = {
  '7': { class: 'throttled', message: 'the application has called too often' },
  '10': { class: 'transient', message: 'the platform is not available' },
  '11': { class: 'config', message: 'the application has no permission for this call: apply for it on the open platform' },
  '12': { class: 'config', message: 'whoever authorised the application has no permission for this call' },
  '13': { class: 'config', message: 'the partner has no permission for this call' },
  '22': { class: 'config', message: 'the application does not know this call: apply for it on the open platform' },
  '25': { class: 'auth', message: 'the signature was refused: check the app secret and the signature method' },
  '26': { class: 'auth', message: 'a session key is needed: authorise the application and enter it' },
  '27': { class: 'auth', message: 'the session key is wrong or has expired: authorise the application again' },
  '28': { class: 'auth', message: 'there is no app key' },
  '29': { class: 'auth', message: 'the app key is not known' },
  '31': { class: 'config', message: 'the time of the request was refused: the clocks are more than ten minutes apart' },
  '40': { class: 'config', message: 'a parameter is missing' },
  '41': { class: 'config', message: 'a parameter was refused' },
  '42': { class: 'config', message: 'the call is forbidden for this application' },
  '43': { class: 'config', message: 'a parameter was refused' },
};

/** Whether the platform let the call through, and Ele.me behind it answered: `Remote service error`, 15 as a rule. */
const isRemote = (code: string, subCode: string): boolean => code === '15' || (!Object.hasOwn(KNOWN, code) && /^is[pv]\./.test(subCode));

/** What a refusal of Ele.me's says it is about, by its `sub_code` or text. */
const BY_WORDS: readonly [RegExp, FaultClass][] = [
  [/limit|too.?(many|often)|频繁|限流/i, 'throttled'],
  [/not.?(exist|found)|no.?such|不存在|未找到/i, 'not_found'],
  [/exist|duplicate|已存在|重复/i, 'duplicate'],
];

/** Codes of parameters Ele.me refuses. */
const PARAMETERS = ['40', '41', '43'];

/**
 * Reads the fault out of an answer; null for a success. The platform answers with status 200 and either `error_response` or one
 * `…_response` named after the call. The fault's code is `<code>` or, where the answer names one, `<code>:<sub_code>`.
 */
export function faultOf(response: VendorResponse): VendorFault | null {
  const byStatus = statusFault(response);
  const body = objectOf(response.json);
  const error = objectOf(body?.error_response);
  if (error) {
    const [code = '', subCode = '', subMessage = ''] = [textOf(error.code), textOf(error.sub_code), textOf(error.sub_msg)];
    return { code: subCode ? `${code}:${subCode}` : code || 'no_code', ...judged(code, subCode, subMessage) };
  }
  if (byStatus) return byStatus;
  if (!body) return { class: 'transient', code: 'not_json', message: 'the answer is not a JSON object' };
  if (Object.keys(body).some((name) => name.endsWith('_response'))) return null;
  return { class: 'vendor_bug', code: 'no_envelope', message: 'the answer is none of the platform: it has no response' };
}

/** Whether a fault says something about the one order that was asked for, such as that it is not shown to this phone; others may still be read. */
export function refusesOrder({ class: kind, code }: VendorFault): boolean {
  const [platform = '', word = ''] = code.split(':');
  return (
    kind === 'not_found' || PARAMETERS.includes(platform) || (isRemote(platform, word) && word.startsWith('isv.') && kind !== 'throttled')
  );
}

function judged(code: string, subCode: string, subMessage: string): Omit<VendorFault, 'code'> {
  // Limits come under more than one code; what they have in common is the word.
  if (code === '7' || subCode.startsWith('accesscontrol.')) return { ...KNOWN['7']!, ...banned(subMessage) };
  if (isRemote(code, subCode)) return remote(subCode, subMessage);
  return KNOWN[code] ?? { class: 'vendor_bug', message: `the platform refused the call with code ${code}` };
}

/** `isp.` names trouble of Ele.me's own, `isv.` something about the call that will not change by being repeated. */
function remote(subCode: string, subMessage: string): Omit<VendorFault, 'code'> {
  if (subCode.startsWith('isp.')) return { class: 'transient', message: 'Ele.me could not answer' };
  if (!subCode.startsWith('isv.')) return { class: 'vendor_bug', message: speakable(subMessage) };
  const found = BY_WORDS.find(([pattern]) => pattern.test(subCode) || pattern.test(subMessage));
  return { class: found?.[1] ?? 'config', message: speakable(subMessage) };
}

/** Ele.me's own words without phones and other numbers that name somebody. */
export function speakable(text: string): string {
  return text === '' ? 'Ele.me refused the call' : `Ele.me says: ${text.slice(0, 200).replaceAll(/\d{5,}/g, '…')}`;
}

/** `This ban will last for 46 more seconds`. */
function banned(subMessage: string): { retryAfter?: number } {
  const [, seconds] = /(\d{1,6}) more seconds/.exec(subMessage) ?? [];
  return seconds === undefined ? {} : { retryAfter: Number(seconds) * 1000 };
}
