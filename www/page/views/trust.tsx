/**
 * Checks of a report: what needs care, worst first, each in two lines with one action; what passed, in one
 * line that opens.
 */

import type { Report } from '../library';
import { type Check, checks, footnote } from '../text/trust';
import { useApp } from './app-context';
import { DocsLink, Note, TextButton } from './parts';

function Act({ action }: Pick<Check, 'action'>) {
  const { actions } = useApp();
  if (action === null) return null;
  if ('text' in action) return <> {action.text}</>;
  return (
    <>
      {' '}
      <TextButton title={action.also} onClick={() => void actions.runWithK(action.k)}>
        Run K = {action.k}
      </TextButton>
    </>
  );
}

function Item({ check }: { check: Check }) {
  return (
    <Note level={check.level} as="li">
      <span class="lead">{check.facts.join('. ')}.</span> {check.effect}
      <Act action={check.action} />
    </Note>
  );
}

function Passed({ all }: { all: readonly Check[] }) {
  if (all.length === 0) return null;
  return (
    <details class="passed">
      <summary>
        <Note level="pass">{all.length === 1 ? '1 check passed' : `${all.length} checks passed`}</Note>
      </summary>
      <ul>
        {all.map(({ id, facts }) => (
          <li key={id}>{facts.join('. ')}</li>
        ))}
      </ul>
    </details>
  );
}

export function Trust({ report }: { report: Report }) {
  const { state, actions } = useApp();
  const all = checks(report);
  const care = all.filter(({ level }) => level !== 'pass');
  return (
    <aside aria-labelledby="trust">
      <h2 id="trust" class="below-12">
        How far to trust this
      </h2>
      <ul class="checks">
        {care.map((check) => (
          <Item key={check.id} check={check} />
        ))}
      </ul>
      <Passed all={all.filter(({ level }) => level === 'pass')} />
      <p class="t-xs q foot">
        {footnote(report)} <DocsLink to="statistics.html#warnings">What the checks mean</DocsLink>.{' '}
        {!state.given.value && state.result.value && state.result.value.entries.length > 0 && (
          <TextButton onClick={actions.changeFiles}>Change files or options</TextButton>
        )}
      </p>
    </aside>
  );
}
