/** `modalens analyze --layers`: the same analysis for every layer of a stack (layers, samples, features). */

import type { Entry } from '../export';
import type { Control } from '../run/control';
import { pointOf, type Shared } from '../share';
import type { Analyzer } from '../types/analyzer';
import type { Slot } from '../types/engine';
import type { PartialOptions } from '../types/options';
import { synergyHidden } from '../types/report';
import { compactTable } from './compact';
import type { Files } from './inputs';
import { usage } from './run';
import { plain } from './table';

/** How many layers there are; sources without a third dimension stand beside each layer of the other. */
async function depths(engine: Analyzer, inputs: Files): Promise<{ layers: number; stacked: Slot[] }> {
  const slots = ['x1', 'x2'] as const;
  const facts = await Promise.all(slots.map((slot) => engine.inspect(inputs[slot])));
  const stacked = slots.filter((_, i) => facts[i]?.shape.length === 3);
  const counts = [
    ...new Set(facts.filter(({ shape }) => shape.length === 3).map(({ shape }) => shape[0] ?? 0)),
  ];
  if (counts.length === 0)
    throw usage(
      'Neither X1 nor X2 has a third dimension.',
      'Leave --layers out, or stack the layers as (layers, samples, features).',
    );
  if (counts.length > 1)
    throw usage(
      `X1 has ${counts[0]} layers and X2 has ${counts[1]}.`,
      'Give both the same layers, or stack one of them only.',
    );
  return { layers: counts[0]!, stacked };
}

/** Reports of all layers, in order. */
export async function analyzeLayers(
  engine: Analyzer,
  inputs: Files,
  options: PartialOptions,
  control: Control,
): Promise<Entry[]> {
  const { layers, stacked } = await depths(engine, inputs);
  const entries: Entry[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const chosen = { ...inputs };
    for (const slot of stacked) chosen[slot] = { ...inputs[slot], pooling: { layer } };
    const onProgress: Control['onProgress'] = (progress) =>
      control.onProgress?.({ ...progress, share: (layer + progress.share) / layers });
    entries.push({
      title: `layer ${layer}`,
      report: await engine.analyze(chosen, options, { ...control, onProgress }),
    });
  }
  return entries;
}

/** The layers as they are shared: curves. */
export function sharedLayers(entries: readonly Entry[]): Shared {
  const points = entries.map(({ title, report }, layer) => pointOf(report, layer, title));
  return { analyses: [], series: [{ kind: 'layers', title: null, points }], view: {}, left_out: [] };
}

/** A row a layer. */
export function layersTable(entries: readonly Entry[]): string {
  const [first] = entries;
  if (!first) return '';
  const { names, method } = first.report.options;
  return compactTable(
    'layer',
    names.map(plain),
    entries.map(({ title, report }) => ({ title, hidden: synergyHidden(report), ...report })),
    method,
  );
}
