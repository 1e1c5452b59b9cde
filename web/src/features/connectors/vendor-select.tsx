import { Select } from 'antd';
import { useLocalName } from '../../i18n/locale.js';
import { useVendors } from './vendors.js';

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
