import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { isSignedOut } from '../../gateway/failure.js';
import { ViewerDocument, type ViewerQuery } from '../../generated/identity.js';
import { ZoneContext } from '../../i18n/format.js';
import { ErrorNote } from '../../ui/notes.js';
import { dayIn } from '../../ui/period.js';
import { mayUse, type Area } from './areas.js';
import styles from './viewer.module.css';

interface ViewerState {
  viewer: ViewerQuery['viewer'];
  can: (area: Area) => boolean;
  /** Today in the company's zone. */
  today: string;
  /** The legal entity whose books are shown first. */
  mainEntity: ViewerQuery['viewer']['company']['legalEntities'][number] | null;
}

const ViewerContext = createContext<ViewerState | null>(null);

/** Asks who is signed in before anything inside is shown; nobody leads to the sign-in page, which leads back here. */
export function ViewerGate({ children }: { children: ReactNode }) {
  const location = useLocation();
  const { data, error, refetch } = useGateway(ViewerDocument, {}, { staleTime: 300_000 });
  const viewer = data?.viewer;
  const state = useMemo<ViewerState | null>(() => {
    if (!viewer) return null;
    const entities = viewer.company.legalEntities;
    return {
      viewer,
      can: (area) => mayUse(viewer.roles, area),
      today: dayIn(viewer.company.timeZone),
      mainEntity: entities.find((entity) => entity.isDefault) ?? entities[0] ?? null,
    };
  }, [viewer]);

  if (error && isSignedOut(error)) {
    const here = location.pathname + location.search;
    return <Navigate to={here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`} replace />;
  }
  if (error && !state) {
    return (
      <main className={styles.waiting}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (!state) return <main className={styles.waiting} aria-busy="true" />;
  return (
    <ZoneContext value={state.viewer.company.timeZone}>
      <ViewerContext value={state}>{children}</ViewerContext>
    </ZoneContext>
  );
}

/** Who is signed in, and what they may do. */
export function useViewer(): ViewerState {
  const state = useContext(ViewerContext);
  if (!state) throw new Error('useViewer stands outside ViewerGate');
  return state;
}

/** Shows its children to those who may use an area, and says so to others. */
export function Restricted({ area, children }: { area: Area; children: ReactNode }) {
  const { can } = useViewer();
  return can(area) ? <>{children}</> : <Navigate to="/" replace />;
}
