import { useCallback } from 'react';
import { useGateway } from '../../gateway/use-gateway.js';
import { VendorChoicesDocument } from '../../generated/connectors.js';
import { useLocalName } from '../../i18n/locale.js';
import { useViewer } from '../identity/viewer.js';

/** The vendors installed here, for those who may know. */
export function useVendors() {
  const { can } = useViewer();
  return useGateway(VendorChoicesDocument, {}, { enabled: can('connections'), staleTime: 600_000 });
}

/** Whether there is more than one vendor to pick from. */
export function useSeveralVendors(): boolean {
  return (useVendors().data?.connectors.length ?? 0) > 1;
}

/** The name of a vendor in the reader's language, else what the gateway calls it. */
export function useVendorName(): (id: string | null | undefined, label: string | null | undefined) => string {
  const nameOf = useLocalName();
  const { data } = useVendors();
  return useCallback(
    (id, label) => {
      const vendor = data?.connectors.find((connector) => connector.id === id);
      return vendor ? nameOf(vendor) : (label ?? '');
    },
    [data, nameOf],
  );
}
