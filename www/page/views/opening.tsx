/** While a link, a file or the session is being opened, and what stands there when it cannot be. */

import { useApp } from './app-context';
import { Note, TextButton } from './parts';

const WHAT = { link: 'the link', file: 'the file', session: 'the analyses of this tab' } as const;

export function Opening() {
  const { state } = useApp();
  return (
    <div role="status">
      <h1 class="t-xl q" tabIndex={-1}>
        Opening {WHAT[state.opening.value]} …
      </h1>
    </div>
  );
}

/** Stays until something else is opened; the address keeps the link, so that it can be mended. */
export function BrokenShare() {
  const { state, actions } = useApp();
  const broken = state.broken.value;
  if (!broken) return null;
  const { from, problem } = broken;
  return (
    <div class="stack measure">
      <h1 class="t-xl" tabIndex={-1}>
        <b>This {from} cannot be opened.</b> Nothing of it is shown.
      </h1>
      <Note level="stop">
        <span class="lead">{problem.message}</span> {problem.hint}
      </Note>
      <p class="row">
        <button type="button" class="outline" onClick={() => actions.choose('files')}>
          Open a .modalens.json file
        </button>
        <button type="button" class="outline" onClick={actions.startOver}>
          Start my own
        </button>
        <TextButton onClick={() => void actions.copyDetails(problem, from)}>Copy details</TextButton>
      </p>
    </div>
  );
}
