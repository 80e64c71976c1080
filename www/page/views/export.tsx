/** What can be taken away: figures, numbers, codes, words. Opened as a dialog. */

import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context';

export default function ExportPanel() {
  const { state, actions } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const result = state.shown.value;
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  if (!result) return null;
  const { codes, codebooks } = result.extras ?? {};
  const [a, b, y] = result.report.options.names;
  const item = (name: string, note: string, run: () => Promise<void>) => (
    <li>
      <button type="button" class="outline" onClick={() => void run()}>
        {name}
      </button>
      <span class="q">{note}</span>
    </li>
  );
  return (
    <dialog
      ref={dialog}
      class="panel small"
      aria-label="Export"
      onClose={() => {
        state.exporting.value = false;
      }}
    >
      <div class="row between middle">
        <p class="t-l">
          <b>Export</b>
        </p>
        <button type="button" class="outline" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <h2 class="gap-16">Figure</h2>
      <ul class="exports gap-8">
        {item('SVG', 'attribution, on white, with a caption of settings', () =>
          actions.exportSvg('attribution'),
        )}
        {item('PNG 2×', 'for slides', () => actions.exportPng('attribution', 2))}
        {item('PNG 3×', 'for print', () => actions.exportPng('attribution', 3))}
        {item('SVG, contribution', 'unique and Shapley shares', () => actions.exportSvg('contribution'))}
      </ul>
      <h2 class="gap-24">Numbers</h2>
      <ul class="exports gap-8">
        {item('JSON', 'the whole report; reopens here', actions.exportJson)}
        {item('CSV', 'one row a quantity', actions.exportCsv)}
        {item('LaTeX', 'a table for the paper', actions.exportLatex)}
        {item('.modalens.json', 'report and counts, as a file in place of a link', () =>
          actions.exportShared(true),
        )}
      </ul>
      {(codes || codebooks) && (
        <>
          <h2 class="gap-24">Codes</h2>
          <ul class="exports gap-8">
            {codes &&
              (
                [
                  ['x1', a],
                  ['x2', b],
                  ['y', y],
                ] as const
              ).map(([slot, name]) =>
                item(`Codes of ${name}`, '.npy, one a sample', () => actions.exportCodes(slot)),
              )}
            {codebooks &&
              (
                [
                  ['x1', a],
                  ['x2', b],
                  ['y', y],
                ] as const
              )
                .filter(([slot]) => codebooks[slot])
                .map(([slot, name]) =>
                  item(`Codebook of ${name}`, '.json, with the preparation: codes further samples', () =>
                    actions.exportCodebook(slot),
                  ),
                )}
          </ul>
        </>
      )}
      <h2 class="gap-24">Words</h2>
      <ul class="exports gap-8">
        {item('Copy methods', 'a paragraph with all settings and the citation', actions.copyMethods)}
        {item('Copy command', 'the command line that gives the same report', actions.copyCommand)}
      </ul>
    </dialog>
  );
}
