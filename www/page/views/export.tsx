/** What can be taken away: figures, numbers, codes, words. A row for each, with its forms as buttons. */

import type { ComponentChildren } from 'preact';
import { seriesOf, variedNow } from '../state/explored';
import { CHOICE } from '../text/varied';
import { Said, useSaid } from './act';
import { useApp } from './app-context';

/** One form of something: the button's words, its whole name, and what it does. */
interface Form {
  text: string;
  name?: string;
  run: () => Promise<string>;
}

function Row({ title, note, forms }: { title: string; note: string; forms: readonly Form[] }) {
  const [said, press] = useSaid();
  if (forms.length === 0) return null;
  return (
    <li class="export">
      <h3>{title}</h3>
      <p class="t-xs q">{said ? <Said>{said}</Said> : note}</p>
      <span class="forms">
        {forms.map(({ text, name, run }) => (
          <button key={text} type="button" class="outline" aria-label={name} onClick={() => press(run)}>
            {text}
          </button>
        ))}
      </span>
    </li>
  );
}

const Group = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <section class="gap-24" aria-label={name}>
    <h2>{name}</h2>
    <ul>{children}</ul>
  </section>
);

/** The curves that are open, as a figure and as numbers. */
function Curves() {
  const { state, actions } = useApp();
  const analysis = state.result.value;
  const screen = state.screen.value;
  if (!analysis || (screen !== 'sensitivity' && screen !== 'layers')) return null;
  const kind = screen === 'layers' ? screen : variedNow(state.varied.value, analysis);
  if (!seriesOf(analysis, kind)) return null;
  const named = `, ${CHOICE[kind]}`;
  return (
    <Group name={screen === 'layers' ? 'Layers' : `Sensitivity: ${CHOICE[kind]}`}>
      <Row
        title="Atoms"
        note="The curves of the view, on white, with a caption."
        forms={[
          { text: 'SVG', name: `SVG${named}`, run: () => actions.exportFigure(kind, null) },
          { text: 'PNG 2×', name: `PNG 2×${named}`, run: () => actions.exportFigure(kind, 2) },
          { text: 'PNG 3×', name: `PNG 3×${named}`, run: () => actions.exportFigure(kind, 3) },
        ]}
      />
      <Row
        title="Points"
        note="All quantities of every point, a row each."
        forms={[{ text: 'CSV', name: `CSV${named}`, run: () => actions.exportPoints(kind) }]}
      />
    </Group>
  );
}

function Figures() {
  const { actions } = useApp();
  const forms = (figure: 'attribution' | 'contribution', named: string): Form[] => [
    { text: 'SVG', name: `SVG${named}`, run: () => actions.exportFigure(figure, null) },
    { text: 'PNG 2×', name: `PNG 2×${named}`, run: () => actions.exportFigure(figure, 2) },
    { text: 'PNG 3×', name: `PNG 3×${named}`, run: () => actions.exportFigure(figure, 3) },
  ];
  return (
    <Group name="Figures">
      <Row
        title="Attribution"
        note="On white, with a caption of settings."
        forms={forms('attribution', '')}
      />
      <Row
        title="Contribution"
        note="Unique and Shapley shares."
        forms={forms('contribution', ', contribution')}
      />
    </Group>
  );
}

function Numbers() {
  const { actions } = useApp();
  return (
    <Group name="Numbers">
      <Row
        title="Report"
        note="JSON is whole and reopens here; LaTeX is a table for the paper."
        forms={[
          { text: 'JSON', run: actions.exportJson },
          { text: 'CSV', run: actions.exportCsv },
          { text: 'LaTeX', run: actions.exportLatex },
        ]}
      />
      <Row
        title="Report and counts"
        note="In place of a link: whoever opens it can compute it again."
        forms={[{ text: '.modalens.json', run: () => actions.exportShared(true) }]}
      />
    </Group>
  );
}

function Codes() {
  const { state, actions } = useApp();
  const result = state.shown.value;
  const { codes, codebooks, per_sample, spellings } = result?.extras ?? {};
  if (!result || (!codes && !codebooks))
    return (
      <p class="q gap-24">Codes and codebooks are there after a run in this tab, until it is reloaded.</p>
    );
  const named = (['x1', 'x2', 'y'] as const).map((slot, i) => ({
    slot,
    text: result.report.options.names[i] ?? slot,
  }));
  return (
    <Group name="Codes">
      {codes && (
        <Row
          title="Codes"
          note=".npy, one a sample."
          forms={named.map(({ slot, text }) => ({
            text,
            name: `Codes of ${text}`,
            run: () => actions.exportCodes(slot),
          }))}
        />
      )}
      {spellings && (
        <Row
          title="Answers"
          note="Labels of Y in the file, what each counts as, and how often it occurs."
          forms={[{ text: 'CSV', name: 'CSV, answers', run: actions.exportAnswers }]}
        />
      )}
      {per_sample && (
        <Row
          title="What samples add"
          note="Redundancy, unique 1, unique 2, synergy of each sample, bits."
          forms={[{ text: '.npy', name: '.npy, what samples add', run: actions.exportPerSample }]}
        />
      )}
      {codebooks && (
        <Row
          title="Codebooks"
          note=".json with the preparation: codes further samples."
          forms={named
            .filter(({ slot }) => codebooks[slot])
            .map(({ slot, text }) => ({
              text,
              name: `Codebook of ${text}`,
              run: () => actions.exportCodebook(slot),
            }))}
        />
      )}
    </Group>
  );
}

function Words() {
  const { actions } = useApp();
  return (
    <Group name="Words">
      <Row
        title="For the paper"
        note="All settings with the citation; the command that gives the same report."
        forms={[
          { text: 'Copy methods', run: actions.copyMethods },
          { text: 'Copy command', run: actions.copyCommand },
        ]}
      />
    </Group>
  );
}

/** What leaves of a study. */
function StudyExports() {
  const { actions } = useApp();
  return (
    <>
      <Group name="Figures">
        <Row
          title="Matrix"
          note="As it is arranged, on white, with a caption."
          forms={[
            { text: 'SVG', name: 'SVG, matrix', run: () => actions.exportMatrix(null) },
            { text: 'PNG 2×', name: 'PNG 2×, matrix', run: () => actions.exportMatrix(2) },
            { text: 'PNG 3×', name: 'PNG 3×, matrix', run: () => actions.exportMatrix(3) },
          ]}
        />
      </Group>
      <Group name="Numbers">
        <Row
          title="All analyses"
          note="JSON is whole and reopens here; LaTeX is a table for the paper."
          forms={[
            { text: 'JSON', run: actions.exportStudyJson },
            { text: 'CSV', run: actions.exportStudyCsv },
            { text: 'LaTeX', run: actions.exportStudyLatex },
          ]}
        />
      </Group>
    </>
  );
}

export default function ExportPanel() {
  const { state } = useApp();
  if (state.screen.value === 'study') return <StudyExports />;
  return (
    <>
      <Curves />
      <Figures />
      <Numbers />
      <Codes />
      <Words />
    </>
  );
}
