/** A study leaves the page: rows as a table or as a file that reopens, the matrix as a picture. */

import { studyOf } from '../../library';
import { part } from '../../part';
import { rowName, type Study } from '../../state/study/study';
import { type Context, facts } from '../context';

const TEXT = 'text/plain;charset=utf-8';
const library = () => part(() => import('../../../lib/export'));

const NO_REPORTS = 'The reports of its analyses are not here: they do not travel in links.';

/** Rows with their reports, as tables take them; the same as those of the command line. */
const entriesOf = ({ rows, columns }: Study) =>
  rows.flatMap(({ keys, point }) => {
    const report = point?.report;
    return report ? [{ title: rowName({ keys }, columns), keys, report }] : [];
  });

/** The study as `modalens study` writes it; rows that are to come are left out. */
function fileOf({ rows, columns }: Study): string {
  const there = rows.flatMap(({ keys, point, error }) => {
    const report = point?.report ?? null;
    return report || error ? [{ keys, report, error }] : [];
  });
  return `${JSON.stringify({ ...studyOf(there), columns })}\n`;
}

export const studyExports = (context: Context) => {
  const { state, ports } = context;
  const { studies } = state;

  /** Does something with the study, and says what came of it. */
  async function withStudy(work: (study: Study) => Promise<string>): Promise<string> {
    const study = studies.study.value;
    if (!study) return 'There is nothing to export.';
    return work(study).catch((thrown: unknown) => `Not exported. ${facts(thrown).message}`);
  }
  const save = (name: string, content: Blob | string, type = TEXT): string => {
    ports.download(name, typeof content === 'string' ? new Blob([content], { type }) : content);
    return `Saved ${name}.`;
  };
  /** A table of the rows whose reports are here. */
  const table = (name: string, type: string, write: 'toCsv' | 'toLatex') =>
    withStudy(async (study) => {
      const entries = entriesOf(study);
      if (entries.length === 0) return NO_REPORTS;
      return save(name, (await library())[write](entries), type);
    });

  return {
    exportStudyCsv: () => table('modalens-study.csv', 'text/csv', 'toCsv'),
    exportStudyLatex: () => table('modalens-study.tex', TEXT, 'toLatex'),
    exportStudyJson: () =>
      withStudy(async (study) => {
        if (entriesOf(study).length === 0) return NO_REPORTS;
        return save('modalens-study.json', fileOf(study), 'application/json');
      }),
    exportMatrix: (scale: number | null) =>
      withStudy(async (study) => {
        const end = scale === null ? '.svg' : `@${scale}x.png`;
        const picture = await ports.matrix(study, studies.arrangement.value, scale);
        return save(`modalens-study${end}`, picture);
      }),
  };
};
