import { TransportError, type Transport, type TransportTrouble } from '@interline/sdk/host';
import { DoorError, type DoorRequest, type DoorTrouble, type HttpDoor } from '../platform/http/index.js';

const TROUBLES: Readonly<Record<DoorTrouble, TransportTrouble>> = {
  blocked: 'blocked',
  unreachable: 'unreachable',
  timeout: 'timeout',
  cut: 'cut',
  too_large: 'too_large',
  tls: 'tls',
  resting: 'vendor_down',
  stopped: 'stopped',
};

/** Where a connection's requests may go and how many there may be. */
export type DoorLimits = Pick<DoorRequest, 'hosts' | 'reach' | 'account' | 'budget' | 'timeout' | 'maxBytes'>;

/** The outbound door as the host core uses it. */
export function doorTransport(door: HttpDoor, limits: DoorLimits): Transport {
  return {
    async send(request, signal) {
      try {
        return await door.exchange({ ...request, ...limits, signal });
      } catch (error) {
        if (!(error instanceof DoorError)) throw error;
        throw new TransportError(TROUBLES[error.trouble], error.message, error.retryAfter, { cause: error });
      }
    },
  };
}
