/** Checks of a report, worst first, each with its number, threshold and action. */

import type { Report } from '../library';
import { type Check, checks, footnote } from '../text/trust';
import { useApp } from './app-context';
import { DocsLink, Note, TextButton } from './parts';

function Item({ check }: { check: Check }) {
  const { actions } = useApp();
  const { action } = check;
  return (
    <Note level={check.level} as="li" class={check.level === 'pass' ? 'brief' : ''}>
      {check.level === 'pass' ? check.lead : <span class="lead">{check.lead}</span>}
      {check.text}
      {action && <TextButton onClick={() => void actions.runWithK(action.k)}>{action.label}</TextButton>}
      {check.after}
      {check.value && (
        <>
          {' '}
          <span class="v">{check.value}</span>
        </>
      )}
    </Note>
  );
}

export function Trust({ report }: { report: Report }) {
  const { state, actions } = useApp();
  return (
    <aside aria-labelledby="trust">
      <h2 id="trust" class="below-12">
        How far to trust this
      </h2>
      <ul class="checks">
        {checks(report).map((check) => (
          <Item key={check.id} check={check} />
        ))}
      </ul>
      <p class="t-xs q foot">
        {footnote(report)} <DocsLink to="statistics.html#warnings">What the checks mean</DocsLink>.{' '}
        {state.entries.value.length > 0 && (
          <TextButton onClick={() => void actions.open('files')}>Change files or options</TextButton>
        )}
      </p>
    </aside>
  );
}
