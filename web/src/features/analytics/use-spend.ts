import type { UseQueryResult } from '@tanstack/react-query';
import type { GatewayFailure } from '../../gateway/failure.js';
import { useGateway } from '../../gateway/use-gateway.js';
import { SpendDocument, type SpendQuery, type SpendQueryVariables } from '../../generated/analytics.js';
import { useLocale } from '../../i18n/locale.js';

/** Asks for spend, with names in the reader's language; the answer before stays while the next one loads. */
export function useSpend(question: Omit<SpendQueryVariables, 'locale'>): UseQueryResult<SpendQuery, GatewayFailure> {
  const { locale } = useLocale();
  return useGateway(SpendDocument, { ...question, locale: locale === 'en' ? 'en' : 'zh_CN' }, { keep: true });
}
