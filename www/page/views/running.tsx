/** A run under way: phase, share, time left, first values in grey. */

import { Attribution } from '../charts/attribution';
import type { Running as RunState } from '../state/app';
import { attributionOf } from '../state/figures';
import { bytes, count, opening, remaining, seconds } from '../text/format';
import { phaseName } from '../text/phases';
import { useApp } from './app-context';
import { Figure } from './parts';

/** "Intervals: jackknife 13 of 20, about 2 s left". */
function Headline({ running }: { running: RunState }) {
  const now = running.phases.find((phase) => phase.state === 'now');
  const spent = running.now - running.started;
  const left =
    running.share > 0.03 && spent > 400
      ? `, ${remaining((spent * (1 - running.share)) / running.share)}`
      : '';
  return (
    <h1 class="t-xl" tabIndex={-1}>
      <b>{now ? opening(phaseName(now.id, running.names)) : 'Reading the files'}:</b>{' '}
      {now && now.total > 1
        ? `${count(now.done)} of ${count(now.total)}`
        : running.read && running.read.total > 0
          ? `${bytes(running.read.done)} of ${bytes(running.read.total)}`
          : `${Math.round(running.share * 100)} %`}
      {left}
    </h1>
  );
}

const WHEN = { done: 'done', now: 'now', next: 'next' } as const;

function Phases({ running }: { running: RunState }) {
  return (
    <ol class="steps">
      {running.phases
        .filter((phase) => phase.total > 0 || phase.state !== 'done')
        .map((phase) => (
          <li class={`step ${phase.state}`}>
            <span class="when">{WHEN[phase.state]}</span>
            <span>{phaseName(phase.id, running.names)}</span>
            <span class="num">
              {phase.state === 'done'
                ? phase.ms === null
                  ? ''
                  : seconds(phase.ms)
                : phase.total > 0
                  ? `${count(phase.done)} / ${count(phase.total)}`
                  : ''}
            </span>
          </li>
        ))}
    </ol>
  );
}

export function Running() {
  const { state, actions } = useApp();
  const running = state.running.value;
  if (!running) return null;
  const percent = Math.round(running.share * 100);
  return (
    <div class="cols">
      <div class="stack">
        <div>
          <div class="row between middle">
            <Headline running={running} />
            <button type="button" class="outline" onClick={() => actions.cancel()}>
              Cancel<span class="sr">; files stay loaded</span>
            </button>
          </div>
          <div
            class="gap-12"
            role="progressbar"
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-label="Whole run"
          >
            <svg class="bar" height="4" aria-hidden="true">
              <rect class="track" width="100%" height="4" />
              <rect class="done" width={`${running.share * 100}%`} height="4" />
            </svg>
          </div>
        </div>
        {running.silence && (
          <p role="alert">
            <b>{running.silence.message}</b> {running.silence.hint}
          </p>
        )}
        {running.report ? (
          <section>
            <h2>
              {pooled(running.report) ? 'Estimates so far' : 'First values'}{' '}
              <span class="q light">
                {pooled(running.report)
                  ? `pooled over ${running.report.partitions.length} of ${running.report.options.partitions} partitions`
                  : 'are plug-in, biased upwards: nothing is claimed yet'}
              </span>
            </h2>
            <Figure class="gap-16">
              {(width) =>
                running.report && (
                  <Attribution
                    data={attributionOf(running.report)}
                    width={width}
                    provisional={!pooled(running.report)}
                    plugin={!pooled(running.report)}
                    label={
                      pooled(running.report)
                        ? 'Estimates pooled over the partitions that are there'
                        : 'First, plug-in values; nothing is claimed yet'
                    }
                  />
                )
              }
            </Figure>
            {!pooled(running.report) && (
              <p class="t-xs q gap-8">
                Bits. Open marks are plug-in values. Colour comes with the intervals.
              </p>
            )}
          </section>
        ) : (
          <p class="q">First values come when the first codes are there.</p>
        )}
      </div>
      <aside>
        <h2 class="below-12">Phases</h2>
        <Phases running={running} />
        <p class="t-xs q gap-16">Cancel keeps the files and the options.</p>
      </aside>
    </div>
  );
}

/** Whether a preview has estimates already, over the partitions that are there. */
const pooled = (report: NonNullable<RunState['report']>): boolean =>
  report.atoms_bits.redundancy.estimate !== null;
