import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../www/lib/explore/compare';
import { isManifest, readManifest } from '../../../www/lib/explore/manifest';
import type { Runner } from '../../../www/lib/explore/many';
import { analyzeStudy, differing, type StudyRow, studyOf } from '../../../www/lib/explore/study';
import { patternReader, rowsOf } from '../../../www/lib/explore/study-files';
import { targetsNotes } from '../../../www/lib/explore/targets';
import { ModalensError } from '../../../www/lib/types/errors';
import { fake, golden, reportWith } from './runners';

describe('files of a study', () => {
  const model = (name: string) =>
    [0, 2, 10].flatMap((layer) => [`${name}/vqa/layer${layer}_x1.npy`, `${name}/vqa/layer${layer}_x2.npy`]);

  it('rows are what a pattern says, by number; a file that says less belongs to all', () => {
    const paths = [...model('clip'), ...model('blip'), 'vqa_y.npy', 'notes.txt'];
    const { columns, rows, unused } = rowsOf(paths, [
      '{model}/{dataset}/layer{layer}_{slot}.npy',
      '{dataset}_{slot}.npy',
    ]);
    expect(columns).toEqual(['model', 'dataset', 'layer']);
    expect(rows.map(({ keys }) => `${keys['model']} ${keys['layer']}`)).toEqual([
      'blip 0',
      'blip 2',
      'blip 10',
      'clip 0',
      'clip 2',
      'clip 10',
    ]);
    expect(rows[1]).toEqual({
      keys: { model: 'blip', dataset: 'vqa', layer: '2' },
      files: { x1: 'blip/vqa/layer2_x1.npy', x2: 'blip/vqa/layer2_x2.npy', y: 'vqa_y.npy' },
      problem: null,
    });
    expect(unused).toEqual(['notes.txt']);
  });

  it('without a pattern folders, layers and roles are read from the names', () => {
    const { columns, rows } = rowsOf([
      'clip/emoji/x1_image_layer2.npy',
      'clip/emoji/x1_image_layer10.npy',
      'clip/emoji/x2_text.npy',
      'clip/emoji/y_label.npy',
    ]);
    expect(columns).toEqual(['model', 'dataset', 'layer']);
    expect(rows.map(({ keys, files, problem }) => [keys['layer'], files.x1, files.x2, problem])).toEqual([
      ['2', 'clip/emoji/x1_image_layer2.npy', 'clip/emoji/x2_text.npy', null],
      ['10', 'clip/emoji/x1_image_layer10.npy', 'clip/emoji/x2_text.npy', null],
    ]);
  });

  it('several targets of the same inputs are an analysis each, if their names tell them apart', () => {
    const { columns, rows } = rowsOf(['x1.npy', 'x2.npy', 'label.npy', 'y_answer.npy', 'y_no_image.npy']);
    expect(columns).toEqual(['y']);
    expect(rows.map(({ keys, files, problem }) => [keys['y'], files.x1, files.y, problem])).toEqual([
      ['label', 'x1.npy', 'label.npy', null],
      ['answer', 'x1.npy', 'y_answer.npy', null],
      ['no_image', 'x1.npy', 'y_no_image.npy', null],
    ]);
    const models = rowsOf([
      'a/x1.npy',
      'a/x2.npy',
      'b/x1.npy',
      'b/x2.npy',
      'label.npy',
      'a/y.npy',
      'a/y.csv',
    ]);
    expect(models.rows.map(({ keys, problem }) => [keys, problem])).toEqual([
      [{ folder: 'a' }, 'Y may be a/y.npy or a/y.csv'],
      [{ folder: 'b' }, null],
    ]);
  });

  it('what is missing, and what may be two files, is told', () => {
    const { rows } = rowsOf(['a/x1.npy', 'a/image.npy', 'a/y.npy']);
    expect(rows).toEqual([
      {
        keys: { folder: 'a' },
        files: { y: 'a/y.npy' },
        problem: 'X1 may be a/x1.npy or a/image.npy; X2 is missing',
      },
    ]);
  });

  it.each([
    ['{model}/x1.npy', /no \{slot\}/],
    ['{a}/{a}_{slot}.npy', /\{a\} twice/],
    ['{a b}/{slot}.npy', /no name/],
  ])('the pattern %s is refused', (pattern, said) => expect(() => patternReader(pattern)).toThrow(said));

  it('letters of a pattern stand for themselves, and * for anything within a folder', () => {
    const read = patternReader('run+1/{model}_*.{slot}.npy');
    expect(read('run+1/clip_v2.x1.npy')).toEqual({ slot: 'x1', keys: { model: 'clip' } });
    expect(read('run1/clip_v2.x1.npy')).toBe(null);
    expect(read('run+1/clip_a/b.x1.npy')).toBe(null);
  });
});

