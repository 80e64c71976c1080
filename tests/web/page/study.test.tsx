/**
 * Studies: what names and manifests tell, the matrix, the rows in order, two compared, and what is said of
 * them.
 */

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Differences } from '../../../www/page/charts/differences';
import { Matrix } from '../../../www/page/charts/matrix';
import { compareReports, type Keys, pointOf, type Report } from '../../../www/page/library';
import { comparisonOf, differencesOf } from '../../../www/page/state/study/compared';
import { ARRANGED, arranged, matrixOf } from '../../../www/page/state/study/matrix';
import { multiplesOf } from '../../../www/page/state/study/multiples';
import { bestPlan, isStudy, leftFor, planOf, withoutRoot } from '../../../www/page/state/study/plan';
import { filtered, pressed, sorted } from '../../../www/page/state/study/rows';
import {
  columnsOf,
  idOf,
  progressOf,
  type Row,
  rowName,
  type Study,
  withRow,
} from '../../../www/page/state/study/study';
import { suggested } from '../../../www/page/state/study/suggest';
import { plain } from '../../../www/page/text/sentence';
import {
  comparedSentence,
  fairness,
  matrixCaption,
  progressText,
  studySentence,
} from '../../../www/page/text/study';
import { EMOJI, pluginOnly, WEAK, warning } from './reports';
import { reportWith } from './series';

const drawn = (chart: VNode): string => `${renderToString(chart).replaceAll('><', '>\n<')}\n`;

const row = (keys: Keys, report: Report | null, error: Row['error'] = null): Row => ({
  keys,
  point: report && pointOf(report, 0, Object.values(keys).join(' ')),
  error,
});

const studyOf = (rows: Row[]): Study => ({
  id: 'study',
  columns: columnsOf(rows),
  rows,
  patterns: '',
  options: null,
  from: 'run',
  fragment: null,
});

const atoms = (u1: number, s = 0.2) => ({
  r: [1.1, 1, 1.2, 1.1] as const,
  u1: [u1, u1 - 0.05, u1 + 0.05, u1] as const,
  u2: [0.3, 0.25, 0.35, 0.3] as const,
  s: [s, s - 0.05, s + 0.05, s] as const,
});
const THIN: Report = { ...WEAK, options: EMOJI.options };
const FAILED = { code: 'truncated', message: 'It ends early.', hint: 'Copy it again.' } as const;

const STUDY = studyOf([
  row({ model: 'clip', dataset: 'vqa', layer: '2' }, reportWith(8, atoms(0.2), [0.4, 0.3, 0.5])),
  row({ model: 'clip', dataset: 'vqa', layer: '10' }, reportWith(8, atoms(0.4), [0.6, 0.5, 0.7])),
  row({ model: 'clip', dataset: 'coco', layer: '10' }, THIN),
  row({ model: 'blip', dataset: 'vqa', layer: '10' }, null, FAILED),
  row({ model: 'blip', dataset: 'coco', layer: '10' }, null),
]);

const file = (path: string) => ({ path, file: new File([], path.split('/').at(-1) ?? path) });
const files = (...paths: string[]) => paths.map(file);
const set = (folder: string, layers: number[] = []): string[] =>
  layers.length > 0
    ? [
        ...layers.flatMap((l) => [`${folder}/layer${l}_image.npy`, `${folder}/layer${l}_text.npy`]),
        `${folder}/y.npy`,
      ]
    : [`${folder}/image.npy`, `${folder}/text.npy`, `${folder}/y.npy`];

