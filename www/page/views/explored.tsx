/** What the views of further analyses share: run and cancel, how far it is, the points as a table. */

import { atomName } from '../charts/attribution';
import { ATOMS, SYMBOL } from '../charts/marks';
import { type Band, supported } from '../library';
import { type Axis, atomAt, namesOf, perCellOf, synergyHiddenAt } from '../state/curves';
import type { Tab } from '../state/explored';
import { bits, range } from '../text/format';
import { CHOICE, valueName } from '../text/varied';
import { useApp } from './app-context';
import { Note, Told } from './parts';
import { ProgressBar } from './progress';
import { Wide } from './wide';

/** Starts what is missing, or stops what runs. */
export function RunPoints({
  tab,
  left,
  what,
  run,
}: {
  tab: Tab;
  /** Points that are not computed yet. */
  left: number;
  /** "analyses", "layers". */
  what: string;
  run: () => void;
}) {
  const { state, actions } = useApp();
  const now = state.exploring.value;
  const mine = now?.tab === tab && now.id === state.result.value?.id;
  if (mine)
    return (
      <div>
        <div class="head">
          <p role="status">
            {now.count > 0 ? `Computing ${now.index + 1} of ${now.count}` : 'Starting'} …{' '}
            <span class="q">Points appear as they come.</span>
          </p>
          <button type="button" class="outline" onClick={actions.stopExploring}>
            Cancel<span class="sr">; points that are there stay</span>
          </button>
        </div>
        <div class="gap-8">
          <ProgressBar share={now.share} label="All points" />
        </div>
      </div>
    );
  const runnable = (state.result.value?.entries.length ?? 0) > 0;
  if (left === 0 || !runnable) return null;
  return (
    <p class="row middle">
      <button type="button" class="primary" disabled={now !== null} onClick={run}>
        Run {left} {what}
      </button>
      <span class="q">
        {now ? 'Once what runs has ended.' : 'In this tab, one after the other; what is there is kept.'}
      </span>
    </p>
  );
}

/** Why it did not come to its end. */
export function NotExplored({ tab }: { tab: Tab }) {
  const { state } = useApp();
  const problem = state.unexplored.value;
  if (!problem || problem.tab !== tab || problem.id !== state.result.value?.id) return null;
  return (
    <div role="alert">
      <Note level="stop">
        <Told problem={problem} />
      </Note>
    </div>
  );
}

function Cell({ band, hidden, plugin }: { band: Band; hidden: boolean; plugin: boolean }) {
  const { estimate, lower, upper, present } = band;
  return (
    <td class={`num ${present === false || estimate === null ? 'q' : ''}`}>
      {hidden ? 'hidden' : estimate === null ? '–' : bits(estimate)}
      {!hidden && lower !== null && upper !== null && <span class="t-xs q block">{range(lower, upper)}</span>}
      {plugin && <span class="t-xs q block">plug-in {bits(band.plugin)}</span>}
    </td>
  );
}

/** The points as a table: what the charts show, in figures. */
export function PointsTable({ axis, plugin }: { axis: Axis; plugin: boolean }) {
  const { series } = axis;
  const [a, b] = namesOf(series);
  const what = series.kind === 'layers' ? 'Layer' : CHOICE[series.kind];
  return (
    <Wide name="Points as numbers" class="gap-16">
      <table class="numbers points">
        <caption class="sr">Points of the charts, bits</caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col" class="num">
              samples a cell
            </th>
            <th scope="col" class="num">
              {a} alone, I₁
            </th>
            <th scope="col" class="num">
              {b} alone, I₂
            </th>
            {ATOMS.map((atom) => (
              <th key={atom} scope="col" class="num">
                {atomName(atom, [a, b])}, {SYMBOL[atom]}
              </th>
            ))}
            <th scope="col" class="num">
              C₁
            </th>
          </tr>
        </thead>
        <tbody>
          {series.points.map((point) => (
            <tr key={point.label}>
              <th scope="row">
                {valueName(series.kind, point.label)}
                {point.label === axis.own && <span class="t-xs q block">the answer</span>}
              </th>
              <td class="num q">
                {perCellOf(point)}
                {!supported(point) && <span class="t-xs block">too few</span>}
              </td>
              <Cell band={point.information_bits.i1} hidden={false} plugin={plugin} />
              <Cell band={point.information_bits.i2} hidden={false} plugin={plugin} />
              {ATOMS.map((atom) => (
                <Cell
                  key={atom}
                  band={atomAt(point, atom)}
                  hidden={atom === 's' && synergyHiddenAt(point)}
                  plugin={plugin}
                />
              ))}
              {point.c1 ? (
                <Cell band={point.c1} hidden={false} plugin={false} />
              ) : (
                <td class="num q">undefined</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