describe('study', () => {
  const inputs = { x1: 'a', x2: 'b', y: 'c' };
  const rows = ['one', 'two', 'three'].map((name) => ({ keys: { name }, inputs: { ...inputs, x1: name } }));

  async function collected(runner: Runner, options = {}): Promise<StudyRow[]> {
    const found: StudyRow[] = [];
    for await (const row of analyzeStudy(runner, rows, options)) found.push(row);
    return found;
  }

  it('gives each row as it is done, with its own options over those of all', async () => {
    const runner = fake(() => golden);
    const own = rows.map((row, i) => ({ ...row, options: i === 1 ? { k: 4 } : {} }));
    const seen: string[] = [];
    for await (const { keys } of analyzeStudy(runner, own, { k: 8, seed: 2 }))
      seen.push(`${keys['name']}${runner.asked.length}`);
    expect(seen).toEqual(['one1', 'two2', 'three3']);
    expect(runner.asked).toEqual([
      { k: 8, seed: 2 },
      { k: 4, seed: 2 },
      { k: 8, seed: 2 },
    ]);
  });

  it('a row that fails has its error and the rest goes on; an abort ends it', async () => {
    const failing = (error: Error) =>
      fake((given) => {
        if (given.x1 === 'two') throw error;
        return golden;
      });
    const found = await collected(failing(new ModalensError({ code: 'truncated', message: 'a', hint: 'b' })));
    expect(found.map(({ error }) => error?.code)).toEqual([undefined, 'truncated', undefined]);
    expect(studyOf(found)).toMatchObject({ schema: 'modalens.study/1', columns: ['name'] });
    await expect(collected(failing(new Error('enough')))).rejects.toThrow('enough');
  });

  it('says in what analyses differ that should be alike', () => {
    const other = reportWith({ n: 5 });
    other.partition.k1 += 1;
    expect(differing([{ report: golden }, { report: null }, { report: golden }])).toEqual([]);
    expect(differing([{ report: golden }, { report: other }])).toEqual(['samples', 'K']);
  });

  it('compares two reports: half widths add in squares', () => {
    const [a, b] = [structuredClone(golden), structuredClone(golden)];
    Object.assign(a.atoms_bits.redundancy, { estimate: 1, lower: 0.7, upper: 1.3 });
    Object.assign(b.atoms_bits.redundancy, { estimate: 2, lower: 1.6, upper: 2.4 });
    const { differences, same_samples } = compareReports(a, b);
    expect(same_samples).toBe(a.inputs.y.sha256 !== null);
    const [redundancy] = differences;
    expect(redundancy?.difference).toBe(1);
    expect(redundancy?.lower).toBeCloseTo(0.5, 12);
    expect(redundancy?.upper).toBeCloseTo(1.5, 12);
    Object.assign(b.atoms_bits.redundancy, { estimate: null, lower: null, upper: null });
    expect(compareReports(a, b).differences[0]).toMatchObject({ lower: null, upper: null });
  });

  it('says whether the samples are the same rows, and compares C1 where both have it', () => {
    const [a, b] = [structuredClone(golden), structuredClone(golden)];
    const share = (estimate: number) => ({
      status: 'defined',
      estimate,
      lower: estimate - 0.1,
      upper: estimate + 0.1,
    });
    Object.assign(a.contribution.c1, share(0.4));
    Object.assign(b.contribution.c1, share(0.5));
    a.inputs.y.sha256 = b.inputs.y.sha256 = 'e'.repeat(64);
    const paired = compareReports(a, b);
    expect([paired.same_samples, paired.paired]).toEqual([true, true]);
    expect(paired.rule).toMatch(/same rows.*less twice their product times the correlation/);
    const half = ({ differences: [first] }: typeof paired) => (first!.upper! - first!.lower!) / 2;
    const same = compareReports({ ...a, samples: null }, b);
    expect([same.same_samples, same.paired]).toEqual([true, false]);
    expect(same.rule).toMatch(/same rows.*too wide/);
    // Of one table of labels, which has one partition, a report is itself without any doubt.
    const sure = structuredClone(a);
    for (const estimate of [...Object.values(sure.atoms_bits), ...Object.values(sure.information_bits)])
      if (typeof estimate === 'object') Object.assign(estimate, { se: 0.001, se_within: 0.001 });
    const [none] = compareReports(sure, sure).differences;
    expect([none!.difference, Number.isFinite(none!.lower), none!.lower! <= 0]).toEqual([0, true, true]);
    // Alike in all they say, so that what differs between partitions is all that is left.
    const { se, se_between } = a.atoms_bits.redundancy;
    expect(half(paired) / half(same)).toBeGreaterThan(0.9 * (se_between! / se!));
    expect(half(paired) / half(same)).toBeLessThan(0.8);
    expect(same.differences.at(-1)).toMatchObject({
      quantity: 'c1',
      lower: expect.closeTo(0.1 - Math.SQRT1_2 / 5),
    });
    b.inputs.y.sha256 = 'f'.repeat(64);
    Object.assign(b.contribution.c1, { status: 'undefined', estimate: null, lower: null, upper: null });
    const other = compareReports(a, b);
    expect([other.same_samples, other.differing]).toEqual([false, ['y']]);
    expect(other.rule).toMatch(/not known to be the same rows/);
    expect(other.differences.some(({ quantity }) => quantity === 'c1')).toBe(false);
  });
});

