/** The numbers of the attribution chart as a table; a phone shows the columns that have room. */

import type { ComponentChildren } from 'preact';
import { atomName } from '../charts/attribution';
import { ATOMS, SYMBOL } from '../charts/marks';
import type { Estimate } from '../library';
import type { Result } from '../state/analyses';
import { truthOf } from '../state/figures';
import { atomsOf, isPlugin, stateOf } from '../text/claims';
import type { Quantity } from '../text/explain';
import { bits, range } from '../text/format';
import { type Shown, shownOf } from '../text/shown';
import { useApp } from './app-context';
import { TextButton } from './parts';
import { Wide } from './wide';

interface RowSpec {
  key: Quantity & keyof Shown;
  name: string;
  symbol: string;
  estimate: Estimate;
  hidden: boolean;
  claim: string;
  truth?: number;
}

const CLAIMS = { claimed: 'present', unclaimed: 'no claim', hidden: 'hidden: too few samples' };

function rows({ report, truth }: Result): RowSpec[] {
  const [a, b] = report.options.names;
  const atoms = atomsOf(report);
  const { i1, i2, i12 } = report.information_bits;
  const exact = truth ? truthOf(truth) : null;
  const thin = stateOf(report, 's') === 'hidden';
  const total = { hidden: false, claim: '' };
  return [
    { key: 'i1', name: `${a} alone`, symbol: 'I₁', estimate: i1, ...total },
    { key: 'i2', name: `${b} alone`, symbol: 'I₂', estimate: i2, ...total },
    { key: 'i12', name: 'both together', symbol: 'I₁₂', estimate: i12, hidden: thin, claim: '' },
    ...ATOMS.map(
      (atom): RowSpec => ({
        key: atom,
        name: atomName(atom, [a, b]),
        symbol: SYMBOL[atom],
        estimate: atoms[atom],
        hidden: stateOf(report, atom) === 'hidden',
        claim: isPlugin(report) ? '' : CLAIMS[stateOf(report, atom)],
        ...(exact ? { truth: exact[atom] } : {}),
      }),
    ),
  ];
}

/** What the numbers are written as: estimates and plug-in values each add up for themselves. */
interface Written {
  estimates: Shown | null;
  plugins: Shown;
  truth: boolean;
}

function Row({ spec, written }: { spec: RowSpec; written: Written }) {
  const { actions } = useApp();
  const { key, name, symbol, estimate, hidden, claim, truth } = spec;
  const { lower, upper, se, present_in_partitions: partitions } = estimate;
  return (
    <tr>
      <th scope="row">
        {name}{' '}
        <TextButton onClick={() => actions.explain(key)} aria-label={`How is ${symbol} computed?`}>
          {symbol}
        </TextButton>
      </th>
      <td class="num">{hidden || !written.estimates ? '–' : written.estimates[key]}</td>
      <td class="nowrap">{hidden || lower === null || upper === null ? '–' : range(lower, upper)}</td>
      <td class="num q">{written.plugins[key]}</td>
      {written.truth && <td class="num">{truth === undefined ? '' : bits(truth)}</td>}
      <td class="num wide">{hidden || se === null ? '–' : bits(se)}</td>
      <td class="nowrap wide">{claim}</td>
      <td class="nowrap wide">{partitions ? `${partitions[0]} of ${partitions[1]}` : ''}</td>
    </tr>
  );
}

const Column = ({ children, class: name }: { children: ComponentChildren; class?: string }) => (
  <th scope="col" class={name}>
    {children}
  </th>
);

export function NumbersTable({ result, name = 'Numbers of the chart' }: { result: Result; name?: string }) {
  const { report } = result;
  const written: Written = {
    estimates: isPlugin(report) ? null : shownOf(report),
    plugins: shownOf(report, ({ plugin }) => plugin),
    truth: result.truth !== null,
  };
  return (
    <Wide name={name} class="gap-16">
      <table class="numbers">
        <caption class="sr">Attribution in bits</caption>
        <thead>
          <tr>
            <Column>Quantity</Column>
            <Column class="num">Estimate</Column>
            <Column>95 % interval</Column>
            <Column class="num">Plug-in</Column>
            {written.truth && <Column class="num">Truth</Column>}
            <Column class="num wide">SE</Column>
            <Column class="wide">Claim</Column>
            <Column class="wide">Partitions</Column>
          </tr>
        </thead>
        <tbody>
          {rows(result).map((spec) => (
            <Row key={spec.key} spec={spec} written={written} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
