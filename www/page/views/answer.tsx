/** The answer: sentence, attribution, contribution, and how far to trust them. */

import { Attribution } from '../charts/attribution';
import { Contribution } from '../charts/contribution';
import type { Report } from '../library';
import type { Result } from '../state/analyses';
import { attributionOf, contributionOf } from '../state/figures';
import { isPlugin } from '../text/claims';
import { bits, range } from '../text/format';
import { keptByCodes } from '../text/kept';
import { plain, sentence } from '../text/sentence';
import { useApp } from './app-context';
import { Explain } from './explain';
import { LabelAwareSection } from './label-aware';
import { Figure, Sentence, Switch, TableButton, TextButton } from './parts';
import { StrataSection } from './strata';
import { NumbersTable } from './table';
import { Trust } from './trust';

/** What the marks mean, only as far as they are drawn. */
function Key({ result }: { result: Result }) {
  const { atoms, i12, read: probed } = attributionOf(result.report);
  const read = probed !== null && probed > i12.value;
  const unclaimed = Object.values(atoms).some(({ state }) => state === 'unclaimed');
  if (isPlugin(result.report)) return <span>Bits. Plug-in values: no interval, nothing claimed.</span>;
  const parts = [
    'Bits; lines are 95 % intervals. Lanes start at their own zero.',
    unclaimed ? 'Grey: no claim.' : '',
    read ? 'Hairlines: a probe reads this, the codes lose it.' : '',
    result.truth ? 'Diamond: truth.' : '',
  ];
  return <span>{parts.filter(Boolean).join(' ')}</span>;
}

/** What can be shown besides: marks, the table, the explanation. */
function Switches({ report }: { report: Report }) {
  const { state, actions } = useApp();
  const { table, explained, lane } = state;
  return (
    <span class="row">
      {!isPlugin(report) && (
        <Switch on={state.plugin}>
          plug-in <span aria-hidden="true">○</span>
        </Switch>
      )}
      {report.partitions.length > 1 && (
        <Switch on={state.dots}>
          partitions <span aria-hidden="true">·</span>
        </Switch>
      )}
      <TableButton on={table} />
      <TextButton
        aria-expanded={explained.value !== null}
        onClick={() => actions.explain(explained.value === null ? lane.value : null)}
      >
        how is this computed?
      </TextButton>
    </span>
  );
}

/** The attribution chart with its switches, its table and its explanations. */
export function AttributionSection({ result }: { result: Result }) {
  const { state, actions } = useApp();
  const { report, truth } = result;
  const provisional = isPlugin(report);
  const kept = keptByCodes(report);
  return (
    <section aria-labelledby="atoms">
      <h2 class="sr" id="atoms">
        Attribution
      </h2>
      <Figure>
        {(width) => (
          <Attribution
            data={attributionOf(report, truth)}
            width={width}
            plugin={state.plugin.value || provisional}
            partitions={state.dots.value}
            provisional={provisional}
            label={`Attribution in bits. ${plain(sentence(report))}`}
            lanes={{ current: state.lane.value, focus: actions.focusLane, open: actions.explain }}
          />
        )}
      </Figure>
      <p class="row between t-xs q gap-8">
        <Key result={result} />
        <Switches report={report} />
      </p>
      {kept && <p class="gap-8">{kept}</p>}
      {state.table.value && <NumbersTable result={result} />}
      {state.explained.value !== null && <Explain report={report} quantity={state.explained.value} />}
    </section>
  );
}

function contributionLabel(result: Result): string {
  const { unique, shapley, names } = contributionOf(result.report);
  const say = (name: string, share: typeof unique): string => {
    if (!('value' in share)) return `${name} undefined, because ${share.undefinedBecause}`;
    const { value, lower, upper } = share;
    const ends = lower !== null && upper !== null ? `, ${range(lower, upper)}` : '';
    return `${name} of ${names[0]} ${bits(value)}${ends}`;
  };
  return `${say('Unique share', unique)}. ${say('Shapley share', shapley)}.`;
}

function ContributionSection({ result }: { result: Result }) {
  const { actions } = useApp();
  return (
    <section aria-labelledby="contribution">
      <div class="row between">
        <h2 id="contribution">Contribution</h2>
        <span class="t-xs q">
          <TextButton onClick={() => actions.explain('c')}>how is this computed?</TextButton>
        </span>
      </div>
      <Figure class="gap-8">
        {(width) => (
          <Contribution
            data={contributionOf(result.report)}
            width={width}
            label={contributionLabel(result)}
          />
        )}
      </Figure>
    </section>
  );
}

export function Answer() {
  const { state } = useApp();
  const result = state.result.value;
  if (!result) return null;
  const { report } = result;
  // In one column what forbids a number comes before the number.
  const stop = report.warnings.some(({ level }) => level === 'stop');
  return (
    <div class="answer" data-stop={stop ? '' : undefined}>
      <Sentence words={sentence(report)} class="t-xl measure said-area" />
      <div class="stack figures-area">
        <AttributionSection result={result} />
        <ContributionSection result={result} />
        <LabelAwareSection result={result} />
        <StrataSection report={report} />
      </div>
      <Trust report={report} />
    </div>
  );
}
