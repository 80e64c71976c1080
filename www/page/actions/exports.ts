/** Figures, numbers, codes and words leave the page; every action gives what is to be said of it. */

import type { NumberArray, SeriesKind } from '../library';
import { part } from '../part';
import type { Result } from '../state/analyses';
import { valueIn } from '../text/varied';
import { type Context, type Figure, facts } from './context';

type Slot = 'x1' | 'x2' | 'y';

const TEXT = 'text/plain;charset=utf-8';
const library = () => part(() => import('../../lib/export'));
const inline = () => part(() => import('../../lib/inline'));

const entries = (result: Result) => [
  { title: result.title ?? result.report.options.names.slice(0, 2).join(' × '), report: result.report },
];

const npy = async (data: NumberArray, shape: number[]) => new Blob([(await inline()).encodeNpy(data, shape)]);

/** Name of a file: the modalities, then what it is. */
const fileName = ({ report }: Result, end: string) =>
  `modalens-${report.options.names
    .slice(0, 2)
    .join('-')
    .replace(/[^\p{L}\p{N}_-]+/gu, '_')}${end}`;

export const exportActions = (context: Context) => {
  const { state, ports } = context;

  /** Does something with the shown result, and says what came of it. */
  async function withResult(work: (result: Result) => Promise<string>): Promise<string> {
    const result = state.shown.value;
    if (!result) return 'There is nothing to export.';
    return work(result).catch((thrown: unknown) => `Not exported. ${facts(thrown).message}`);
  }
  const save = (name: string, content: Blob | string, type = TEXT): string => {
    ports.download(name, typeof content === 'string' ? new Blob([content], { type }) : content);
    return `Saved ${name}.`;
  };

  return {
    /** A figure as SVG, or as PNG at a scale. */
    exportFigure: (figure: Figure, scale: number | null) =>
      withResult(async (result) => {
        const end = scale === null ? `-${figure}.svg` : `-${figure}@${scale}x.png`;
        return save(fileName(result, end), await ports.picture(figure, result, scale));
      }),
    exportJson: () =>
      withResult(async (result) => {
        const text = `${JSON.stringify(result.report, null, 2)}\n`;
        return save(fileName(result, '.json'), text, 'application/json');
      }),
    exportCsv: () =>
      withResult(async (result) =>
        save(fileName(result, '.csv'), (await library()).toCsv(entries(result)), 'text/csv'),
      ),
    /** The points of a curve, each with all quantities of its report. */
    exportPoints: (kind: SeriesKind) =>
      withResult(async (result) => {
        const { points } = result.series.find((one) => one.kind === kind) ?? { points: [] };
        const reports = points.flatMap(({ label, report }) => {
          return report ? [{ title: valueIn(kind, label), report }] : [];
        });
        if (reports.length === 0)
          return 'The reports of the points are not here: they do not travel in links.';
        return save(fileName(result, `-${kind}.csv`), (await library()).toCsv(reports), 'text/csv');
      }),
    exportLatex: () =>
      withResult(async (result) =>
        save(fileName(result, '.tex'), (await library()).toLatex(entries(result))),
      ),
    exportCodes: (slot: Slot) =>
      withResult(async (result) => {
        const codes = result.extras?.codes?.[slot];
        if (!codes) return 'The codes are not here.';
        return save(fileName(result, `-codes-${slot}.npy`), await npy(codes, [codes.length]));
      }),
    exportAnswers: () =>
      withResult(async (result) => {
        const { spellings } = result.extras ?? {};
        if (!spellings) return 'The answers are not here.';
        return save(
          fileName(result, '-answers.csv'),
          (await library()).answersCsv(spellings, result.report),
          'text/csv',
        );
      }),
    exportPerSample: () =>
      withResult(async (result) => {
        const values = result.extras?.per_sample;
        if (!values) return 'What samples add is not here.';
        return save(fileName(result, '-samples.npy'), await npy(values, [values.length / 4, 4]));
      }),
    exportCodebook: (slot: Slot) =>
      withResult(async (result) => {
        const codebook = result.extras?.codebooks?.[slot];
        if (!codebook) return 'The codebook is not here.';
        const text = (await inline()).encodeCodebook(codebook);
        return save(fileName(result, `-codebook-${slot}.json`), text, 'application/json');
      }),
    copyMethods: () =>
      withResult(async (result) => {
        await ports.copy((await library()).methodsParagraph(result.report));
        return 'Methods paragraph copied.';
      }),
    copyCommand: () =>
      withResult(async (result) => {
        const defaults = await (await context.engine()).resolveOptions();
        await ports.copy((await library()).reproducingCommand(result.report, defaults));
        return 'Command copied.';
      }),
  };
};
