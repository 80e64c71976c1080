/** What a widget shows: a run under way, its failure, or the answer with its further views. */

import type { FunctionComponent } from 'preact';
import { type Tab, tabsOf } from '../page/state/explored';
import { Answer } from '../page/views/answer';
import { useApp } from '../page/views/app-context';
import Details from '../page/views/details';
import { Dialog } from '../page/views/dialog';
import ExportPanel from '../page/views/export';
import LayersView from '../page/views/layers';
import { Note, TextButton } from '../page/views/parts';
import { Running } from '../page/views/running';
import Sensitivity from '../page/views/sensitivity';

const VIEWS: Record<Tab, [string, FunctionComponent]> = {
  answer: ['Answer', Answer],
  sensitivity: ['Sensitivity', Sensitivity],
  layers: ['Layers', LayersView],
  details: ['Details', Details],
};

function Tabs() {
  const { state, actions } = useApp();
  const result = state.result.value;
  if (!result) return null;
  return (
    <nav class="row between" aria-label="Views">
      <span class="row">
        {tabsOf(result).map((tab) => (
          <TextButton
            key={tab}
            aria-current={state.view.value === tab ? 'page' : undefined}
            onClick={() => void actions.open(tab)}
          >
            {VIEWS[tab][0]}
          </TextButton>
        ))}
      </span>
      <TextButton
        onClick={() => {
          state.exporting.value = true;
        }}
      >
        Export
      </TextButton>
    </nav>
  );
}

/** Files that could not be read, and a run that failed. */
function Failures() {
  const { state } = useApp();
  const { value: failure } = state.failure;
  const problems = state.entries.value.flatMap(({ path, problem }) => (problem ? [{ path, problem }] : []));
  return (
    <>
      {problems.map(({ path, problem }) => (
        <Note level="stop" key={path}>
          <span class="lead">
            {path}: {problem.message}
          </span>{' '}
          {problem.hint}
        </Note>
      ))}
      {failure && (
        <Note level="stop">
          <span class="lead">{failure.message}</span> {failure.hint}
        </Note>
      )}
    </>
  );
}

export function WidgetView() {
  const { state } = useApp();
  const result = state.result.value;
  const view = state.view.value;
  const Current = VIEWS[view in VIEWS ? (view as Tab) : 'answer'][1];
  const toast = state.toast.value;
  return (
    <main class="widget">
      <Failures />
      {state.running.value ? (
        <Running />
      ) : result ? (
        <>
          <Tabs />
          <div class="gap-16">
            <Current />
          </div>
        </>
      ) : (
        <p class="q">Waiting for x1, x2 and y.</p>
      )}
      {toast && (
        <p class="q" role="status">
          {toast.text}
        </p>
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
    </main>
  );
}
