/** What each of several modalities contributes: C_i = U_i / sum of all U, U_i against all others. */

import type { Estimate } from '../../library';
import { contributionsOf } from '../../state/study/modalities';
import type { Study } from '../../state/study/study';
import { bits, range } from '../../text/format';
import { useApp } from '../app-context';
import { Wide } from '../wide';

/** A value over its interval; pale where it is not claimed. */
function Cell({ of: { estimate, plugin, lower, upper, present } }: { of: Estimate }) {
  const claimed = present !== false;
  return (
    <td class={`num ${claimed ? '' : 'q'}`}>
      {bits(estimate ?? plugin)}
      {lower !== null && upper !== null && <span class="t-xs q block">{range(lower, upper)}</span>}
    </td>
  );
}

export function Contributions({ study }: { study: Study }) {
  const { state } = useApp();
  const all = contributionsOf(study);
  if (!all) return null;
  const { value: truth } = state.studies.truth;
  const known = all.every(({ name }) => name in truth);
  return (
    <section aria-labelledby="of-all">
      <h2 id="of-all">Contribution of each</h2>
      <Wide name="Modalities in figures" class="gap-8">
        <table class="all-modalities">
          <thead>
            <tr>
              <th scope="col">modality</th>
              <th scope="col" class="num">
                alone
              </th>
              <th scope="col" class="num">
                only it
              </th>
              <th scope="col" class="num">
                C
              </th>
              {known && (
                <th scope="col" class="num">
                  truth of "only it"
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {all.map(({ name, alone, unique, share }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <Cell of={alone} />
                <Cell of={unique} />
                <td class="num">
                  {share.estimate === null ? '–' : bits(share.estimate)}
                  {share.lower !== null && share.upper !== null && (
                    <span class="t-xs q block">{range(share.lower, share.upper)}</span>
                  )}
                </td>
                {known && <td class="num">{bits(truth[name] ?? 0)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="t-xs q gap-8 prose">
        Bits, with 95 % intervals. "Only it": what a modality knows that all others together do not. C is its
        part of the sum of these over all modalities.{' '}
        {all[0]?.share.estimate === null && `C is undefined, because ${all[0].share.reason}.`}
      </p>
    </section>
  );
}
