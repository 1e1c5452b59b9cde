import type { Connector, VendorResponse } from '../connector/connector.js';
import type { VendorFault } from '../connector/errors.js';
import { retryAfterOf, statusFault } from '../connector/status-fault.js';
import { hostFault, type HostFaultCode } from './host-faults.js';
import { PluginError } from './plugin-error.js';
import type { TransportError, TransportTrouble } from './transport.js';
import type { ReadAnswer } from './wire.js';

/** A fault with what the host may do about it. */
export interface JudgedFault {
  fault: VendorFault;
  /** `never` · `always` the vendor did not act on the request · `idempotent` it may have acted: repeat only what can do no harm. */
  repeat: 'never' | 'always' | 'idempotent';
}

const TROUBLES: Readonly<Record<Exclude<TransportTrouble, 'stopped'>, { code: HostFaultCode; repeat: JudgedFault['repeat'] }>> = {
  unreachable: { code: 'UNREACHABLE', repeat: 'always' },
  timeout: { code: 'TIMEOUT', repeat: 'idempotent' },
  cut: { code: 'CUT_ANSWER', repeat: 'idempotent' },
  too_large: { code: 'ANSWER_TOO_LARGE', repeat: 'never' },
  blocked: { code: 'ADDRESS_BLOCKED', repeat: 'never' },
  tls: { code: 'CERTIFICATE_INVALID', repeat: 'never' },
  vendor_down: { code: 'VENDOR_DOWN', repeat: 'never' },
};

/** The fault of a request that got no answer. @throws PluginError RUN_STOPPED when it was stopped from outside */
export function faultOfTrouble(error: TransportError): JudgedFault {
  if (error.trouble === 'stopped') throw new PluginError('RUN_STOPPED', 'the run was stopped', { cause: error });
  const { code, repeat } = TROUBLES[error.trouble];
  return { fault: hostFault(code, error.message, error.retryAfter), repeat };
}

/**
 * Reads the fault out of an answer; null for a success. Web pages and broken JSON are told apart before the plugin sees them; what the
 * plugin's table lets pass with an error status is judged by the status.
 */
export function faultOfAnswer(connector: Pick<Connector, 'fault'>, { response, malformed }: ReadAnswer): JudgedFault | null {
  if (isWebPage(response)) return webPage(response);
  if (malformed && response.status < 400) {
    return { fault: hostFault('MALFORMED_JSON', 'the answer looks like JSON but cannot be read'), repeat: 'idempotent' };
  }
  const fault = tableFault(connector, response) ?? statusFault(response);
  if (!fault) return null;
  const retryAfter = fault.retryAfter ?? retryAfterOf(response);
  return {
    fault: retryAfter === undefined ? fault : { ...fault, retryAfter },
    repeat: fault.class === 'throttled' ? 'always' : fault.class === 'transient' ? 'idempotent' : 'never',
  };
}

function tableFault(connector: Pick<Connector, 'fault'>, response: VendorResponse): VendorFault | null {
  try {
    return connector.fault(response);
  } catch (cause) {
    throw new PluginError('PLUGIN_THREW', `the plugin's error table threw ${String(cause)}`, { cause });
  }
}

const isWebPage = (response: VendorResponse): boolean => /^\s*<(!doctype\s+html|html|head|body)\b/i.test(response.text.slice(0, 512));

/** Some proxy or login page stands between the vendor and us. Even as 404 it says nothing about a record. */
function webPage(response: VendorResponse): JudgedFault {
  const byStatus = statusFault(response);
  if (byStatus && byStatus.class !== 'not_found')
    return { fault: byStatus, repeat: byStatus.class === 'throttled' ? 'always' : 'idempotent' };
  return { fault: hostFault('HTML_ANSWER', `a web page came instead of an answer (status ${response.status})`), repeat: 'idempotent' };
}
