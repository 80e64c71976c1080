/** The rows of a study in figures: sorted by a heading, filtered by words, chosen to be compared. */

import { useState } from 'preact/hooks';
import { SYMBOL } from '../../charts/marks';
import type { Band, SeriesPoint } from '../../library';
import { atomAt, synergyHiddenAt } from '../../state/curves';
import { shareOf } from '../../state/study/matrix';
import { filtered, NUMBERS, type NumberColumn, type Sorting, sorted } from '../../state/study/rows';
import { idOf, type Row, rowName, type Study } from '../../state/study/study';
import { bits, count, range } from '../../text/format';
import { useApp } from '../app-context';
import { TextButton } from '../parts';
import { Wide } from '../wide';

const TITLES: Record<NumberColumn, string> = {
  n: 'n',
  ...SYMBOL,
  i12: 'I₁₂',
  c1: 'C₁',
};

/** Rows that are drawn at once. */
const SHOWN = 100;

function Heading({ by, children, num }: { by: NonNullable<Sorting['by']>; children: string; num?: boolean }) {
  const { state, actions } = useApp();
  const { by: now, down } = state.studies.sorting.value;
  const mine = JSON.stringify(now) === JSON.stringify(by);
  return (
    <th
      scope="col"
      class={num ? 'num' : ''}
      aria-sort={mine ? (down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" class="text sort" onClick={() => actions.sortBy(by)}>
        {children}
        <span aria-hidden="true">{mine ? (down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

function Figure({
  band,
  hidden = false,
  share = false,
}: {
  band: Band | null;
  hidden?: boolean;
  share?: boolean;
}) {
  if (!band || hidden) return <td class="num q">{hidden ? 'hidden' : '–'}</td>;
  const { estimate, plugin, lower, upper, present } = band;
  const claimed = share || present === true;
  return (
    <td class={`num ${claimed ? '' : 'q'}`}>
      {bits(estimate ?? plugin)}
      {lower !== null && upper !== null && <span class="t-xs q block">{range(lower, upper)}</span>}
    </td>
  );
}

function Figures({ point }: { point: SeriesPoint }) {
  const hidden = synergyHiddenAt(point);
  return (
    <>
      <td class="num q">{count(point.n)}</td>
      {(['r', 'u1', 'u2'] as const).map((atom) => (
        <Figure key={atom} band={atomAt(point, atom)} />
      ))}
      <Figure band={atomAt(point, 's')} hidden={hidden} />
      <Figure band={point.information_bits.i12} hidden={hidden} share />
      <Figure band={shareOf(point)} share />
    </>
  );
}

function Line({ row, study }: { row: Row; study: Study }) {
  const { state, actions } = useApp();
  const id = idOf(row);
  const name = rowName(row, study.columns);
  const { point, error } = row;
  return (
    <tr data-chosen={state.studies.compared.value.includes(id) ? '' : undefined}>
      <td class="check">
        <input
          type="checkbox"
          aria-label={`Compare ${name}`}
          checked={state.studies.compared.value.includes(id)}
          disabled={!point?.report}
          onChange={() => actions.compare(id)}
        />
      </td>
      {study.columns.map((column, i) => (
        <td key={column}>
          {i === 0 && point ? (
            <TextButton onClick={() => actions.openRow(id)} aria-label={`Open ${name}`}>
              {row.keys[column] ?? '–'}
            </TextButton>
          ) : (
            row.keys[column]
          )}
        </td>
      ))}
      {point ? (
        <Figures point={point} />
      ) : (
        <td colSpan={NUMBERS.length} class="q">
          {error ? `Not analysed. ${error.message} ${error.hint}` : 'still to come'}
        </td>
      )}
    </tr>
  );
}

export function RowsTable({ study }: { study: Study }) {
  const { state, actions } = useApp();
  const { filter, sorting } = state.studies;
  const [all, showAll] = useState(false);
  const rows = sorted(filtered(study.rows, filter.value), sorting.value);
  const shown = all ? rows : rows.slice(0, SHOWN);
  return (
    <section aria-labelledby="rows">
      <div class="row between below-12">
        <h2 id="rows">All analyses</h2>
        <label class="row middle filter">
          <span class="q">Filter</span>
          <input
            type="text"
            placeholder={`${study.columns.join(', ')}`}
            value={filter.value}
            onInput={(event) => actions.filterRows(event.currentTarget.value)}
          />
          <span class="t-xs q" role="status">
            {filter.value.trim() ? `${count(rows.length)} of ${count(study.rows.length)}` : ''}
          </span>
        </label>
      </div>
      <Wide name="All analyses in figures">
        <table class="numbers study">
          <caption class="sr">All analyses, bits</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="sr">Compare</span>
              </th>
              {study.columns.map((name) => (
                <Heading key={name} by={{ key: name }}>
                  {name}
                </Heading>
              ))}
              {NUMBERS.map((number) => (
                <Heading key={number} by={{ number }} num>
                  {TITLES[number]}
                </Heading>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Line key={idOf(row)} row={row} study={study} />
            ))}
          </tbody>
        </table>
      </Wide>
      {shown.length < rows.length && (
        <p class="gap-8">
          <TextButton onClick={() => showAll(true)}>Show all {count(rows.length)}</TextButton>
        </p>
      )}
      <p class="t-xs q gap-8">
        Bits, with 95 % intervals; C₁ is a share. Pale: not claimed. Tick two rows to compare them.
      </p>
    </section>
  );
}
