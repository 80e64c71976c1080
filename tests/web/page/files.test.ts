/** Roles by name, labels from text, conversion lines, and when a run may start. */

import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../www/page/state/app';
import { AppState } from '../../../www/page/state/app';
import { assign, type Candidate, nameOf, type Slot, wordsOf } from '../../../www/page/state/assign';
import { largestK, noteOnK, offeredK, room } from '../../../www/page/state/cost';
import type { Entry } from '../../../www/page/state/entry';
import { readiness, samplesUsed } from '../../../www/page/state/ready';
import { adviceOf } from '../../../www/page/text/advice';
import { entry, FILES } from './fixtures';

const roles = (...names: string[]): (Slot | null)[] =>
  assign(names.map((name): Candidate => ({ name, slot: null, usable: true, labels: false })));

describe('roles by name', () => {
  it.each([
    [
      ['x1.npy', 'x2.npy', 'y.npy'],
      ['x1', 'x2', 'y'],
    ],
    [
      ['label.npy', 'text.npy', 'image_layer6.npy'],
      ['y', 'x2', 'x1'],
    ],
    [
      ['audio_emb.npy', 'caption_emb.npy', 'targets.npy'],
      ['x1', 'x2', 'y'],
    ],
    [
      ['vision.npy', 'language.npy', 'model_output.npy'],
      ['x1', 'x2', 'y'],
    ],
    [
      ['run3/VisionTower.npy', 'run3/textEncoder.npy', 'run3/Predictions.npy'],
      ['x1', 'x2', 'y'],
    ],
    [
      ['top.npy', 'bottom.npy', 'digit.npy'],
      ['x1', 'x2', 'y'],
    ],
  ])('%j', (names, expected) => expect(roles(...names)).toEqual(expected));

  it('takes the last layer where there are several, and leaves the rest unused', () => {
    expect(roles('image_layer2.npy', 'image_layer10.npy', 'text.npy', 'label.npy')).toEqual([
      null,
      'x1',
      'x2',
      'y',
    ]);
  });

  it('gives three nameless files the roles in order, a single column being y', () => {
    const nameless = ['p.npy', 'q.npy', 's.npy'].map(
      (name, i): Candidate => ({ name, slot: null, usable: true, labels: i === 0 }),
    );
    expect(assign(nameless)).toEqual(['y', 'x1', 'x2']);
  });
  it('takes labels for strata by any word of their name, once the other roles are taken', () => {
    const files = ['image.npy', 'text.npy', 'label.npy', 'question_type.txt', 'notes.txt'].map(
      (name): Candidate => ({ name, slot: null, usable: true, labels: !/image|text/.test(name) }),
    );
    expect(assign(files)).toEqual(['x1', 'x2', 'y', 'z', null]);
    expect(assign(files.filter(({ name }) => name !== 'text.npy'))).toEqual(['x1', 'y', 'x2', null]);
    expect(assign(files.map((file) => ({ ...file, labels: false })))).toEqual(['x1', 'x2', 'y', null, null]);
  });

  it('keeps what the reader chose and gives nothing to a broken file', () => {
    expect(
      assign([
        { name: 'text.npy', slot: 'x1', usable: true, labels: false },
        { name: 'image.npy', slot: null, usable: false, labels: false },
        { name: 'caption.npy', slot: null, usable: true, labels: false },
      ]),
    ).toEqual(['x1', null, 'x2']);
  });

  it('names modalities by their word', () => {
    expect(nameOf('image_layer6.npy')).toBe('image');
    expect(nameOf('x1_image_layer16.npy')).toBe('image');
    expect(nameOf('x1.npy')).toBe('X1');
    expect(nameOf('foo_bar.npy')).toBe('foo_bar');
    expect(wordsOf('run/imageEmb-02.npy')).toEqual(['image', 'emb', '02']);
  });
});

describe('what to do', () => {
  it('is a sentence, or ends in lines to copy', () => {
    expect(adviceOf('Choose one.')).toEqual({ sentence: 'Choose one.', lines: null });
    expect(adviceOf('In Python:\nimport numpy\nprint()')).toEqual({
      sentence: 'In Python:',
      lines: 'import numpy\nprint()',
    });
  });
});

const choices: Choices = new AppState().choices.value;
const blocked = (given: ReturnType<typeof slots>, all: Entry[], chosen = choices): string | null =>
  readiness(given, all, chosen).why;
const slots = (entries: Entry[]) => {
  const of = (wanted: Entry['slot']) => entries.find(({ slot }) => slot === wanted) ?? null;
  return { x1: of('x1'), x2: of('x2'), y: of('y'), z: of('z') };
};
const rows = (found: Entry, n: number): Entry => ({
  ...found,
  facts: found.facts && { ...found.facts, rows: n },
});

describe('what a run will hold', () => {
  /** Two arrays of so many samples and features, of a type. */
  const given = (n: number, columns: number, dtype: string) =>
    slots(
      FILES.map((file) =>
        file.slot === 'y' || !file.facts
          ? rows(file, n)
          : { ...file, facts: { ...file.facts, rows: n, columns, dtype } },
      ),
    );
  const peak = (n: number, columns: number, dtype: string) => room(given(n, columns, dtype), 1).peak / 1e6;
  it.each([
    // As one engine was measured to hold, `tests/bench/RESULTS.md`.
    [1906, 352, 'float16', 37],
    [2000, 768, 'float32', 44],
    [50_000, 1024, 'float16', 403],
    [100_000, 256, 'float32', 388],
    [100_000, 256, 'float16', 296],
  ])('%i x %i %s: about as measured', (n, columns, dtype, measured) => {
    expect(peak(n, columns, dtype) / measured).toBeGreaterThan(0.6);
    expect(peak(n, columns, dtype) / measured).toBeLessThan(1.3);
  });
});

