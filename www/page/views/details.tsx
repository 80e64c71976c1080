/** Details: the table of codes, sizes of codes, convergence of the certificate, every setting. */

import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Convergence } from '../charts/convergence';
import { Heatmap } from '../charts/heatmap';
import { Sizes } from '../charts/sizes';
import type { Report } from '../library';
import type { Result } from '../state/analyses';
import { clustered, NOTHING_SEEN, type Source } from '../state/looked';
import { type Pair, pairTable, sizesOf } from '../state/tables';
import { count, power, ratio, shape } from '../text/format';
import { useApp } from './app-context';
import { bringCard } from './code-card';
import { Figure, TableButton } from './parts';
import { PerSample } from './per-sample';
import { Plane } from './plane';
import { CertificatesTable, CountsTable } from './twins';

const short = (name: string): string => (name.length > 16 ? `${name.slice(0, 15)}…` : name);

function Joint({ result }: { result: Result }) {
  const { state, actions } = useApp();
  const [pair, setPair] = useState<Pair>('x1-x2');
  const table = useSignal(false);
  const { report, extras } = result;
  if (!extras) return null;
  const [a, b, y] = report.options.names.map(short) as [string, string, string];
  const choices: [Pair, string][] = [
    ['x1-x2', `${a} × ${b}`],
    ['x1-y', `${a} × ${y}`],
    ['x2-y', `${b} × ${y}`],
  ];
  const data = pairTable(extras.counts, report, pair);
  const own = clustered(result);
  const choose = (row: number, column: number): void => {
    const [first, second]: Source[] = pair === 'x1-x2' ? ['x1', 'x2'] : pair === 'x1-y' ? ['x1'] : ['x2'];
    if (first && own.includes(first)) actions.chooseCode(first, row);
    if (second && own.includes(second)) actions.chooseCode(second, column);
    bringCard();
  };
  const { codes } = own.length > 0 ? state.seen.value : NOTHING_SEEN;
  const chosen = {
    'x1-x2': [codes.x1, codes.x2],
    'x1-y': [codes.x1, null],
    'x2-y': [codes.x2, null],
  }[pair] as [number | null, number | null];
  const { k1, k2, ky, occupied_cells, samples_per_triple_cell } = report.partition;
  return (
    <section aria-labelledby="joint">
      <div class="row between middle">
        <h2 id="joint">Samples by code</h2>
        <div class="seg" role="group" aria-label="Which two">
          {choices.map(([key, name]) => (
            <button type="button" aria-pressed={pair === key} onClick={() => setPair(key)}>
              {name}
            </button>
          ))}
        </div>
      </div>
      <Figure class="gap-16">
        {(width) => <Heatmap data={data} width={width} choose={choose} chosen={chosen} />}
      </Figure>
      <p class="row between t-xs q gap-8">
        <span>
          The stronger a cell, the more samples. The triple table has {ratio(samples_per_triple_cell)} samples
          a cell; {count(occupied_cells)} of its {count(k1 * k2 * ky)} cells hold any.
        </span>
        <TableButton on={table} />
      </p>
      {table.value && <CountsTable data={data} />}
    </section>
  );
}

function CodeSizes({ result }: { result: Result }) {
  const { state, actions } = useApp();
  const { report, extras } = result;
  if (!extras) return null;
  const [a, b, y] = report.options.names;
  const own = clustered(result);
  return (
    <section aria-labelledby="sizes">
      <h2 id="sizes">Sizes of codes</h2>
      <div class="grid3 gap-12">
        {(
          [
            ['x1', a],
            ['x2', b],
            ['y', y],
          ] as const
        ).map(([slot, name]) => (
          <Figure>
            {(width) => {
              const sizes = sizesOf(extras.counts, slot);
              if (slot === 'y' || !own.includes(slot))
                return <Sizes name={name} sizes={sizes} width={width} />;
              const choose = (code: number): void => {
                actions.chooseCode(slot, code);
                bringCard();
              };
              return <Sizes {...{ name, sizes, width, choose }} chosen={state.seen.value.codes[slot]} />;
            }}
          </Figure>
        ))}
      </div>
    </section>
  );
}

