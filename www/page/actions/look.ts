/** What a partition looks like: found when the details ask for it, while the samples are here. */

import { clustered, type Looked, NOTHING_SEEN, type Seen, type Source } from '../state/looked';
import { type Context, facts } from './context';
import { inputsOf } from './explore';

/** Looks at every clustered input of the analysis that is open, once. */
async function look(context: Context): Promise<void> {
  const { state } = context;
  const analysis = state.result.value;
  const inputs = analysis && inputsOf(analysis);
  if (!analysis?.extras || !inputs || state.looked.value?.id === analysis.id) return;
  const { id, report, extras } = analysis;
  const change = (part: (looked: Looked) => Partial<Looked>): void => {
    const { value: now } = state.looked;
    if (now?.id === id) state.looked.value = { ...now, ...part(now) };
  };
  state.seen.value = NOTHING_SEEN;
  state.looked.value = { id, busy: true, looks: {}, problem: null };
  try {
    const engine = await context.engine();
    for (const slot of clustered(analysis)) {
      const found = await engine.look(inputs, { report, extras }, slot);
      change(({ looks }) => ({ looks: { ...looks, [slot]: found } }));
    }
    change(() => ({ busy: false }));
  } catch (thrown) {
    change(() => ({ busy: false, problem: facts(thrown) }));
  }
}

export const lookActions = (context: Context) => {
  const { seen } = context.state;
  return {
    look: () => look(context),
    see: (part: Partial<Seen>): void => {
      seen.value = { ...seen.value, ...part };
    },
    /** Opens the card of a code, or closes it. */
    chooseCode(slot: Source, code: number | null): void {
      seen.value = { ...seen.value, codes: { ...seen.value.codes, [slot]: code } };
    },
  };
};
