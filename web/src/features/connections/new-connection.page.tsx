import { useGateway } from '../../gateway/use-gateway.js';
import { ConnectorCatalogueDocument } from '../../generated/connections.js';
import { useLocale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote } from '../../ui/notes.js';
import { Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { text, useFilters } from '../../ui/url-state.js';
import { AccountForm, type Connector } from './account-form.js';
import styles from './connections.module.css';
import { connectionsTexts } from './connections.texts.js';
import { Logo } from './logo.js';

const FILTERS = { connector: text };

/** Connects a vendor: which one, then the company's account there. */
export function NewConnectionPage() {
  const t = useTexts(connectionsTexts);
  const [{ connector: chosenId }, setFilters] = useFilters(FILTERS);
  const { data, error, isPending, refetch } = useGateway(ConnectorCatalogueDocument, {}, { staleTime: 300_000 });
  const chosen = data?.connectors.find((connector) => connector.id === chosenId);
  return (
    <Page title={t.newConnection}>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isPending && <div className={styles.skeleton} aria-busy="true" />}
      {data && !chosen && <Catalogue connectors={data.connectors} onChoose={(connector) => setFilters({ connector }, { push: true })} />}
      {data && chosen && (
        <AccountForm
          key={chosen.id}
          connector={chosen}
          accounts={data.vendorAccounts.filter((account) => account.connector.id === chosen.id)}
          onBack={() => setFilters({ connector: null }, { push: true })}
        />
      )}
    </Page>
  );
}

function Catalogue({ connectors, onChoose }: { connectors: Connector[]; onChoose: (id: string) => void }) {
  const t = useTexts(connectionsTexts);
  const { locale } = useLocale();
  return (
    <section aria-label={t.chooseVendor} className={styles.catalogue}>
      {connectors.map((connector) => {
        const [name, description] =
          locale === 'en' ? [connector.nameEn, connector.descriptionEn] : [connector.nameZh, connector.descriptionZh];
        return (
          <button
            type="button"
            key={connector.id}
            className={styles.choice}
            disabled={!connector.usable}
            onClick={() => onChoose(connector.id)}
          >
            <Logo svg={connector.logo} name={name} size={40} />
            <span className={styles.choiceName}>
              {name} {!connector.usable && <Tag tone="bad">{t.unusable}</Tag>}
            </span>
            <span className={styles.choiceText}>{connector.usable ? description : connector.problem}</span>
          </button>
        );
      })}
    </section>
  );
}