describe('when a run may start', () => {
  it('may with three good files, whatever lies beside them', () => {
    const all = [
      ...FILES,
      entry('bad.npy', null, 'bad', null, { code: 'empty' as const, message: '', hint: '' }),
    ];
    expect(blocked(slots(all), all)).toBeNull();
  });
  it('names what is missing', () => {
    const two = FILES.slice(0, 2);
    expect(blocked(slots(two), two)).toBe('No file for Y yet. Drop one, or choose the role of a file.');
  });
  it('names all counts where rows differ', () => {
    const odd = FILES.map((file) => (file.slot === 'y' ? rows(file, 1905) : file));
    expect(blocked(slots(odd), odd)).toBe(
      'X1 and X2 have 1,906 rows, Y has 1,905. Rows must match one to one. Drop a Y with 1,906 rows.',
    );
  });
  it('sees an input whose samples are its columns', () => {
    const turned = FILES.map((file) =>
      file.slot === 'x1' ? { ...file, facts: { ...file.facts!, rows: 320, shape: [320, 1906] } } : file,
    );
    expect(blocked(slots(turned), turned)).toBe(
      'X1 has 320 rows, X2 and Y have 1,906. Rows must match one to one. ' +
        'X1 looks transposed: save it with a row for each sample.',
    );
  });
  it('says what is wrong with strata', () => {
    const labels = FILES[2]!;
    const strata: Entry = { ...labels, slot: 'z', name: 'origin' };
    const why = (z: Entry) => {
      const all = [...FILES, z];
      return blocked(slots(all), all);
    };
    expect(why(strata)).toBeNull();
    expect(why(rows(strata, 1900))).toBe(
      'X1, X2 and Y have 1,906 rows, Z has 1,900. Rows must match one to one.',
    );
    expect(why({ ...FILES[0]!, slot: 'z' })).toContain('Strata are labels');
    expect(why({ ...strata, facts: { ...strata.facts!, distinct: 65 } })).toBeNull();
  });
  it('knows NaN, constants and too many codes beforehand', () => {
    const but = (slot: Slot, facts: Partial<NonNullable<Entry['facts']>>): Entry[] =>
      FILES.map((file) => (file.slot === slot ? { ...file, facts: { ...file.facts!, ...facts } } : file));
    const holes = but('x2', {
      nonfinite: { count: 2, rows: [3, 7] },
      nonfinite_rows: Uint32Array.of(3, 7),
    });
    expect(blocked(slots(holes), holes)).toContain('X2 holds NaN or infinity. Leave them out');
    const dropping = { ...choices, drop_nonfinite: true };
    expect(blocked(slots(holes), holes, dropping)).toBeNull();
    expect(samplesUsed(slots(holes), dropping)).toBe(1904);
    const constant = but('y', { constant: true, distinct: 1 });
    expect(blocked(slots(constant), constant)).toContain('there is nothing to explain');
    const flat = but('x1', { constant: true });
    expect(blocked(slots(flat), flat)).toContain('X1 is the same for all samples');
    expect(blocked(slots(FILES), FILES, { ...choices, k: 2000 })).toContain(
      'K = 2,000 needs as many samples',
    );
    const ids = but('x1', { kind: 'labels', distinct: 5000 });
    expect(blocked(slots(ids), ids)).toContain('X1 has 5,000 different labels; 4,096 are possible.');
    const answers = but('y', { distinct: 5000 });
    expect(blocked(slots(answers), answers)).toBeNull();
  });
  it('waits while files are read and for a broken file in use', () => {
    const reading = [...FILES, entry('late.npy', null, 'late', null)];
    expect(readiness(slots(reading), reading, choices)).toEqual({ state: 'reading', why: 'one file' });
    const broken = FILES.map((file) =>
      file.slot === 'x1' ? { ...file, problem: { code: 'empty' as const, message: '', hint: '' } } : file,
    );
    expect(blocked(slots(broken), broken)).toContain('X1 cannot be read');
  });
});

describe('what K means', () => {
  it('warns of a K that is too large for the samples', () => {
    expect(noteOnK(slots(FILES), { ...choices, k: 8 })).toMatchObject({
      level: 'caution',
      lead: 'K = 8 leaves 3.3 samples per cell',
    });
    expect(noteOnK(slots(FILES), { ...choices, k: 64 })?.level).toBe('stop');
    expect(noteOnK(slots(FILES), { ...choices, k: 6 })?.level).toBe('pass');
  });
  it('knows what auto will try', () => {
    expect(largestK(1906, 9)).toBe(12);
    expect(noteOnK(slots(FILES), choices)?.text).toContain('Auto tries 2 to 12');
  });
  it('does not guess how many values of Y are left where the rare ones become one', () => {
    const many = FILES.map((file) =>
      file.slot === 'y' ? { ...file, facts: { ...file.facts!, distinct: 700, answers: 700 } } : file,
    );
    expect(noteOnK(slots(many), choices)?.text).toBe('Rare values of Y become one, "other".');
    expect(noteOnK(slots(many), { ...choices, y_least: 1 })?.text).toContain('Auto has too few samples');
    expect(noteOnK(slots(FILES), choices)?.text).toContain('Auto tries');
  });
  it('offers what is set', () => expect(offeredK(7)).toContain(7));
});
