/** The decomposition within strata, beside that of all samples. */

import { stratumSynergyHidden, synergyHidden } from '../../lib/types/report';
import { atomName } from '../charts/attribution';
import { ATOMS } from '../charts/marks';
import type { Report, Stratum } from '../library';
import { atomsOf, isPlugin } from '../text/claims';
import { bits, count, range } from '../text/format';
import { Wide } from './wide';

interface RowSpec {
  name: string;
  found: Stratum | Report;
  hidden: boolean;
  kind: 'stratum' | 'mean' | 'all';
}

function rows(report: Report): RowSpec[] {
  const { strata } = report;
  if (!strata) return [];
  return [
    ...strata.each.map(
      (found): RowSpec => ({
        name: found.label ?? '',
        found,
        hidden: stratumSynergyHidden(report, found),
        kind: 'stratum',
      }),
    ),
    ...(strata.mean
      ? [
          {
            name: 'mean within strata',
            found: strata.mean,
            hidden: stratumSynergyHidden(report, strata.mean),
            kind: 'mean',
          } as const,
        ]
      : []),
    { name: 'all samples', found: report, hidden: synergyHidden(report), kind: 'all' },
  ];
}

function Row({ spec: { name, found, hidden, kind }, plugin }: { spec: RowSpec; plugin: boolean }) {
  const atoms = atomsOf(found);
  return (
    <tr class={kind}>
      <th scope="row">{name}</th>
      <td class="num q">{count(found.n)}</td>
      {ATOMS.map((atom) => {
        const { estimate, plugin: value, lower, upper, present } = atoms[atom];
        if (atom === 's' && hidden) return <td class="num q">hidden</td>;
        return (
          <td class={`num ${plugin || present ? '' : 'q'}`}>
            {bits(estimate ?? value)}
            {lower !== null && upper !== null && <span class="t-xs q block">{range(lower, upper)}</span>}
            {!plugin && !present && <span class="sr">, no claim</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** Nothing where no strata were given. */
export function StrataSection({ report }: { report: Report }) {
  const {
    strata,
    options: {
      names: [a, b],
    },
  } = report;
  if (!strata) return null;
  const specs = rows(report);
  const plugin = isPlugin(report);
  const small = strata.left_out.map(({ label, n }) => `${label} (${count(n)})`).join(', ');
  return (
    <section aria-labelledby="strata">
      <h2 id="strata">
        Within strata{strata.input.name ? <span class="q"> of {strata.input.name}</span> : ''}
      </h2>
      {strata.verdict && <p class="gap-4">{strata.verdict.sentence}</p>}
      <Wide name="Atoms within strata" class="gap-8">
        <table class="numbers strata">
          <caption class="sr">Atoms within strata and over all samples, bits</caption>
          <thead>
            <tr>
              <th scope="col">Stratum</th>
              <th scope="col" class="num">
                n
              </th>
              {ATOMS.map((atom) => (
                <th scope="col" class="num">
                  {atomName(atom, [a, b])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {specs.map((spec) => (
              <Row spec={spec} plugin={plugin} />
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="t-s q gap-8">
        Bits{plugin ? ', plug-in values' : '; grey: no claim'}. What all samples show and strata do not
        follows the stratum, not the samples within one.
        {small && ` Left out for want of samples: ${small}.`}
        {specs.some(({ hidden }) => hidden) && ' Hidden: too few samples for synergy.'}
      </p>
    </section>
  );
}