describe('plans', () => {
  it('the dropped folder is no column; what is in it is, as on the command line', () => {
    const plan = planOf(files(...set('all/clip/vqa', [0, 10]), ...set('all/blip/vqa', [0, 10])), null, '');
    expect(plan.columns).toEqual(['model', 'dataset', 'layer']);
    expect(plan.rows.map(({ keys }) => Object.values(keys).join(' '))).toEqual([
      'blip vqa 0',
      'blip vqa 10',
      'clip vqa 0',
      'clip vqa 10',
    ]);
    expect(plan.names).toEqual(['image', 'text', 'Y']);
    expect(isStudy(plan)).toBe(true);
    expect([...withoutRoot(['a/x.npy', 'b/x.npy']).values()]).toEqual(['a/x.npy', 'b/x.npy']);
  });

  it('layers of one model, and one analysis, are none', () => {
    expect(isStudy(planOf(files(...set('clip', [0, 1, 2])), null, ''))).toBe(false);
    expect(isStudy(planOf(files(...set('clip')), null, ''))).toBe(false);
    expect(isStudy(planOf(files(...set('all/clip'), ...set('all/blip')), null, ''))).toBe(true);
  });

  it('a pattern is followed, and one that is wrong is told', () => {
    const all = files('clip-vqa-x1.npy', 'clip-vqa-x2.npy', 'vqa-y.npy', 'other.npy');
    const plan = planOf(all, null, '{model}-{dataset}-{slot}.npy\n{dataset}-{slot}.npy');
    expect(plan.rows.map(({ keys, problem }) => [keys, problem])).toEqual([
      [{ model: 'clip', dataset: 'vqa' }, null],
    ]);
    expect(plan.unused).toEqual(['other.npy']);
    const wrong = planOf(all, null, '{model}.npy');
    expect([wrong.rows, wrong.problem?.code]).toEqual([[], 'bad_pattern']);
  });

  it('tell how much of a study that was begun they can go on with', () => {
    const plan = planOf(files(...set('all/clip/vqa'), ...set('all/blip/vqa')), null, '');
    const begun = (rows: Row[]): Study => ({ ...studyOf(rows), options: {} });
    const [clip, blip] = [
      { model: 'clip', dataset: 'vqa' },
      { dataset: 'vqa', model: 'blip' },
    ];
    expect(leftFor(begun([row(clip, EMOJI), row(blip, null)]), plan)).toBe(1);
    expect(leftFor(begun([row(clip, null, FAILED), row(blip, null)]), plan)).toBe(2);
    expect(leftFor(begun([row({ model: 'own' }, null)]), plan)).toBe(0);
    expect(leftFor(studyOf([row(clip, null)]), plan)).toBe(0);
  });

  it('of a manifest: files beside it, what is missing, and keys that come twice', () => {
    const line = (name: string, x1: string) => ({
      keys: { name },
      files: { x1: { path: x1 }, x2: { path: './b.npy' }, y: { path: 'y.npz', member: 'y' } },
      options: { k: 3 },
    });
    const lines = [line('one', 'a.npy'), line('two', 'gone.npy'), line('one', 'a.npy')];
    const plan = planOf(files('d/m.csv', 'd/a.npy', 'd/b.npy', 'd/y.npz'), { path: 'd/m.csv', lines }, '');
    expect(plan.rows.map(({ problem }) => problem)).toEqual([
      null,
      'gone.npy is not here',
      'another analysis has the same keys',
    ]);
    expect(plan.rows[0]?.files.y).toEqual({ path: 'y.npz', member: 'y' });
    expect([plan.unused, isStudy(plan)]).toEqual([[], true]);
  });
});

describe('suggested patterns', () => {
  it.each<[string, string[], string]>([
    [
      'words in one name',
      ['clip_vqa_l0_x1.npy', 'clip_vqa_l0_x2.npy', 'blip_vqa_l0_x1.npy', 'blip_coco_l1_x2.npy', 'vqa_y.npy'],
      '{model}_{dataset}_l{layer}_{slot}.npy\n{dataset}_{slot}.npy',
    ],
    [
      'a folder of each role',
      ['image/clip-0.npy', 'image/blip-0.npy', 'text/clip-0.npy', 'text/blip-0.npy', 'label.npy'],
      '{slot}/{model}-0.npy\n{slot}.npy',
    ],
    [
      'y beside the folders of models',
      ['clip/vqa/layer0_x1.npy', 'blip/coco/layer0_x1.npy', 'vqa/y.npy', 'coco/y.npy'],
      '{model}/{dataset}/layer{layer}_{slot}.npy\n{dataset}/{slot}.npy',
    ],
    ['one analysis', ['image.npy', 'text.npy', 'label.npy'], ''],
    ['names without roles', ['p.npy', 'q.npy'], ''],
  ])('%s', (_, paths, wanted) => expect(suggested(paths)).toBe(wanted));

  it('are taken where folders tell nothing, and only if rows come of it', () => {
    const slots = ['x1', 'x2', 'y'];
    const flat = ['clip', 'blip'].flatMap((model) => slots.map((slot) => `${model}_${slot}.npy`));
    expect(bestPlan(files(...flat), null)).toMatchObject({
      patterns: '{model}_{slot}.npy',
      rows: [{ keys: { model: 'blip' } }, { keys: { model: 'clip' } }],
    });
    const encoders = files('image_vit.npy', 'image_resnet.npy', 'text_bert.npy', 'label.npy');
    expect(isStudy(bestPlan(encoders, null))).toBe(false);
  });
});

