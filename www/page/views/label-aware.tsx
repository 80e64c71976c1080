/** The answer of label-aware codes beside that of K-means codes, over one axis. */

import { Attribution } from '../charts/attribution';
import type { Report } from '../library';
import type { Result } from '../state/analyses';
import { attributionOf } from '../state/figures';
import { useApp } from './app-context';
import { Figure } from './parts';
import { NumbersTable } from './table';

export function LabelAwareSection({ result }: { result: Result }) {
  const { state } = useApp();
  const { report } = result;
  const aware = report.label_aware;
  if (!aware) return null;
  const answers: [string, Report][] = [
    ['K-means codes', report],
    ['Label-aware codes', { ...report, ...aware, kept: null, partitions: [] }],
  ];
  return (
    <section aria-labelledby="label-aware">
      <h2 id="label-aware">Label-aware codes</h2>
      <p class="gap-8">{aware.comparison}</p>
      {answers.map(([name, answer]) => (
        <div class="gap-16" key={name}>
          <h3>{name}</h3>
          <Figure class="gap-8">
            {(width) => (
              <Attribution
                data={attributionOf(answer)}
                width={width}
                compact
                label={`Attribution by ${name}, in bits`}
              />
            )}
          </Figure>
          {state.table.value && (
            <NumbersTable result={{ ...result, report: answer }} name={`Numbers by ${name}`} />
          )}
        </div>
      ))}
      <p class="t-xs q gap-8">
        K-means codes follow where the samples lie; label-aware codes follow what a held-out linear probe says
        of {report.options.names[2]}. Their synergy is at least so much: a probe sees no more than it can
        read.
      </p>
    </section>
  );
}
