/** Figures, numbers, codes and words leave the page. */

import type { NumberArray } from '../library';
import type { Result } from '../state/analyses';
import { type Context, type Figure, facts } from './context';

const TEXT = 'text/plain;charset=utf-8';

export const exportActions = (context: Context) => {
  const { state, ports } = context;

  /** Does something with the shown result; a failure is said, never thrown away. */
  const withResult = (work: (result: Result) => Promise<void> | void) => async (): Promise<void> => {
    const result = state.shown.value;
    if (!result) return;
    try {
      await work(result);
    } catch (thrown) {
      state.toast.value = { text: `Not exported: ${facts(thrown).message}` };
    }
  };
  const save = (name: string, text: string, type = TEXT) => ports.download(name, new Blob([text], { type }));
  const library = () => import('../../lib/export');
  const entries = (result: Result) => [
    { title: result.title ?? result.report.options.names.slice(0, 2).join(' × '), report: result.report },
  ];
  const npy = async (data: NumberArray, shape: number[]) =>
    new Blob([(await import('../../lib/inline')).encodeNpy(data, shape)]);
  const name = ({ report }: Result, end: string) =>
    `modalens-${report.options.names
      .slice(0, 2)
      .join('-')
      .replace(/[^\p{L}\p{N}_-]+/gu, '_')}${end}`;

  return {
    exportSvg: (figure: Figure) =>
      withResult(async (result) =>
        ports.download(name(result, `-${figure}.svg`), await ports.picture(figure, result, null)),
      )(),
    exportPng: (figure: Figure, scale: number) =>
      withResult(async (result) =>
        ports.download(name(result, `-${figure}@${scale}x.png`), await ports.picture(figure, result, scale)),
      )(),
    exportJson: withResult((result) =>
      save(name(result, '.json'), `${JSON.stringify(result.report, null, 2)}\n`, 'application/json'),
    ),
    exportCsv: withResult(async (result) =>
      save(name(result, '.csv'), (await library()).toCsv(entries(result)), 'text/csv'),
    ),
    exportLatex: withResult(async (result) =>
      save(name(result, '.tex'), (await library()).toLatex(entries(result))),
    ),
    exportCodes: (slot: 'x1' | 'x2' | 'y') =>
      withResult(async (result) => {
        const codes = result.extras?.codes?.[slot];
        if (codes) ports.download(name(result, `-codes-${slot}.npy`), await npy(codes, [codes.length]));
      })(),
    exportCodebook: (slot: 'x1' | 'x2' | 'y') =>
      withResult(async (result) => {
        const codebook = result.extras?.codebooks?.[slot];
        if (codebook)
          save(
            name(result, `-codebook-${slot}.json`),
            (await import('../../lib/inline')).encodeCodebook(codebook),
            'application/json',
          );
      })(),
    copyMethods: withResult(async (result) => {
      await ports.copy((await library()).methodsParagraph(result.report));
      state.toast.value = { text: 'Methods paragraph copied.' };
    }),
    copyCommand: withResult(async (result) => {
      await ports.copy(
        (await library()).reproducingCommand(result.report, await (await context.engine()).resolveOptions()),
      );
      state.toast.value = { text: 'Command copied.' };
    }),
  };
};
