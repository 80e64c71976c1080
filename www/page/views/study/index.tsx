/** A study: its sentence, how far it is, the matrix, two of its analyses compared, curves, and the table. */

import { ofTargets, studySentence } from '../../text/study';
import { useApp } from '../app-context';
import { Sentence } from '../parts';
import { Compare } from './compare';
import { Contributions } from './contributions';
import { MatrixSection } from './matrix';
import { Multiples } from './multiples';
import { KeptHere, Progress } from './progress';
import { RowsTable } from './table';

export default function StudyView() {
  const { state } = useApp();
  const study = state.studies.study.value;
  if (!study) return null;
  return (
    <div class="stack">
      <Sentence words={studySentence(study)} />
      <Progress study={study} />
      <KeptHere />
      {ofTargets(study).map((note) => (
        <p class="prose" key={note}>
          {note}
        </p>
      ))}
      <Contributions study={study} />
      <MatrixSection study={study} />
      <Compare study={study} />
      <Multiples study={study} />
      <RowsTable study={study} />
    </div>
  );
}
