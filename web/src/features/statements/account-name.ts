import { useCallback } from 'react';
import { useLocalName } from '../../i18n/locale.js';

/** The vendor's name beside its account's, where they differ. */
export function useAccountName(): (account: { name: string; connector: { zh: string; en: string } }) => string {
  const nameOf = useLocalName();
  return useCallback(
    (account) => {
      const vendor = nameOf(account.connector);
      return account.name === vendor ? vendor : `${vendor} · ${account.name}`;
    },
    [nameOf],
  );
}
