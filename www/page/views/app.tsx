/** The whole page: header, the view of the moment, dialogs, and what is said in passing. */

import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../state/app';
import { phaseName } from '../text/phases';
import { Answer } from './answer';
import { useApp } from './app-context';
import { Banner } from './banner';
import { Dialog } from './dialog';
import { Files } from './files';
import { Header } from './header';
import { Landing } from './landing';
import { later } from './later';
import { OfferPanel } from './offer';
import { BrokenShare, Opening } from './opening';
import { TextButton } from './parts';
import { Running } from './running';

const Help = later('Help', () => import('./help'));
const ExportPanel = later('Export', () => import('./export'));
const TruthView = later('Ground truth', () => import('./truth'));
const Sensitivity = later('Sensitivity', () => import('./sensitivity'));
const LayersView = later('Layers', () => import('./layers'));
const Details = later('Details', () => import('./details'));
const StudyPlan = later('Study', () => import('./study/plan'));
const StudyView = later('Study', () => import('./study'));
const AddToStudy = later('Add to a study', () => import('./study/add'));

const VIEWS: Record<View, FunctionComponent> = {
  landing: Landing,
  opening: Opening,
  broken: BrokenShare,
  files: Files,
  running: Running,
  answer: Answer,
  sensitivity: Sensitivity,
  layers: LayersView,
  truth: TruthView,
  details: Details,
  plan: StudyPlan,
  study: StudyView,
};

/** What happens, for those who do not see it: the phase of a run, at most once a second. */
function Announcer() {
  const { state } = useApp();
  const running = state.running.value;
  const now = running?.phases.find((phase) => phase.state === 'now');
  return (
    <p class="sr" aria-live="polite">
      {running
        ? `${now ? phaseName(now.id, running.names) : 'Loading'}, ${Math.round(running.done * 10) * 10} %`
        : state.screen.value === 'answer'
          ? 'Done.'
          : ''}
    </p>
  );
}

function Toast() {
  const { state } = useApp();
  const toast = state.toast.value;
  useEffect(() => {
    if (!toast) return undefined;
    const timer = setTimeout(() => {
      if (state.toast.value === toast) state.toast.value = null;
    }, 9000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div class="toast-place" role="status">
      {toast && (
        <p class="toast">
          {toast.text}{' '}
          {toast.action && <TextButton onClick={toast.action.run}>{toast.action.label}</TextButton>}{' '}
          <TextButton
            onClick={() => {
              state.toast.value = null;
            }}
            aria-label="Dismiss"
          >
            ×
          </TextButton>
        </p>
      )}
    </div>
  );
}

function Dialogs() {
  const { state, actions } = useApp();
  return (
    <>
      {state.offer.value && (
        <Dialog name="Files from another page" onClose={actions.refuseOffer}>
          <OfferPanel />
        </Dialog>
      )}
      {state.help.value && (
        <Dialog
          name="Help"
          onClose={() => {
            state.help.value = null;
          }}
        >
          <Help />
        </Dialog>
      )}
      {state.studies.adding.value && (
        <Dialog name="Add to a study" onClose={() => actions.name(false)}>
          <AddToStudy />
        </Dialog>
      )}
      {state.exporting.value && (
        <Dialog
          name="Export"
          onClose={() => {
            state.exporting.value = false;
          }}
        >
          <ExportPanel />
        </Dialog>
      )}
    </>
  );
}

export function Page() {
  const { state } = useApp();
  const screen = state.screen.value;
  const Current = VIEWS[screen];
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    main.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [screen]);
  return (
    <>
      <Banner />
      <Header />
      <main class="page" ref={main} data-over={state.over.value ? '' : undefined}>
        <Current />
      </main>
      <Announcer />
      <Toast />
      <Dialogs />
    </>
  );
}