describe('rows', () => {
  it('are told apart by their keys, whatever their order; a row of the same keys gives way', () => {
    expect(idOf({ keys: { a: '1', b: '2' } })).toBe(idOf({ keys: { b: '2', a: '1' } }));
    const more = withRow(STUDY, row({ layer: '10', dataset: 'coco', model: 'blip' }, EMOJI));
    expect([more.rows.length, progressOf(more)]).toEqual([5, { done: 5, failed: 1, all: 5 }]);
    expect(withRow(STUDY, row({ model: 'own', note: 'x' }, EMOJI)).columns).toContain('note');
    expect(rowName(STUDY.rows[0]!, STUDY.columns)).toBe('clip, vqa, 2');
  });

  it('sort by names as people count and by numbers, those without last', () => {
    const by = { key: 'layer' };
    expect(sorted(STUDY.rows, { by, down: false })[0]?.keys['layer']).toBe('2');
    const values = sorted(STUDY.rows, { by: { number: 'u1' }, down: true });
    expect(values.slice(0, 2).map(({ keys }) => keys['layer'])).toEqual(['10', '2']);
    expect(values.at(-1)?.point).toBe(null);
    const once = pressed({ by: null, down: false }, { number: 'n' });
    const twice = pressed(once, { number: 'n' });
    expect([once.down, twice.down, pressed(twice, { number: 'n' }).by]).toEqual([true, false, null]);
  });

  it('filter by words; a number is a whole value', () => {
    const found = (text: string): number => filtered(STUDY.rows, text).length;
    expect([found('clip'), found('clip 1'), found('CLIP vq 10'), found('layer=2'), found('')]).toEqual([
      3, 0, 1, 1, 5,
    ]);
  });
});

describe('matrix', () => {
  it('has names down and across, and the last layer; the scale is that of all rows', () => {
    expect(arranged(STUDY, ARRANGED)).toMatchObject({
      down: 'model',
      across: 'dataset',
      rest: [{ name: 'layer', at: '10' }],
    });
    const data = matrixOf(STUDY, ARRANGED);
    expect([data.rows, data.columns]).toEqual([
      ['blip', 'clip'],
      ['coco', 'vqa'],
    ]);
    expect(data.cells.map((line) => line.map((cell) => cell?.figure))).toEqual([
      ['', 'failed'],
      ['–', '0.60'],
    ]);
    expect(matrixOf(STUDY, { ...ARRANGED, at: { layer: '2' } }).most).toBe(data.most);
  });

  it('only what is claimed has a colour; one quantity has its interval', () => {
    const cell = matrixOf(STUDY, { ...ARRANGED, at: { layer: '2' } }).cells[1]?.[1];
    expect(cell?.parts.map(({ colour, claimed }) => [colour, claimed])).toEqual([
      ['u1', true],
      ['r', true],
      ['u2', true],
      ['s', true],
    ]);
    const weak = matrixOf(STUDY, ARRANGED).cells[1]?.[0];
    expect(weak?.parts.some(({ claimed }) => !claimed)).toBe(true);
    const one = matrixOf(STUDY, { ...ARRANGED, quantity: 'u1' }).cells[1]?.[1];
    expect([one?.figure, one?.interval]).toEqual(['0.40', [0.35000000000000003, 0.45]]);
    expect(matrixOf(STUDY, { ...ARRANGED, quantity: 'c1' }).most).toBe(1);
  });

  it('one key alone makes a column; other keys may be chosen', () => {
    const single = studyOf([row({ model: 'clip' }, EMOJI), row({ model: 'blip' }, EMOJI)]);
    expect(matrixOf(single, ARRANGED)).toMatchObject({ rows: ['blip', 'clip'], columns: [''] });
    expect(arranged(STUDY, { ...ARRANGED, down: 'layer' })).toMatchObject({ down: 'layer', across: 'model' });
  });

  it('curves go along the third key, with a gap where nothing is', () => {
    const found = multiplesOf(STUDY, ARRANGED, 'u1');
    expect(found?.along).toBe('layer');
    const vqa = found?.rows[1]?.curves[1];
    expect(vqa?.points.map(({ label, value }) => [label, value])).toEqual([
      ['2', 0.2],
      ['10', 0.4],
    ]);
    expect(found?.rows[0]?.curves[0]?.points[0]?.text).toBe('layer 2: not computed');
    expect(multiplesOf(studyOf([row({ model: 'clip' }, EMOJI)]), ARRANGED, 'r')).toBe(null);
  });
});

