/** How long a run will take: asked of the engine whenever files or choices change. */

import type { Choices } from '../state/app';
import { type BySlot, readiness, samplesUsed } from '../state/ready';
import type { Context } from './context';
import { namesOf, optionsOf } from './options';

/** Seconds that a run on these files with these choices is foreseen to take; null where that is not known. */
export function foreseenFor({ state }: Context, slots: BySlot, choices: Choices): number | null {
  const { value: known } = state.foreseen;
  return known?.slots === slots && known.choices === choices ? known.seconds : null;
}

export const foreseeActions = (context: Context) => ({
  async foresee(): Promise<void> {
    const { state } = context;
    const [slots, choices] = [state.bySlot.value, state.choices.value];
    const { x1, x2, y } = slots;
    if (readiness(slots, state.entries.value, choices).state !== 'ready') return;
    if (!x1?.facts || !x2?.facts || !y?.facts || foreseenFor(context, slots, choices) !== null) return;
    const rows = samplesUsed(slots, choices);
    const facts = { x1: { ...x1.facts, rows }, x2: { ...x2.facts, rows }, y: { ...y.facts, rows } };
    try {
      const engine = await context.engine();
      const seconds = await engine.foresee(facts, optionsOf(choices, namesOf(slots)));
      if (state.bySlot.value === slots && state.choices.value === choices)
        state.foreseen.value = { seconds, slots, choices };
    } catch {
      // Then nothing is promised; what is wrong will be said by the run.
      state.foreseen.value = null;
    }
  },
});
