/** One chart without the frame of the page, for an <iframe>. */

import { Attribution } from '../charts/attribution';
import { attributionOf } from '../state/figures';
import { isPlugin } from '../text/claims';
import { count } from '../text/format';
import { plain, sentence } from '../text/sentence';
import { useApp } from './app-context';
import { Figure } from './parts';

export function Embed() {
  const { state } = useApp();
  const result = state.result.value;
  const problem = state.broken.value?.problem;
  if (!result)
    return (
      <main class="embed">
        <p>
          {problem ? `${problem.message} ${problem.hint}` : 'Nothing to show: the address holds no analysis.'}
        </p>
      </main>
    );
  const { report, truth } = result;
  const { k1, k2, ky } = report.partition;
  const said = plain(sentence(report));
  const [a, b, y] = report.options.names;
  return (
    <main class="embed">
      <h1 class="sr">{`${a} × ${b} → ${y}`}</h1>
      <Figure>
        {(width) => (
          <Attribution
            data={attributionOf(report, truth)}
            width={width}
            provisional={isPlugin(report)}
            plugin={isPlugin(report)}
            label={`Attribution in bits. ${said}`}
          />
        )}
      </Figure>
      <p class="t-xs q gap-8">
        {said} n = {count(report.n)}, K = {k1 === k2 ? k1 : `${k1}, ${k2}`}, Ky = {ky}.{' '}
        <a href={`${state.base.value || './'}${location.hash}`} target="_blank" rel="noreferrer">
          Open in Modalens
        </a>
      </p>
    </main>
  );
}
