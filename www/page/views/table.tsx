/** The numbers of the attribution chart as a table. */

import { atomName } from '../charts/attribution';
import { ATOMS, SYMBOL } from '../charts/marks';
import type { Estimate } from '../library';
import type { Result } from '../state/analyses';
import { truthOf } from '../state/figures';
import { atomsOf, isPlugin, stateOf } from '../text/claims';
import type { Quantity } from '../text/explain';
import { bits, range } from '../text/format';
import { useApp } from './app-context';
import { TextButton } from './parts';

interface RowSpec {
  key: Quantity;
  name: string;
  symbol: string;
  estimate: Estimate;
  claim: string;
  truth?: number;
}

function rows({ report, truth }: Result): RowSpec[] {
  const [a, b] = report.options.names;
  const atoms = atomsOf(report);
  const { i1, i2, i12 } = report.information_bits;
  const exact = truth ? truthOf(truth) : null;
  const claims = { claimed: 'present', unclaimed: 'no claim', hidden: 'hidden: too few samples' };
  return [
    { key: 'i1', name: `${a} alone`, symbol: 'I₁', estimate: i1, claim: '' },
    { key: 'i2', name: `${b} alone`, symbol: 'I₂', estimate: i2, claim: '' },
    { key: 'i12', name: 'both together', symbol: 'I₁₂', estimate: i12, claim: '' },
    ...ATOMS.map(
      (atom): RowSpec => ({
        key: atom,
        name: atomName(atom, [a, b]),
        symbol: SYMBOL[atom],
        estimate: atoms[atom],
        claim: isPlugin(report) ? '' : claims[stateOf(report, atom)],
        ...(exact ? { truth: exact[atom] } : {}),
      }),
    ),
  ];
}

export function NumbersTable({ result }: { result: Result }) {
  const { actions } = useApp();
  const cell = (value: number | null) => (value === null ? '–' : bits(value));
  return (
    <div class="scroll gap-16" role="region" aria-label="Numbers of the chart">
      <table class="numbers">
        <caption class="sr">Attribution in bits</caption>
        <thead>
          <tr>
            <th scope="col">Quantity</th>
            <th scope="col">
              <span class="sr">Symbol</span>
            </th>
            <th scope="col" class="num">
              Estimate
            </th>
            <th scope="col">95 % interval</th>
            <th scope="col" class="num">
              Plug-in
            </th>
            <th scope="col" class="num">
              SE
            </th>
            {result.truth && (
              <th scope="col" class="num">
                Truth
              </th>
            )}
            <th scope="col">Claim</th>
            <th scope="col">Seeds</th>
          </tr>
        </thead>
        <tbody>
          {rows(result).map(({ key, name, symbol, estimate, claim, truth }) => {
            const hidden = claim.startsWith('hidden');
            return (
              <tr>
                <th scope="row">{name}</th>
                <td>
                  <TextButton onClick={() => actions.explain(key)} aria-label={`How is ${symbol} computed?`}>
                    {symbol}
                  </TextButton>
                </td>
                <td class="num">{hidden ? '–' : cell(estimate.estimate)}</td>
                <td class="nowrap">
                  {hidden || estimate.lower === null || estimate.upper === null
                    ? '–'
                    : range(estimate.lower, estimate.upper)}
                </td>
                <td class="num q">{cell(estimate.plugin)}</td>
                <td class="num">{hidden ? '–' : cell(estimate.se)}</td>
                {result.truth && <td class="num">{truth === undefined ? '' : bits(truth)}</td>}
                <td class="nowrap">{claim}</td>
                <td class="nowrap">
                  {estimate.present_in_partitions
                    ? `${estimate.present_in_partitions[0]} of ${estimate.present_in_partitions[1]}`
                    : ''}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
