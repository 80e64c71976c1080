/** Two analyses side by side, the difference of each quantity with its interval, and whether that is fair. */

import { useEffect, useRef } from 'preact/hooks';
import { Attribution, atomName } from '../../charts/attribution';
import { Differences } from '../../charts/differences';
import type { Compared, Comparison, Report } from '../../library';
import { attributionOf } from '../../state/figures';
import { comparisonOf, differencesOf } from '../../state/study/compared';
import { idOf, type Row, rowName, type Study } from '../../state/study/study';
import { isPlugin } from '../../text/claims';
import { bits, range } from '../../text/format';
import { plain, sentence } from '../../text/sentence';
import { comparedSentence, unlikeTwo } from '../../text/study';
import { useApp } from '../app-context';
import { Figure, Note } from '../parts';
import { Wide } from '../wide';

type Made = Row & { point: { report: Report } };

const TITLES = (names: readonly [string, string]): Record<Compared, string> => ({
  redundancy: 'shared, R',
  unique1: `${atomName('u1', names)}, U₁`,
  unique2: `${atomName('u2', names)}, U₂`,
  synergy: 'only together, S',
  i1: `${names[0]} alone, I₁`,
  i2: `${names[1]} alone, I₂`,
  i12: 'both together, I₁₂',
  c1: `unique share of ${names[0]}, C₁`,
});

/** A value with its interval. */
function Value({ report, quantity }: { report: Report; quantity: Compared }) {
  const all = { ...report.atoms_bits, ...report.information_bits };
  const found =
    quantity === 'c1'
      ? { ...report.contribution.c1, plugin: report.contribution.c1.estimate ?? 0 }
      : all[quantity];
  const { estimate, plugin, lower, upper } = found;
  return (
    <td class="num">
      {bits(estimate ?? plugin)}
      {lower !== null && upper !== null && <span class="t-xs q block">{range(lower, upper)}</span>}
    </td>
  );
}

function Table({
  a,
  b,
  names,
  comparison,
}: {
  a: Made;
  b: Made;
  names: [string, string];
  comparison: Comparison;
}) {
  const titles = TITLES([a.point.report.options.names[0], a.point.report.options.names[1]]);
  return (
    <Wide name="Differences" class="gap-16">
      <table class="numbers">
        <caption class="sr">Two analyses, and the second less the first</caption>
        <thead>
          <tr>
            <th scope="col">Quantity, bits</th>
            <th scope="col" class="num">
              A: {names[0]}
            </th>
            <th scope="col" class="num">
              B: {names[1]}
            </th>
            <th scope="col" class="num">
              B − A
            </th>
            <th scope="col">95 % interval</th>
            <th scope="col">Told apart</th>
          </tr>
        </thead>
        <tbody>
          {comparison.differences.map(({ quantity, difference, lower, upper }) => (
            <tr key={quantity}>
              <th scope="row">{titles[quantity]}</th>
              <Value report={a.point.report} quantity={quantity} />
              <Value report={b.point.report} quantity={quantity} />
              <td class="num">{bits(difference)}</td>
              <td class="nowrap">{lower === null || upper === null ? '–' : range(lower, upper)}</td>
              <td class="q">
                {lower === null || upper === null ? '–' : lower > 0 || upper < 0 ? 'yes' : 'no'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Whether the two may be compared, and how the interval is made. */
function Fair({ comparison }: { comparison: ReturnType<typeof comparisonOf> }) {
  const { differing, paired, same_samples: same, rule, hidden } = comparison;
  return (
    <div class="stack-s gap-16">
      {differing.length > 0 ? (
        <Note level="caution">
          <span class="lead">{unlikeTwo(differing)}</span> What differs below may come from that.
        </Note>
      ) : (
        <Note level="pass">Same number of samples, same K, same Y: fair to compare.</Note>
      )}
      {hidden && <Note level="note">Synergy and I₁₂ are left out: one has too few samples for them.</Note>}
      <p class="t-xs q measure">
        <b>{paired ? 'Paired.' : same ? 'Same rows, interval not paired.' : 'Not paired.'}</b> {rule}
      </p>
    </div>
  );
}

function Side({ row, beside, name, letter }: { row: Made; beside: Made; name: string; letter: string }) {
  const { actions } = useApp();
  const { report } = row.point;
  return (
    <div>
      <h3>
        {letter}: {name}
      </h3>
      <Figure class="gap-8">
        {(width) => (
          <Attribution
            data={attributionOf(report)}
            beside={attributionOf(beside.point.report)}
            width={width}
            label={`${name}. ${plain(sentence(report))}`}
            provisional={isPlugin(report)}
            compact
          />
        )}
      </Figure>
      <p class="gap-8">
        <button type="button" class="outline" onClick={() => actions.openRow(idOf(row))}>
          Open<span class="sr"> {name}</span>
        </button>
      </p>
    </div>
  );
}

const isMade = (row: Row | undefined): row is Made => Boolean(row?.point?.report);

/** One is chosen, another is to be. */
function One({ name }: { name: string }) {
  const { actions } = useApp();
  return (
    <p class="row middle" role="status">
      <span>
        <b>{name}</b> is to be compared. Choose another: Shift and click, or its box in the table.
      </span>
      <button type="button" class="outline" onClick={actions.endComparison}>
        Cancel
      </button>
    </p>
  );
}

function Two({ a, b, names }: { a: Made; b: Made; names: [string, string] }) {
  const { actions } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever ticked the second row in the table is far from here.
  useEffect(() => heading.current?.focus(), [names.join('\n')]);
  const comparison = comparisonOf(a.point.report, b.point.report);
  const said = comparedSentence(comparison);
  const data = differencesOf(comparison, a.point.report.options.names);
  return (
    <section class="compare" aria-labelledby="compare">
      <div class="head">
        <h2 id="compare" tabIndex={-1} ref={heading}>
          {said}
        </h2>
        <button type="button" class="outline" onClick={actions.endComparison}>
          Close
        </button>
      </div>
      <div class="halves gap-16">
        <Side row={a} beside={b} name={names[0]} letter="A" />
        <Side row={b} beside={a} name={names[1]} letter="B" />
      </div>
      <Figure class="gap-16">
        {(width) => <Differences data={data} width={width} label={`B less A. ${said}`} />}
      </Figure>
      <Fair comparison={comparison} />
      <Table a={a} b={b} names={names} comparison={comparison} />
    </section>
  );
}

export function Compare({ study }: { study: Study }) {
  const { state } = useApp();
  const chosen = state.studies.compared.value;
  const [a, b] = chosen.map((id) => study.rows.find((row) => idOf(row) === id));
  if (!isMade(a)) return null;
  const first = rowName(a, study.columns);
  return isMade(b) ? <Two a={a} b={b} names={[first, rowName(b, study.columns)]} /> : <One name={first} />;
}
