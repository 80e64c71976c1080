/** What samples add to the atoms on average, by label and by stratum. */

import { atomName } from '../charts/attribution';
import { ATOMS } from '../charts/marks';
import type { Report } from '../library';
import { truthOf } from '../state/figures';
import { bits, count } from '../text/format';
import { Wide } from './wide';

type Groups = NonNullable<Report['samples']>['by_label'];

function Groups({
  title,
  groups,
  names,
}: {
  title: string;
  groups: Groups;
  names: readonly [string, string];
}) {
  return (
    <Wide name={`Atoms by ${title}`} class="gap-12">
      <table class="numbers">
        <caption class="sr">What a sample adds on average, by {title}, bits</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" class="num">
              n
            </th>
            {ATOMS.map((atom) => (
              <th scope="col" class="num" key={atom}>
                {atomName(atom, names)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ label, n, atoms_bits }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="num q">{count(n)}</td>
              {ATOMS.map((atom) => (
                <td class="num" key={atom}>
                  {bits(truthOf(atoms_bits)[atom])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function PerSample({ report }: { report: Report }) {
  const { samples, options } = report;
  if (!samples || samples.by_label.length === 0) return null;
  const [a, b, y] = options.names;
  return (
    <section aria-labelledby="per-sample">
      <h2 id="per-sample">What samples add</h2>
      <p class="t-xs q gap-4">
        Mean over the samples of a group, plug-in, in the partition that is shown; weighted by n they add up
        to its atoms. A description: no interval is meant for a group or a sample.
      </p>
      <Groups title={y} groups={samples.by_label} names={[a, b]} />
      {samples.by_stratum.length > 0 && <Groups title="stratum" groups={samples.by_stratum} names={[a, b]} />}
    </section>
  );
}
