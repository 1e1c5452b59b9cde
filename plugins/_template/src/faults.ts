import { statusFault, textOf, type FaultClass, type JsonObject, type VendorFault, type VendorResponse } from '@interline/sdk';

/** The vendor's error codes, by who must act. Copy the vendor's published table; what is not in it falls back to the HTTP status. */
const CLASSES: Readonly<Record<string, FaultClass>> = {
  INVALID_CLIENT: 'auth',
  TOKEN_EXPIRED: 'token',
  TOO_MANY_REQUESTS: 'throttled',
  BAD_PARAMETER: 'config',
  ORDER_UNKNOWN: 'not_found',
  BUSY: 'transient',
};

/** Reads the fault out of an answer; null for a success. Called for every answer, whatever its status. */
export function faultOf(response: VendorResponse): VendorFault | null {
  const error = (response.json as JsonObject | null)?.error as JsonObject | undefined;
  const code = textOf(error?.code);
  if (code === undefined) return statusFault(response);
  return { class: CLASSES[code] ?? statusFault(response)?.class ?? 'vendor_bug', code, message: textOf(error?.message) ?? 'no message' };
}
