/** What a link or a file may say and still be opened: every view can draw it. */

import fc from 'fast-check';
import type { FunctionComponent } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, it, vi } from 'vitest';
import { decodeFile, decodeLink, encodeFile, pointOf, type Shared, shareOne } from '../../../www/lib/share';
import { createActions } from '../../../www/page/actions';
import type { Context, Ports } from '../../../www/page/actions/context';
import { opened } from '../../../www/page/actions/shared';
import { openStudy } from '../../../www/page/actions/study';
import { AppState } from '../../../www/page/state/app';
import { variedOf } from '../../../www/page/state/explored';
import { idOf } from '../../../www/page/state/study/study';
import { Answer } from '../../../www/page/views/answer';
import { AppProvider } from '../../../www/page/views/app-context';
import Details from '../../../www/page/views/details';
import { Embed } from '../../../www/page/views/embed';
import ExportPanel from '../../../www/page/views/export';
import LayersView from '../../../www/page/views/layers';
import Sensitivity from '../../../www/page/views/sensitivity';
import StudyView from '../../../www/page/views/study';
import { shared } from '../lib/arbitrary';
import { files, fuzzed, links, PATIENCE } from '../lib/mutations';
import { EMOJI } from './reports';

// Figures are drawn when the page has measured their place; here the place is as wide as the page's column.
vi.mock('../../../www/page/views/parts', async (original) => ({
  ...(await original<object>()),
  Figure: ({ children }: { children: (width: number) => unknown }) => (
    <figure>{children(720) as string}</figure>
  ),
}));

vi.stubGlobal('location', { hash: '', href: 'https://modalens.test/', protocol: 'https:', search: '' });

/** Letters of a view at most, of which a study of 4,096 rows has three million. */
const MOST = 4_000_000;

/** A page without an engine, and without anything of a browser. */
function page() {
  const state = new AppState();
  const nothing = { write: () => {}, drop: () => {}, read: () => [] };
  const storage = {
    read: async () => null,
    write: async () => {},
    add: async () => {},
    forget: async () => {},
  };
  const studies = { open: async () => storage, any: () => false, mark: () => {} };
  const context = {
    state,
    engine: () => new Promise(() => {}),
    recomputing: new Map(),
    trusted: new Set(),
    ports: { session: nothing, studies } as unknown as Ports,
  } as Context;
  return { state, context, actions: createActions(context) };
}

/** Everything that the page can show of something shared. */
function drawn(shared: Shared, from: 'link' | 'file'): void {
  const { state, context, actions } = page();
  const draw = (View: FunctionComponent) => {
    const html = renderToString(
      <AppProvider value={{ state, actions }}>
        <View />
      </AppProvider>,
    );
    expect(html.length).toBeLessThan(MOST);
  };
  if (shared.study) {
    openStudy(context, shared.study, from, null);
    state.studies.compared.value = shared.study.rows.slice(0, 2).map(idOf);
    draw(StudyView);
  }
  if (shared.analyses.length === 0) return;
  const { result, origin, view } = opened(shared, from, null);
  const analysis = { ...result, origin, entries: [], id: 1 };
  state.analyses.value = [analysis];
  state.current.value = 1;
  state.view.value = view;
  for (const open of [false, true]) {
    state.table.value = open;
    state.dots.value = open;
    state.plugin.value = open;
    state.explained.value = open ? state.lane.value : null;
    for (const View of [Answer, LayersView, Details, Embed, ExportPanel]) draw(View);
    for (const varied of variedOf(analysis)) {
      state.varied.value = varied;
      draw(Sensitivity);
    }
  }
}

it.each([
  ['links', links, decodeLink, 'link'],
  ['files', files, async (text: string) => decodeFile(text), 'file'],
] as const)(
  'mutated %s are drawn if they are opened',
  { timeout: PATIENCE },
  async (what, mutations, decode, from) => {
    let accepted = 0;
    const runs = await fuzzed(
      fc.asyncProperty(await mutations(), async ({ text }) => {
        const shared = await decode(text).catch(() => null);
        if (!shared) return;
        accepted += 1;
        drawn(shared, from);
      }),
      1_000,
    );
    console.info(`${what}: ${accepted} of ${runs} mutations opened and drawn`);
    expect(accepted).toBeGreaterThan(runs / 100);
  },
);

it('whatever keeps to the schema is drawn', { timeout: PATIENCE }, async () => {
  const any = shared.map((content) => ({ from: 'any', text: encodeFile(content, { inputNames: true }) }));
  await fuzzed(
    fc.asyncProperty(any, async ({ text }) => drawn(decodeFile(text), 'file')),
    150,
  );
});

it('a number beyond every axis is within it', { timeout: PATIENCE }, () => {
  const kept = { codes_bits: 1, probe_bits: 10_000, probe_se: 0.1, share: 1 };
  drawn(shareOne({ ...EMOJI, kept: { x1: kept, x2: kept, both: kept } }), 'link');
});

it.each([0, 5e-324, -5e-324, 1e-9, -1, 1e300])(
  'an entropy of %d bits is an axis',
  { timeout: PATIENCE },
  (h_y) => {
    drawn(shareOne({ ...EMOJI, information_bits: { ...EMOJI.information_bits, h_y } }), 'link');
  },
);

it('an atom beyond its own interval and the entropy is within the axis', { timeout: PATIENCE }, () => {
  const atom = { ...EMOJI.atoms_bits.synergy, estimate: 0, plugin: 0, lower: 0, upper: 1e-6, present: false };
  const below = { ...atom, lower: -9, upper: -9 };
  const report = {
    ...EMOJI,
    kept: null,
    partitions: [],
    atoms_bits: { redundancy: { ...atom, estimate: 9 }, unique1: atom, unique2: below, synergy: below },
    information_bits: { ...EMOJI.information_bits, h_y: -1 },
  };
  drawn(shareOne(report), 'link');
});

it('as many codes, labels and rows as there may be are drawn', { timeout: PATIENCE }, () => {
  const most = 4096;
  const [content] = fc.sample(shared, { numRuns: 1, seed: 3 });
  const each = <T,>(of: (i: number) => T): T[] => Array.from({ length: most }, (_, i) => of(i));
  const atoms_bits = { redundancy: 1, unique1: 0, unique2: 0, synergy: 0 };
  const base = shareOne(EMOJI).analyses[0]!;
  const report = {
    ...EMOJI,
    partition: { ...EMOJI.partition, k1: most, k2: most, ky: most },
    samples: {
      by_label: each((i) => ({ label: `value ${i}`, n: 1, atoms_bits })),
      by_stratum: [],
      by_block: [],
    },
  };
  const cells = each((i) => [i, (7 * i) % most, 0]).flat();
  const counts = { shape: [most, most, 1] as [number, number, number], cells, counts: each(() => 1) };
  const point = pointOf(report, 0, 'row');
  const rows = each((i) => ({ keys: { model: `m${i}` }, point: { ...point, report: null }, error: null }));
  drawn(
    { ...content!, analyses: [{ ...base, report, counts }], study: { columns: ['model'], rows } },
    'file',
  );
});
