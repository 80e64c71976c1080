/** `modalens sweep`. */

import {
  type Discretiser,
  PREPARATIONS,
  type PreparationName,
  type Scores,
  SWEEP_K,
  SWEEP_NOISE,
  type Sweep,
  type SweepAxes,
  type SweepPoint,
  seriesOfSweep,
} from '../../explore/sweep';
import { supported, type Verdict } from '../../explore/verdicts';
import { shareSweep } from '../../share';
import type { PartialOptions } from '../../types/options';
import { synergyHidden } from '../../types/report';
import { plain, wrapWords } from '../../words';
import type { Command, Context, Given } from '../command';
import { compactTable, type Row } from '../compact';
import { listOf } from '../flags';
import { filesOf, OPTION_FLAGS, optionsOf, READ_FLAGS } from '../inputs';
import { usage } from '../outcome';
import { JSON_FLAGS, REPORT_FLAGS, show } from '../output';
import { withProgress } from '../progress';

/** The values of a flag, each read by `read`; `expected` says what it reads. */
function valuesOf<T>(
  given: Given,
  flag: string,
  read: (text: string) => T | undefined,
  expected: string,
): T[] {
  const texts = given.has(flag) ? listOf(given.all(flag)) : [];
  return texts.map((text) => {
    const value = read(text);
    if (value !== undefined) return value;
    throw usage(`--${flag} has "${text}"; ${expected} is expected.`, `Change --${flag}.`);
  });
}

const whole = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

const multiple = (text: string): number | undefined => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= 0 ? value : undefined;
};

const discretiser = (text: string): Discretiser | undefined => DISCRETISERS.find((one) => one === text);

const preparation = (text: string): PreparationName | undefined =>
  Object.hasOwn(PREPARATIONS, text) ? (text as PreparationName) : undefined;

const DISCRETISERS: readonly Discretiser[] = ['kmeans', 'probe'];

const SCORES: readonly Scores[] = ['argmax', 'kmeans'];

const scores = (text: string): Scores | undefined => SCORES.find((one) => one === text);

/** What is varied. One K alone is that of every point; nothing given means K. */
function axesOf(given: Given): { axes: SweepAxes; fixed: PartialOptions } {
  const ks = valuesOf(given, 'k', whole, 'a whole number');
  const names = Object.keys(PREPARATIONS).join(', ');
  const axes = {
    preparation: valuesOf(given, 'preparations', preparation, `one of ${names}`),
    discretiser: valuesOf(given, 'discretisers', discretiser, `one of ${DISCRETISERS.join(', ')}`),
    noise: valuesOf(given, 'noise', multiple, 'a number from 0 on'),
    scores: valuesOf(given, 'y-scores', scores, `one of ${SCORES.join(', ')}`),
  };
  const others = Object.values(axes).some(({ length }) => length > 0);
  if (ks.length === 1 && others) return { axes, fixed: { k: ks[0]! } };
  return { axes: { ...axes, k: ks.length > 0 || others ? ks : SWEEP_K }, fixed: {} };
}

const TITLES: Partial<Record<SweepPoint['option'], string>> = { k: 'K = ', noise: 'noise ' };

const titleOf = ({ option, value }: Pick<SweepPoint, 'option' | 'value'>): string =>
  `${TITLES[option] ?? ''}${value}`;

/** The rows of the points that were computed. */
function rowsOf(found: Sweep): Row[] {
  return seriesOfSweep(found).flatMap(({ kind, points }) =>
    points.map((point) => {
      const title = titleOf({ option: kind as SweepPoint['option'], value: point.label });
      const report = point.report!;
      return {
        title: `${title}${supported(point) ? '' : ' (few)'}`,
        hidden: synergyHidden(report),
        ...report,
      };
    }),
  );
}

/** A verdict in words: what, whether, what was found, by which rule. */
function verdictLines(name: string, { holds, rule, detail }: Verdict): string[] {
  const said = holds === null ? 'cannot be told' : holds ? 'holds' : 'does not hold';
  const text = `${name} ${said}. ${plain(detail)} Rule: ${rule}`;
  return wrapWords(text, (line) => line.length <= 94).map((line, i) => (i === 0 ? line : `  ${line}`));
}

const OPTIONS: Record<SweepPoint['option'], string> = {
  k: 'Over K',
  preparation: 'Over preparations',
  discretiser: 'Over codes',
  noise: 'Over noise',
  scores: 'Over codes of y',
};

/** The verdicts over each option. */
function verdictsText({ by_option }: Sweep): string[] {
  return Object.entries(by_option).flatMap(([option, { ranking, contribution, sizes }]) => [
    OPTIONS[option as SweepPoint['option']],
    ...[
      ...verdictLines('the ranking', ranking),
      ...verdictLines('the contribution', contribution),
      ...verdictLines('the size of each atom', sizes),
    ].map((line) => `  ${line}`),
  ]);
}

/** The sweep for a person. */
function textOf(found: Sweep): string {
  const { base, points } = found;
  const { names, method } = base.options;
  const failed = points.flatMap((point) =>
    point.error ? [`${titleOf(point)} was not computed: ${plain(point.error.message)}`] : [],
  );
  return [
    compactTable('', names.map(plain), rowsOf(found), method),
    '(few): fewer than one sample a cell; not judged, plug-in values where there is no star',
    ...failed,
    '',
    ...verdictsText(found),
    'These describe; they are no calibrated tests.',
  ].join('\n');
}

async function run(given: Given, context: Context): Promise<void> {
  const { axes, fixed } = axesOf(given);
  const options = { ...optionsOf(given, ['k', 'noise', 'y-scores']), ...fixed };
  const engine = await context.analyzer(given.number('workers'));
  const inputs = await filesOf(given, engine, context.terminal.err);
  const found = await withProgress(given, context, (control) => engine.sweep(inputs, axes, options, control));
  const entries = found.points.flatMap((point) =>
    point.report ? [{ title: titleOf(point), report: point.report }] : [],
  );
  await show({ json: found, text: textOf(found), entries, shared: shareSweep(found) }, given, context);
}

const { k: _, noise: __, 'y-scores': ___, ...optionFlags } = OPTION_FLAGS;

export const sweep: Command = {
  name: 'sweep',
  takes: 'X1 X2 Y',
  about: 'the same analysis under other choices: does the ranking hold, the contribution, the sizes?',
  flags: {
    k: { value: 'N,N,...', many: true, help: `codes of x1 and x2 (${SWEEP_K.join(',')})` },
    preparations: {
      value: 'NAME,...',
      many: true,
      help:
        `of ${Object.keys(PREPARATIONS).join(', ')}, at the K of the first analysis, or at the one K ` +
        `that is given`,
    },
    discretisers: {
      value: 'NAME,...',
      many: true,
      help: 'of kmeans, probe: plain codes, and those that follow what a probe says of y',
    },
    noise: {
      value: 'N,N,...',
      many: true,
      help: `noise on the samples, in multiples of the spread within codes, such as ${SWEEP_NOISE.join(',')}`,
    },
    'y-scores': {
      value: 'NAME,...',
      many: true,
      help: 'of argmax, kmeans: y of option probabilities as the best of each sample, or clustered',
    },
    ...optionFlags,
    ...READ_FLAGS,
    strata: {
      value: 'Z',
      help: 'decompose within each group of samples too: a file of labels, one a sample',
    },
    workers: { value: 'N', help: 'worker threads' },
    ...REPORT_FLAGS,
    ...JSON_FLAGS,
  },
  run,
};
