/** A code's card: size, values of y beside what chance would give, the samples nearest to its centroid. */

import type { Look } from '../library';
import type { Result } from '../state/analyses';
import { codeFacts, type Source } from '../state/looked';
import { count, percent, ratio } from '../text/format';
import { useApp } from './app-context';
import { TextButton } from './parts';

interface Props {
  result: Result;
  slot: Source;
  code: number;
  /** Where its samples lie; null where that is not known. */
  look: Look | null;
}

/** Rows as a program writes them: from 0, without commas. */
const rowsOf = (rows: Uint32Array): string => [...rows].join(', ');

/** Brings the first open card into view, when it was opened from a chart far above. */
export const bringCard = (): void => {
  requestAnimationFrame(() => document.querySelector('.code-card')?.scrollIntoView({ block: 'nearest' }));
};

export function CodeCard({ result, slot, code, look }: Props) {
  const { actions } = useApp();
  const { report, extras } = result;
  if (!extras) return null;
  const name = report.options.names[slot === 'x1' ? 0 : 1];
  const y = report.options.names[2];
  const { size, share, labels, further } = codeFacts(extras.counts, report, slot, code);
  const rows = look?.nearest[code];
  return (
    <section class="code-card gap-12" aria-label={`Code ${code} of ${name}`}>
      <div class="row between">
        <h3>
          Code {code}{' '}
          <span class="q light">
            {count(size)} samples, {percent(share)}
          </span>
        </h3>
        <TextButton onClick={() => actions.chooseCode(slot, null)}>close</TextButton>
      </div>
      <table class="numbers gap-8">
        <caption class="sr">{`Values of ${y} in code ${code} of ${name}`}</caption>
        <thead>
          <tr>
            <th scope="col">{y}</th>
            <th scope="col" class="num">
              n
            </th>
            <th scope="col" class="num">
              by chance
            </th>
          </tr>
        </thead>
        <tbody>
          {labels.map(({ label, n, chance }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="num">{count(n)}</td>
              <td class="num q">{chance < 100 ? ratio(chance) : count(Math.round(chance))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {further > 0 && <p class="t-xs q gap-4">{`and ${further} further values`}</p>}
      {rows && (
        <p class="gap-8">
          Nearest to its centroid: rows <span class="rows">{rowsOf(rows)}</span>
        </p>
      )}
    </section>
  );
}
