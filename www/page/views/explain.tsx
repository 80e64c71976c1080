/** How one number is computed: meaning, formula, this report's numbers, source. */

import { useEffect, useRef } from 'preact/hooks';
import type { Report } from '../library';
import { explain, QUANTITIES, type Quantity } from '../text/explain';
import { useApp } from './app-context';
import { TextButton } from './parts';

export function Explain({ report, quantity }: { report: Report; quantity: Quantity }) {
  const { actions } = useApp();
  const found = explain(report, quantity);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [quantity]);
  return (
    <section class="explain gap-16" ref={place} aria-label="How is this computed?">
      <div class="row between">
        <label>
          How is this computed?{' '}
          <select
            value={quantity}
            aria-label="Number to explain"
            onChange={(event) => actions.explain(event.currentTarget.value as Quantity)}
          >
            {QUANTITIES.map((key) => (
              <option value={key} selected={key === quantity}>
                {explain(report, key).title}
              </option>
            ))}
          </select>
        </label>
        <span class="t-xs q">
          <TextButton onClick={() => actions.explain(null)}>close</TextButton>
        </span>
      </div>
      <dl class="gap-12" aria-live="polite">
        <dt>Meaning</dt>
        <dd>{found.meaning}</dd>
        <dt>Formula</dt>
        <dd class="formula">{found.formula}</dd>
        <dt>Here</dt>
        <dd>{found.numbers}</dd>
        <dt>Interval</dt>
        <dd>{found.interval}</dd>
        <dt>Source</dt>
        <dd class="q">{found.source}</dd>
      </dl>
    </section>
  );
}
