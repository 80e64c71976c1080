/** How views reach state and actions. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Actions } from '../actions';
import type { AppState } from '../state/app';

export interface App {
  state: AppState;
  actions: Actions;
}

const AppContext = createContext<App | null>(null);
export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('views need an AppProvider');
  return app;
}
