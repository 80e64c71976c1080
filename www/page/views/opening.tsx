/** While a link, a file or the session is being opened, and what stands there when it cannot be. */

import { useApp } from './app-context';
import { DocsLink, Note, TextButton } from './parts';

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
    <div class="stack">
      <Note level="stop" class="large">
        <h1 class="t-xl lead" tabIndex={-1}>
          {problem.message}
        </h1>
      </Note>
      <p class="measure">
        {problem.hint} <DocsLink to={`errors.html#${problem.code}`}>Why</DocsLink>
      </p>
      <p class="row middle">
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
