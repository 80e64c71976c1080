/** What the source paper expects of systems with known truth, beside what is found. */

import { expectations } from '../text/expected';
import { useApp } from './app-context';
import { Wide } from './wide';

export function Expectations() {
  const { state } = useApp();
  const rows = expectations(state.truth.value.systems);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="expected">
      <h2 id="expected" class="gap-24">
        Expected and found
      </h2>
      <p class="t-xs q gap-4">
        What the source paper expects of gates and of ways of fusion, beside the exact decomposition of each
        system by the certified solver.
      </p>
      <Wide name="Systems in figures" class="gap-8">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">system</th>
              <th scope="col">expected</th>
              <th scope="col">found</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, title, expected, found, holds }) => (
              <tr key={name}>
                <th scope="row">{title}</th>
                <td>{expected}</td>
                <td>
                  {found}
                  {holds ? '' : ': not as expected'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
