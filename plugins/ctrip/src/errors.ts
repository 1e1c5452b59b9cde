import {
  VendorError,
  statusFault,
  textOf,
  objectOf,
  type FaultClass,
  type JsonObject,
  type VendorFault,
  type VendorResponse,
} from '@interline/sdk';
import { objectsOf } from './fields.js';

/** The codes that are known; Ctrip's whole table is not public. */
const KNOWN: Readonly<Record<string, { class: FaultClass; message: string }>> = {
  '302': { class: 'token', message: 'the ticket is not valid any more' },
  '309': { class: 'config', message: "the application has no permission for this interface; ask Ctrip's account manager to open it" },
};

/** Refusals whose code is not published but whose text says what they are. */
const BY_TEXT: readonly [RegExp, FaultClass][] = [
  [/频繁|频率|限流|过快|too many|too frequent|rate limit/i, 'throttled'],
  [/app ?key|app ?security|app ?secret|密钥|未授权|认证失败|无效的应用/i, 'auth'],
  [/系统(繁忙|异常)|服务(繁忙|不可用)|超时|稍后|busy|timeout|unavailable/i, 'transient'],
];

/** What an answer says of itself, whichever of Ctrip's three envelopes it uses. */
interface Verdict {
  success: boolean;
  code: string | undefined;
  message: string | undefined;
  /** It answers a request for a ticket: what it refuses are the credentials. */
  ofTicket?: boolean;
  /** It answers the delivery of people: what it refuses is what was delivered. */
  ofPeople?: boolean;
}

/**
 * Reads the fault out of an answer; null for a success. Business errors come with HTTP 200. A code nobody published is kept and is a `vendor_bug`,
 * unless its text says "busy", "too often" or names the credentials: a refusal for an unknown reason does not go away by being repeated.
 */
export function faultOf(response: VendorResponse): VendorFault | null {
  if (response.status >= 400) return statusFault(response);
  const body = objectOf(response.json);
  if (!body) return { class: 'transient', code: 'not_json', message: 'the answer is not a JSON object' };
  const verdict = verdictOf(body);
  if (!verdict) return { class: 'vendor_bug', code: 'no_status', message: 'the answer does not say whether it is a success' };
  return verdict.success ? null : refusal(verdict);
}

function verdictOf(body: JsonObject): Verdict | null {
  const wrapped = objectOf(body['TicketResult']) ?? objectOf(body['SetApprovalResult']) ?? body;
  const status = objectOf(wrapped['Status']);
  if (status) {
    const code = textOf(status['ErrorCode']);
    const success = status['Success'] !== false && (code === undefined || code === '0');
    return { success, code, message: textOf(status['Message']), ofTicket: 'Ticket' in wrapped || 'TicketResult' in body };
  }
  if (typeof body['Success'] === 'boolean') {
    const code = textOf(body['Code']);
    const success = body['Success'] && (code === undefined || code === '0');
    return { success, code, message: textOf(body['Message']), ofTicket: true };
  }
  return peopleVerdict(body);
}

/** The delivery of people names what it refused one by one; the first says enough. */
function peopleVerdict(body: JsonObject): Verdict | null {
  const result = textOf(body['Result']);
  if (result === undefined) return null;
  const [first] = objectsOf(body['ErrorMessageList']);
  const success = /^success$/i.test(result) && !first;
  return { success, code: textOf(first?.['ErrorCode']), message: textOf(first?.['ErrorMessage'] ?? first?.['Message']), ofPeople: true };
}

function refusal({ code = 'unknown', message = '', ofTicket, ofPeople }: Verdict): VendorFault {
  const known = KNOWN[code];
  // A ticket that is refused as an answer to the request for one can only mean the credentials.
  if (known && !(ofTicket && known.class === 'token')) return { class: known.class, code, message: known.message };
  if (code === '429') return { class: 'throttled', code, message: 'Ctrip asks to slow down' };
  const guessed = BY_TEXT.find(([pattern]) => pattern.test(message))?.[1];
  if (guessed === 'throttled' || guessed === 'transient') return { class: guessed, code, message: speakable(message) };
  if (ofTicket) return { class: 'auth', code, message: 'Ctrip refused the AppKey or the AppSecurity' };
  return { class: guessed ?? (ofPeople ? 'config' : 'vendor_bug'), code, message: speakable(message) };
}

/** Ctrip's own words, unless they could repeat what was sent. */
function speakable(message: string): string {
  if (message === '' || /ticket|token|security|secret|[?&]\w+=/i.test(message)) return 'Ctrip refused the request';
  return `Ctrip says: ${message.slice(0, 200)}`;
}

/** Runs a call the application may have no permission for, where its answer can be done without; then gives null. @throws VendorError for every other fault */
export async function ifPermitted<Result>(call: () => Promise<Result>): Promise<Result | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof VendorError && error.fault.code === '309') return null;
    throw error;
  }
}