const [A, B] = [reportWith(8, atoms(0.2), [0.4, 0.3, 0.5]), reportWith(8, atoms(0.5, 0.1), [0.6, 0.5, 0.7])];

const golden: [string, VNode][] = [
  ['study-matrix', <Matrix data={matrixOf(STUDY, ARRANGED)} width={560} label="matrix" />],
  [
    'study-matrix-one',
    <Matrix data={matrixOf(STUDY, { ...ARRANGED, quantity: 'u1' })} width={560} label="matrix" />,
  ],
  [
    'study-differences',
    <Differences
      data={differencesOf(compareReports(A, B), ['image', 'text'])}
      width={720}
      label="B less A"
    />,
  ],
  [
    'study-differences-narrow',
    <Differences
      data={differencesOf(compareReports(A, B), ['image', 'text'])}
      width={358}
      label="B less A"
    />,
  ],
];

describe('charts', () => {
  it.each(golden)('%s', async (name, chart) => {
    await expect(drawn(chart)).toMatchFileSnapshot(`./golden/${name}.svg`);
  });
});

describe('words', () => {
  it('the sentence counts the claims of the rows, and says where it is not done', () => {
    expect(plain(studySentence(STUDY))).toMatch(
      /^So far text contributes more in 2 of 3 analyses\. In 1 neither/,
    );
    expect(progressText(STUDY)).toBe('4 of 5 analyses done, 1 of them could not be made.');
    expect(plain(studySentence(studyOf([row({ model: 'a' }, pluginOnly(EMOJI))])))).toBe(
      'Plug-in values of 1 analysis: no intervals, so nothing is claimed.',
    );
    const none = studyOf([row({ model: 'a' }, WEAK)]);
    expect(plain(studySentence(none))).toMatch(
      /^Neither \S+ nor \S+ is shown to contribute more in 1 analysis\./,
    );
    expect(plain(studySentence(studyOf([row({ model: 'a' }, null)])))).toBe('A study of 1 analysis.');
  });

  it('what differs is told; the caption has axes, values and scale', () => {
    expect(fairness(studyOf([row({ m: 'a' }, A), row({ m: 'b' }, A)]))).toBe('');
    expect(fairness(studyOf([row({ m: 'a' }, A), row({ m: 'b' }, { ...A, n: 5 })]))).toMatch(
      /numbers of samples/,
    );
    expect(matrixCaption(STUDY, matrixOf(STUDY, ARRANGED), ARRANGED)).toMatch(
      /^Rows: model; columns: dataset\. Shown: layer 10\. The whole bar is \d\.\d\d bits; numbers are C₁/,
    );
  });

  it('what either of two hides is left out: synergy of too few samples, C1 of no unique', () => {
    const quantities = (a: Report, b: Report): string[] =>
      comparisonOf(a, b).differences.map(({ quantity }) => quantity);
    expect(quantities(A, B)).toContain('c1');
    const few = quantities(A, { ...B, warnings: [warning('caution', 'synergy_hidden', 'Too few.')] });
    expect([few.includes('synergy'), few.includes('i12'), few.includes('unique1')]).toEqual([
      false,
      false,
      true,
    ]);
    const bare = structuredClone(B);
    bare.atoms_bits.unique1.present = false;
    bare.atoms_bits.unique2.present = false;
    expect(quantities(A, bare)).not.toContain('c1');
  });

  it('of two analyses only what its interval tells apart', () => {
    expect(comparedSentence(compareReports(A, B))).toBe(
      'B has more U₁ and less S than A; R and U₂ cannot be told apart.',
    );
    expect(comparedSentence(compareReports(A, A))).toBe('No atom of A and B can be told apart.');
    expect(comparedSentence(compareReports(pluginOnly(A), B))).toBe(
      'Plug-in values: no interval tells A and B apart.',
    );
  });
});
