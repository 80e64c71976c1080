/** A run under way: what is being loaded or done, how far it is, first values in grey. */

import { Attribution } from '../charts/attribution';
import type { Report } from '../library';
import type { Running as RunState } from '../state/app';
import { attributionOf } from '../state/figures';
import { type Loaded, pending, share } from '../state/loads';
import { count, loadedOf, opening, remaining, seconds } from '../text/format';
import { phaseName } from '../text/phases';
import { useApp } from './app-context';
import { Figure, Note, Told } from './parts';
import { ProgressBar } from './progress';

/** Time left, once the work has gone on long enough to tell. */
function left({ done, started, now }: RunState): string {
  const spent = started === null ? 0 : now - started;
  return done > 0.03 && spent > 400 ? `, ${remaining((spent * (1 - done)) / done)}` : '';
}

/** What is being done, and how much of it: bytes loaded, bytes read, then tasks. */
function doing(running: RunState, loading: Loaded | null): [lead: string, rest: string] {
  if (loading) return [`Loading the ${running.wants.length > 1 ? 'example' : 'engine'}`, loadedOf(loading)];
  const now = running.phases.find((phase) => phase.state === 'now');
  const percent = `${Math.round(running.done * 100)} %`;
  if (!now) return ['Reading the files', running.read?.total ? loadedOf(running.read) : percent];
  const tasks = `${count(now.done)} of ${count(now.total)}`;
  return [opening(phaseName(now.id, running.names)), now.total > 1 ? tasks : percent];
}

/** "Loading the example: 0.4 of 2.6 MB", then "Intervals: 13 of 20, about 2 s left". */
function Headline({ running }: { running: RunState }) {
  const { state } = useApp();
  const loading = pending(state.loads.value, running.wants);
  const [lead, rest] = doing(running, loading);
  return (
    <h1 class="t-xl" tabIndex={-1}>
      <b>{lead}:</b> {rest}
      {!loading && left(running)}
    </h1>
  );
}

function Phases({ running }: { running: RunState }) {
  const phases = running.phases.filter((phase) => phase.total > 0 || phase.state !== 'done');
  if (phases.length === 0) return <p class="q">They are listed once the files are read.</p>;
  return (
    <ol class="steps">
      {phases.map((phase) => (
        <li key={phase.id} class={`step ${phase.state}`}>
          <span class="when">{phase.state}</span>
          <span>{phaseName(phase.id, running.names)}</span>
          <span class="num">
            {phase.state === 'done'
              ? phase.ms !== null && seconds(phase.ms)
              : phase.total > 0 && `${count(phase.done)} / ${count(phase.total)}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Whether a preview has estimates already, over the partitions that are there. */
const pooled = (report: Report): boolean => report.atoms_bits.redundancy.estimate !== null;

/** What is known so far: plug-in values, then estimates over more and more partitions. */
function SoFar({ report }: { report: Report | null }) {
  if (!report) return <p class="q">First values come when the first codes are there.</p>;
  const estimates = pooled(report);
  const { partitions } = report;
  const [title, about, label] = estimates
    ? [
        'Estimates so far',
        `pooled over ${partitions.length} of ${report.options.partitions} partitions`,
        'Estimates pooled over the partitions that are there',
      ]
    : [
        'First values',
        'are plug-in, biased upwards: nothing is claimed yet',
        'First, plug-in values; nothing is claimed yet',
      ];
  return (
    <section>
      <h2>
        {title} <span class="q light">{about}</span>
      </h2>
      <Figure class="gap-16">
        {(width) => (
          <Attribution
            data={attributionOf(report)}
            width={width}
            provisional={!estimates}
            plugin={!estimates}
            label={label}
          />
        )}
      </Figure>
      {!estimates && (
        <p class="t-xs q gap-8">Bits. Open marks are plug-in values. Colour comes with the intervals.</p>
      )}
    </section>
  );
}

export function Running() {
  const { state, actions } = useApp();
  const running = state.running.value;
  if (!running) return null;
  return (
    <div class="cols">
      <div class="stack">
        <div>
          <div class="head">
            <Headline running={running} />
            <button type="button" class="outline" onClick={() => actions.cancel()}>
              Cancel<span class="sr">; files stay loaded</span>
            </button>
          </div>
          <div class="gap-12">
            <ProgressBar share={share(running, state.loads.value)} label="Whole run" />
          </div>
        </div>
        {running.silence && (
          <div role="alert">
            <Note level="caution">
              <Told problem={running.silence} />
            </Note>
          </div>
        )}
        <SoFar report={running.report} />
      </div>
      <aside>
        <h2 class="below-12">Phases</h2>
        <Phases running={running} />
        <p class="t-xs q gap-16">Cancel keeps the files and the options.</p>
      </aside>
    </div>
  );
}
