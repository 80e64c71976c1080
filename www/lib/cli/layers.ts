/** `modalens analyze --layers`: the same analysis for every layer of a stack (layers, samples, features). */

import type { Analyzer } from '../api';
import type { Control } from '../control';
import type { Slot } from '../engine';
import type { Entry } from '../exports';
import type { PartialOptions } from '../options';
import type { Estimate } from '../report';
import { pointOf, type Shared } from '../share';
import type { ReadSource } from '../sources';
import { usage } from './run';
import { plain } from './table';

/** How many layers there are; sources without a third dimension stand beside each layer of the other. */
async function depths(engine: Analyzer, inputs: Record<Slot, ReadSource>): Promise<{ layers: number; stacked: Slot[] }> {
  const slots = ['x1', 'x2'] as const;
  const facts = await Promise.all(slots.map((slot) => engine.inspect(inputs[slot])));
  const stacked = slots.filter((_, i) => facts[i]?.shape.length === 3);
  const counts = [...new Set(facts.filter(({ shape }) => shape.length === 3).map(({ shape }) => shape[0] ?? 0))];
  if (counts.length === 0) throw usage('Neither X1 nor X2 has a third dimension.', 'Leave --layers out, or stack the layers as (layers, samples, features).');
  if (counts.length > 1) throw usage(`X1 has ${counts[0]} layers and X2 has ${counts[1]}.`, 'Give both the same layers, or stack one of them only.');
  return { layers: counts[0]!, stacked };
}

/** Reports of all layers, in order. */
export async function analyzeLayers(engine: Analyzer, inputs: Record<Slot, ReadSource>, options: PartialOptions, control: Control): Promise<Entry[]> {
  const { layers, stacked } = await depths(engine, inputs);
  const entries: Entry[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const chosen = { ...inputs };
    for (const slot of stacked) chosen[slot] = { ...inputs[slot], pooling: { layer } };
    const onProgress: Control['onProgress'] = (progress) => control.onProgress?.({ ...progress, share: (layer + progress.share) / layers });
    entries.push({ title: `layer ${layer}`, report: await engine.analyze(chosen, options, { ...control, onProgress }) });
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
  const value = ({ estimate, plugin, present }: Estimate): string => `${(estimate ?? plugin).toFixed(3)}${present ? '*' : ' '}`.padStart(12);
  const [first] = entries;
  if (!first) return '';
  const { names, method } = first.report.options;
  const [a, b] = names.map((name) => plain(name).slice(0, 11)) as [string, string];
  const head = ['layer'.padEnd(10), ...['R ', `${a} `, `${b} `, 'S ', 'total '].map((name) => name.padStart(12))].join('');
  const rows = entries.map(({ title, report: { atoms_bits: atoms, information_bits: { i12 } } }) =>
    [title.padEnd(10), ...[atoms.redundancy, atoms.unique1, atoms.unique2, atoms.synergy, i12].map(value)].join(''));
  return [head, ...rows, '', method === 'plugin' ? 'bits, plug-in values' : 'bits; * present'].join('\n');
}
