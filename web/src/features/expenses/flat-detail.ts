/** Plain values of a vendor's detail as facts, nested names joined by dots. Empty values and long lists are left out. */
export function flatDetail(detail: unknown, prefix = ''): [string, string][] {
  if (detail === null || typeof detail !== 'object') return [];
  return Object.entries(detail).flatMap(([name, value]): [string, string][] => {
    const key = prefix + name;
    if (value === null || value === '') return [];
    if (Array.isArray(value)) return value.every((one) => typeof one !== 'object') && value.length > 0 ? [[key, value.join(', ')]] : [];
    if (typeof value === 'object') return flatDetail(value, `${key}.`);
    return [[key, String(value)]];
  });
}
