/** Files that tell several analyses become a plan, which is shown before anything is run. */

import { batch } from '@preact/signals';
import { linesIn } from '../../../lib/explore/archive';
import { part } from '../../part';
import type { Entry } from '../../state/entry';
import {
  bestPlan,
  isStudy,
  leftFor,
  type Manifest,
  type Plan,
  type PlanFile,
  planOf,
} from '../../state/study/plan';
import { type Context, facts } from '../context';
import type { Dropped } from '../inspect';
import { goOn, inputsIn, replaceStudy, retried, studyOfPlan } from './run';

/** A manifest is short; a larger table is data. */
const LARGEST_MANIFEST = 2 ** 20;

const library = () => part(() => import('../../../lib/inline'));

/** The manifest among files: a table whose first line names x1, x2 and y, and whose files are here. */
async function manifestIn(files: readonly PlanFile[]): Promise<Manifest | null> {
  for (const { file, path } of files) {
    if (!/\.(csv|tsv)$/i.test(path) || file.size > LARGEST_MANIFEST || files.length < 3) continue;
    const text = await file.text();
    const { isManifest, readManifest } = await library();
    if (!isManifest(text)) continue;
    const lines = readManifest(text, path);
    const names = new Set(files.map((one) => one.path.split('/').at(-1)));
    const here = (line: (typeof lines)[number]): boolean =>
      Object.values(line.files).some((one) => names.has(one.path.split('/').at(-1)));
    if (lines.some(here)) return { path, lines };
  }
  return null;
}

/** Goes on with the study that is there, with the files of a plan. */
async function resume(context: Context, plan: Plan): Promise<void> {
  const { state } = context;
  const { study } = state.studies;
  batch(() => {
    state.studies.plan.value = plan;
    state.studies.inputs.value = inputsIn(plan);
    if (study.value) study.value = retried(study.value, state.studies.inputs.value);
    state.view.value = 'study';
  });
  await goOn(context);
}

/**
 * Offers a study where files tell one. Where a study is open that waits for its files, it goes on with them
 * at once. Gives whether the files have found their place.
 */
export async function offerStudy(context: Context, dropped: readonly Dropped[]): Promise<boolean> {
  const { state } = context;
  const { plan, study } = state.studies;
  const open = state.screen.value === 'plan' ? (plan.value?.files ?? []) : [];
  const fresh = new Set(dropped.map(({ path }) => path));
  const files = [...open.filter(({ path }) => !fresh.has(path)), ...dropped];
  try {
    const manifest = await manifestIn(files);
    if (open.length > 0) {
      showPlan(context, planOf(files, manifest, plan.value?.patterns ?? ''));
      return true;
    }
    const again = planOf(files, manifest, study.value?.patterns ?? '');
    if (state.screen.value === 'study' && leftFor(study.value, again) > 0) {
      await resume(context, again);
      return true;
    }
    const best = bestPlan(files, manifest);
    if (isStudy(best)) showPlan(context, best);
    return isStudy(best);
  } catch (thrown) {
    // What is wrong with a manifest is said, and the files are files like any others.
    state.toast.value = { text: facts(thrown).message };
    return false;
  }
}

function showPlan({ state }: Context, plan: Plan): void {
  batch(() => {
    state.studies.plan.value = plan;
    state.view.value = 'plan';
  });
}

/** The analyses that the arrays of one file are; null where there are several files. */
function archiveIn(entries: readonly Entry[]): Manifest | null {
  const [first] = entries;
  if (!first || entries.some(({ path }) => path !== first.path)) return null;
  const lines = linesIn(
    first.path,
    entries.flatMap(({ how }) => how.member ?? []),
  );
  return lines.length > 0 ? { path: first.path, lines, archive: true } : null;
}

/** A plan of the files that are chosen for one analysis. */
export async function planFiles(context: Context): Promise<void> {
  const { entries } = context.state;
  const files = new Map(entries.value.map(({ path, file }) => [path, { path, file }]));
  const all = [...files.values()];
  showPlan(context, bestPlan(all, archiveIn(entries.value) ?? (await manifestIn(all))));
}

/** Changes what the names mean; the result is seen at once. */
export function setPatterns({ state }: Context, text: string): void {
  const { plan } = state.studies;
  const now = plan.value;
  if (now) plan.value = { ...planOf(now.files, now.manifest, text), names: now.names };
}

/** What a modality is called. */
export function setPlanName({ state }: Context, at: 0 | 1 | 2, name: string): void {
  const { plan } = state.studies;
  const now = plan.value;
  if (now) plan.value = { ...now, names: now.names.with(at, name.slice(0, 200)) as Plan['names'] };
}

/** Goes on with the study that is kept, with the files of the plan. */
export async function continueStudy(context: Context): Promise<void> {
  const { plan } = context.state.studies;
  if (plan.value) await resume(context, plan.value);
}

/** Runs the study as it is planned. */
export async function runPlan(context: Context): Promise<void> {
  const { state } = context;
  const { value: plan } = state.studies.plan;
  if (!plan) return;
  replaceStudy(context, studyOfPlan(context, plan), inputsIn(plan));
  state.view.value = 'study';
  await goOn(context);
}
