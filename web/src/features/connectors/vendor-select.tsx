import { Select } from 'antd';
import { useGateway } from '../../gateway/use-gateway.js';
import { VendorChoicesDocument } from '../../generated/connectors.js';
import { useLocalName } from '../../i18n/locale.js';
import { useViewer } from '../identity/viewer.js';

interface VendorSelectProps {
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Picks a vendor. */
export function VendorSelect({ label, placeholder, value, onChange }: VendorSelectProps) {
  const nameOf = useLocalName();
  const { data } = useVendors();
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(id) => onChange(id ?? null)}
      options={(data?.connectors ?? []).map((one) => ({ value: one.id, label: nameOf(one) }))}
      style={{ minWidth: 120 }}
      popupMatchSelectWidth={false}
    />
  );
}

/** Whether there is more than one vendor to pick from, and the viewer may know. */
export function useSeveralVendors(): boolean {
  return (useVendors().data?.connectors.length ?? 0) > 1;
}

function useVendors() {
  const { can } = useViewer();
  return useGateway(VendorChoicesDocument, {}, { enabled: can('connections'), staleTime: 600_000 });
}
