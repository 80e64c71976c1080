/** The matrix: which keys it is of, its cells to open and to compare, its scale. */

import { Rect } from '../../charts/marks';
import { CELL_HEIGHT, CELL_WIDTH, CellBar, type CellData, NONE } from '../../charts/matrix';
import { arranged, matrixOf, QUANTITIES, type Quantity, quantityName } from '../../state/study/matrix';
import { namesIn, type Study } from '../../state/study/study';
import { fairness } from '../../text/study';
import { useApp } from '../app-context';
import { Select } from '../select';
import { Wide } from '../wide';

/** Which key is down, which across, and the value of each other. */
function Choosing({ study }: { study: Study }) {
  const { state, actions } = useApp();
  const wish = state.studies.arrangement.value;
  const { down, across, rest, quantity } = arranged(study, wish);
  const [a, b] = namesIn(study);
  const keys = study.columns.map((name) => [name, name] as const);
  return (
    <div class="choosing">
      {study.columns.length > 1 && (
        <>
          <Select
            label="Rows"
            value={down}
            options={keys}
            onChange={(name) => actions.arrange({ down: name, across: name === across ? down : across })}
          />
          <Select
            label="Columns"
            value={across ?? ''}
            options={keys}
            onChange={(name) => actions.arrange({ across: name, down: name === down ? across : down })}
          />
        </>
      )}
      {rest
        .filter(({ values }) => values.length > 1)
        .map(({ name, values, at }) => (
          <Select
            key={name}
            label={name}
            value={at}
            options={values.map((value) => [value, value || 'none'] as const)}
            onChange={(value) => actions.arrange({ at: { ...wish.at, [name]: value } })}
          />
        ))}
      <Select
        label="Show"
        value={quantity}
        options={QUANTITIES.map((one) => [one, quantityName(one, [a, b])] as const)}
        onChange={(one) => actions.arrange({ quantity: one as Quantity })}
      />
    </div>
  );
}

const ABOUT: Record<CellData['state'], string> = {
  done: 'Open; with Shift: compare',
  coming: 'Still to come',
  failed: 'Not analysed',
};

function Cell({ cell, most }: { cell: CellData; most: number }) {
  const { state, actions } = useApp();
  const chosen = state.studies.compared.value.includes(cell.id);
  return (
    <button
      type="button"
      class="cell"
      data-state={cell.state}
      data-chosen={chosen ? '' : undefined}
      disabled={cell.state !== 'done'}
      aria-label={cell.text}
      title={`${cell.text}. ${ABOUT[cell.state]}.`}
      onClick={(event) => (event.shiftKey ? actions.compare(cell.id) : actions.openRow(cell.id))}
    >
      <svg width={CELL_WIDTH} height={CELL_HEIGHT} aria-hidden="true">
        <CellBar cell={cell} most={most} />
      </svg>
      <span class="figure">{cell.figure}</span>
    </button>
  );
}

/** What colours, length and numbers are. */
function Key({ study }: { study: Study }) {
  const { state } = useApp();
  const { legend, scale, figures } = matrixOf(study, state.studies.arrangement.value);
  const unlike = fairness(study);
  const swatch = (name: string, opacity?: number) => (
    <svg width="10" height="10" aria-hidden="true">
      <Rect x={0} y={0} width={10} height={10} class={name} {...(opacity && { opacity })} />
    </svg>
  );
  return (
    <p class="row t-xs q gap-8 legend">
      {legend.map(({ colour, name }) => (
        <span key={colour}>
          {swatch(`f-${colour}`)} {name}
        </span>
      ))}
      <span>{swatch('f-none', NONE)} not claimed</span>
      <span>
        {scale}; numbers: {figures}. Click opens an analysis, Shift and click compares two.
        {unlike && ` ${unlike} Compare with care.`}
      </span>
    </p>
  );
}

export function MatrixSection({ study }: { study: Study }) {
  const { state } = useApp();
  const wish = state.studies.arrangement.value;
  const { down, across } = arranged(study, wish);
  const { rows, columns, cells, most } = matrixOf(study, wish);
  return (
    <section aria-labelledby="matrix">
      <h2 id="matrix" class="sr">
        Matrix
      </h2>
      <Choosing study={study} />
      <Wide name="Matrix of analyses" class="gap-12">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{across === null ? down : `${down} × ${across}`}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((name, i) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map((column, j) => {
                  const cell = cells[i]?.[j];
                  return <td key={column}>{cell ? <Cell cell={cell} most={most} /> : ''}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <Key study={study} />
    </section>
  );
}
