import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { applyPalette, type Appearance } from './tokens.js';

/** What the reader chose; `system` follows the device. */
export type AppearanceChoice = Appearance | 'system';

const STORED_AS = 'interline.appearance';
const system = () => window.matchMedia('(prefers-color-scheme: dark)');

function watchSystem(changed: () => void): () => void {
  const query = system();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

function storedChoice(): AppearanceChoice {
  const stored = localStorage.getItem(STORED_AS);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

interface AppearanceState {
  appearance: Appearance;
  choice: AppearanceChoice;
  choose: (choice: AppearanceChoice) => void;
}

const AppearanceContext = createContext<AppearanceState | null>(null);

/** Gives everything inside the light or dark palette, and keeps the choice in this browser. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const prefersDark = useSyncExternalStore(watchSystem, () => system().matches);
  const [choice, setChoice] = useState(storedChoice);
  const appearance: Appearance = choice === 'system' ? (prefersDark ? 'dark' : 'light') : choice;

  const choose = useCallback((next: AppearanceChoice) => {
    localStorage.setItem(STORED_AS, next);
    setChoice(next);
  }, []);

  useLayoutEffect(() => applyPalette(document.documentElement, appearance), [appearance]);
  const state = useMemo(() => ({ appearance, choice, choose }), [appearance, choice, choose]);
  return <AppearanceContext value={state}>{children}</AppearanceContext>;
}

/** The appearance in force, and how to change it. */
export function useAppearance(): AppearanceState {
  const state = useContext(AppearanceContext);
  if (!state) throw new Error('useAppearance stands outside AppearanceProvider');
  return state;
}