function Certificate({ result }: { result: Result }) {
  const table = useSignal(false);
  const { report, extras } = result;
  const { solver } = report;
  const trace = extras?.trace ?? [];
  const [lower, upper] = [solver.lower_bits, solver.upper_bits].map((bound) => bound.toFixed(7));
  return (
    <section aria-labelledby="certificate">
      <h2 id="certificate">Certificate</h2>
      <p class="q gap-4">
        The union information lies between {lower} and {upper} bits: gap {power(solver.gap_bits)},{' '}
        {solver.iterations === 1 ? '1 iteration' : `${count(solver.iterations)} iterations`},{' '}
        {solver.termination.replaceAll('_', ' ')}.
      </p>
      {trace.length > 1 && (
        <>
          <Figure class="gap-12">
            {(width) => (
              <Convergence data={{ trace, tolerance: report.options.tolerance_bits }} width={width} />
            )}
          </Figure>
          <p class="t-xs q gap-8">
            <TableButton on={table} />
          </p>
          {table.value && <CertificatesTable trace={trace} />}
        </>
      )}
    </section>
  );
}

const CHOICE: Record<Report['partition']['choice'], string> = {
  auto: 'chosen',
  set: 'set by hand',
  labels: 'labels',
};

/** What K-means was given; nothing of it where all are labels. */
function clustering({ options, partition }: Report): [string, string][] {
  const { preparation } = options;
  const agreements = [partition.seed_agreement_x1, partition.seed_agreement_x2];
  const steps = [
    preparation.l2 && 'L2-normalised',
    preparation.centre && 'centred',
    preparation.pca && `${preparation.pca} principal components`,
    preparation.whiten && 'whitened',
  ];
  return [
    ['Preparation', steps.filter(Boolean).join(', ') || 'none'],
    [
      'K-means',
      `${options.partitions} partitions, ${options.n_init} restarts each, ` +
        `at most ${options.max_iterations} iterations`,
    ],
    ...(agreements.some((v) => v !== null)
      ? [
          [
            'Agreement of partitions',
            agreements.map((v) => (v === null ? '–' : v.toFixed(2))).join(', '),
          ] as [string, string],
        ]
      : []),
  ];
}

/** Every setting as name and value. */
function settings(report: Report): [string, string][] {
  const { options, partition } = report;
  const { k1, k2, ky, choice } = partition;
  return [
    ['Samples', count(report.n)],
    ['Codes', `K = ${k1 === k2 ? k1 : `${k1} and ${k2}`}, Ky = ${ky} (${CHOICE[choice]})`],
    ...(choice === 'labels' ? [] : clustering(report)),
    ['Method', options.method === 'full' ? 'estimates with intervals' : 'plug-in only'],
    ['Asked gap', `${power(options.tolerance_bits)} bits`],
    ['Random seed', String(options.seed)],
    ['Engine', `Modalens ${report.engine}`],
  ];
}

function Settings({ report, namesShared }: { report: Report; namesShared: boolean }) {
  return (
    <section aria-labelledby="settings">
      <h2 id="settings" class="below-12">
        Settings
      </h2>
      <dl class="pairs">
        {settings(report).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h2 class="gap-32 below-12">Inputs</h2>
      <dl class="pairs">
        {(['x1', 'x2', 'y'] as const).map((slot) => {
          const { name, shape: size, dtype, sha256 } = report.inputs[slot];
          return (
            <>
              <dt>{slot.toUpperCase()}</dt>
              <dd>
                {(namesShared && name) || 'name not shared'}
                <br />
                <span class="q">
                  {shape(size)}, {dtype}
                </span>
                {sha256 && (
                  <>
                    <br />
                    <code class="q hash" title={`SHA-256 ${sha256}`}>
                      {sha256.slice(0, 16)}…
                    </code>
                  </>
                )}
              </dd>
            </>
          );
        })}
      </dl>
    </section>
  );
}

export default function Details() {
  const { state } = useApp();
  const result = state.result.value;
  if (!result) return null;
  return (
    <div class="cols">
      <div class="stack">
        <h1 class="t-xl" tabIndex={-1}>
          <b>Details:</b> what the numbers are made of
        </h1>
        {!result.extras && (
          <p class="q">The counts are not in the link, so the tables of codes cannot be drawn.</p>
        )}
        <Joint result={result} />
        <CodeSizes result={result} />
        <Plane result={result} />
        <PerSample report={result.report} />
        <Certificate result={result} />
      </div>
      <aside>
        <Settings report={result.report} namesShared={state.origin.value?.namesShared ?? true} />
      </aside>
    </div>
  );
}
