/** Samples in the plane of greatest variance, by code, by value of y or by what each adds; cards of codes. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { atomName } from '../charts/attribution';
import { ATOMS } from '../charts/marks';
import { Projection, type Reading } from '../charts/projection';
import type { Look } from '../library';
import type { Analysis } from '../state/analyses';
import { type Colour, clustered, commonest, labelsOf, projectionOf, type Source } from '../state/looked';
import { sizesOf } from '../state/tables';
import { bits, count, many, percent } from '../text/format';
import { useApp } from './app-context';
import { CodeCard } from './code-card';
import { Figure, Note, TableButton, Told } from './parts';
import { Wide } from './wide';

/** What samples are coloured by, and which value of y stands out. */
function Colours({ result }: { result: Analysis }) {
  const { state, actions } = useApp();
  const { report, extras } = result;
  const { colour, label } = state.seen.value;
  const [a, b, y] = report.options.names;
  const labels = labelsOf(report);
  const chosen = label ?? commonest(extras?.codes?.y ?? []);
  return (
    <div class="row middle gap-8 plane-by">
      <label>
        Coloured by{' '}
        <select
          value={colour}
          onChange={(event) => actions.see({ colour: event.currentTarget.value as Colour })}
        >
          <option value="code">code</option>
          <option value="label">{y}</option>
          {extras?.per_sample &&
            ATOMS.map((atom) => (
              <option key={atom} value={atom}>{`what each adds: ${atomName(atom, [a, b])}`}</option>
            ))}
        </select>
      </label>
      {colour === 'label' && (
        <label>
          stands out{' '}
          <select
            value={chosen}
            onChange={(event) => actions.see({ label: Number(event.currentTarget.value) })}
          >
            {labels.map((text, code) => (
              <option key={text} value={code} selected={code === chosen}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** Chooses a code by its number. */
function CodeSelect({ result, slot }: { result: Analysis; slot: Source }) {
  const { state, actions } = useApp();
  const { report, extras } = result;
  if (!extras) return null;
  const name = report.options.names[slot === 'x1' ? 0 : 1];
  const chosen = state.seen.value.codes[slot];
  return (
    <select
      class="gap-8"
      aria-label={`Code of ${name}`}
      onChange={({ currentTarget: { value } }) =>
        actions.chooseCode(slot, value === '' ? null : Number(value))
      }
    >
      <option value="" selected={chosen === null}>
        choose a code
      </option>
      {sizesOf(extras.counts, slot).map((size, code) => (
        <option key={code} value={code} selected={code === chosen}>
          {`code ${code}, ${many(size, 'sample')}`}
        </option>
      ))}
    </select>
  );
}

/** The chart of one input as a table: its codes. */
function CodesTable({ result, slot, look }: { result: Analysis; slot: Source; look: Look }) {
  const { report, extras } = result;
  if (!extras) return null;
  const name = report.options.names[slot === 'x1' ? 0 : 1];
  const place = (code: number, axis: 0 | 1): string => bits(look.centroids[2 * code + axis] ?? 0);
  return (
    <Wide name={`Codes of ${name} as numbers`} class="gap-12">
      <table class="numbers">
        <caption class="sr">{`Codes of ${name}: size, centroid in the plane, nearest rows`}</caption>
        <thead>
          <tr>
            <th scope="col">code</th>
            <th scope="col" class="num">
              n
            </th>
            <th scope="col" class="num">
              share
            </th>
            <th scope="col" class="num">
              first
            </th>
            <th scope="col" class="num">
              second
            </th>
            <th scope="col">nearest row</th>
          </tr>
        </thead>
        <tbody>
          {sizesOf(extras.counts, slot).map((size, code) => (
            <tr key={code}>
              <th scope="row">{code}</th>
              <td class="num">{count(size)}</td>
              <td class="num q">{percent(size / report.n)}</td>
              <td class="num">{place(code, 0)}</td>
              <td class="num">{place(code, 1)}</td>
              <td>{look.nearest[code]?.[0] ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** One input: its chart, and the card of the code that is chosen. */
function OneInput({ result, slot, reading }: { result: Analysis; slot: Source; reading: Reading }) {
  const { state, actions } = useApp();
  const { looked, seen, table } = state;
  const look = looked.value?.looks[slot];
  const code = seen.value.codes[slot];
  const data = useMemo(
    () => look && projectionOf(result, slot, look, seen.value),
    [result.id, slot, look, seen.value],
  );
  const name = result.report.options.names[slot === 'x1' ? 0 : 1];
  return (
    <div>
      {data && (
        <Figure>
          {(width) => (
            <Projection
              data={data}
              width={width}
              reading={reading}
              choose={(chosen) => actions.chooseCode(slot, chosen)}
            />
          )}
        </Figure>
      )}
      {look === null && (
        <p class="q">{`${name} is larger than memory and here in part only: its samples are not drawn.`}</p>
      )}
      {look && table.value && <CodesTable result={result} slot={slot} look={look} />}
      <CodeSelect result={result} slot={slot} />
      {code !== null && <CodeCard result={result} slot={slot} code={code} look={look ?? null} />}
    </div>
  );
}

const GONE = 'The samples are not here any more, so where they lie is not drawn; run on the files to see it.';

export function Plane({ result }: { result: Analysis }) {
  const { state, actions } = useApp();
  const [sample, read] = useState<number | null>(null);
  const own = clustered(result);
  const here = result.entries.length > 0 && own.length > 0;
  useEffect(() => {
    if (here) void actions.look();
  }, [result.id, here]);
  const { x1, x2 } = result.report.partition;
  if (!result.extras || (!x1 && !x2)) return null;
  const looked = state.looked.value?.id === result.id ? state.looked.value : null;
  const found = own.filter((slot) => looked?.looks[slot]);
  return (
    <section aria-labelledby="plane" aria-busy={looked?.busy}>
      <div class="row between">
        <h2 id="plane">Samples in the plane</h2>
        {found.length > 0 && <TableButton on={state.table} />}
      </div>
      {!here && <p class="q gap-4">{GONE}</p>}
      {here && !looked?.problem && found.length < own.length && looked?.busy !== false && (
        <p class="q gap-4" role="status">
          Placing the samples …
        </p>
      )}
      {looked?.problem && (
        <Note level="stop" class="gap-8">
          <Told problem={looked.problem} />
        </Note>
      )}
      {found.length > 0 && <Colours result={result} />}
      {here && looked && (
        <div class="planes gap-12">
          {own.map((slot) => (
            <OneInput key={slot} result={result} slot={slot} reading={[sample, read]} />
          ))}
        </div>
      )}
      {found.length > 0 && (
        <p class="t-xs q gap-8">
          First two principal components of each, after preparation; the same rows in both, which are numbered
          from 0 as NumPy counts. Numbers in circles: centroids. Distances in a plane are not those that
          K-means saw.
        </p>
      )}
    </section>
  );
}