describe('manifests', () => {
  it('keys, files and options by column; what is wrong is told by its line', () => {
    const text = '\uFEFFmodel,x1,x2,y,y_member,k\n"clip, large",a.npy,b.npy,c.npz,labels,3\n\n';
    expect(isManifest(text)).toBe(true);
    expect(readManifest(text, 'm.csv')).toEqual([
      {
        keys: { model: 'clip, large' },
        files: { x1: { path: 'a.npy' }, x2: { path: 'b.npy' }, y: { path: 'c.npz', member: 'labels' } },
        options: { k: 3 },
      },
    ]);
    expect(isManifest('x1,y\n1,2\n')).toBe(false);
    expect(() => readManifest('x1,x2,y\na,,c\n', 'm.csv')).toThrow(/Line 2 .* no file/);
  });
});

describe('what several targets say together', () => {
  const names = ['image', 'text', 'y'];
  const row = (y: string, claim: 'x1' | 'x2' | 'none' | null, more = {}) => ({
    keys: { ...more, y },
    claim,
    names,
  });

  it.each([
    ['x1', 'x2', "The imbalance of the answers is the model's own."],
    ['x1', 'x1', 'The data have it so, and the model follows.'],
    ['x1', 'none', 'An imbalance of the data is not shown in what the model answers.'],
    ['none', 'none', 'No imbalance is shown in either.'],
  ] as const)('label %s and answer %s: %s', (label, answer, said) => {
    const [note] = targetsNotes([row('label', label), row('y_answer', answer)]);
    expect(note).toContain(said);
    expect(note).toMatch(/^Of label the inputs tell: /);
  });

  it('a masked output brings the word on accuracy; one target, or several models, no sentence', () => {
    expect(targetsNotes([row('answer', 'x1'), row('no_image', 'x2')])).toEqual([
      expect.stringContaining('its drop in accuracy counts that alone'),
    ]);
    expect(targetsNotes([{ keys: { model: 'a' }, claim: 'x1', names }])).toEqual([]);
    const many = ['a', 'b'].flatMap((model) => [
      row('label', 'x1', { model }),
      row('answer', 'x2', { model }),
    ]);
    expect(targetsNotes(many)).toEqual([]);
  });
});
