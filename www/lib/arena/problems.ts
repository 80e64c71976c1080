/**
 * The problems of the arena as recipes: what is drawn from which law, how often, with which seed. `data.ts`
 * makes the samples, bit for bit the same everywhere; `truth.json` has the atoms of the laws.
 */

import { FAMILIES, lawName } from './laws';

/** What is difficult about a problem. */
export const KINDS = {
  gate: 'logic gates on single bits',
  mixture: 'noisy mixtures of atoms, eight states a source',
  unequal: 'states in clusters of unequal size',
  tie: 'sources that tell the same, exactly or nearly',
  fusion: 'synthetic vision-language models',
  dense: 'random laws, every cell possible',
  sparse: 'random laws, a fifth of the pairs possible',
  chain: 'one source sees y only through the other: no synergy',
  split: 'every state in four codes that say the same',
  clusters: 'embeddings in clusters',
  nuisance: 'embeddings whose variance is mostly nuisance',
  curve: 'embeddings on a curve without clusters',
} as const;

export type Kind = keyof typeof KINDS;

/** How the samples of a problem are made. */
export interface Problem {
  id: string;
  kind: Kind;
  /** A table of counts, or embeddings of two sources with labels. */
  form: 'counts' | 'embeddings';
  /** A system of `modalens generate`, or a law of `laws.ts`. */
  law: string;
  n: number;
  /** Codes of each state that say the same; 1 where there is but the state. */
  parts: number;
  /** Noise and features of embeddings. */
  sigma: number;
  d: number;
  seed: number;
}

type Draft = Omit<Problem, 'seed'>;

/** Kinds by the systems of the engine that they draw tables from. */
const TABLES = {
  gate: ['AND', 'OR', 'XOR', 'COPY', 'UNQ', 'RDN', 'SUM'],
  mixture: [
    ...['A_mixed', 'B_red', 'C_xor', 'D_unq1', 'E_null', 'F_and', 'G_bal', 'H_asym'],
    ...['I_weak', 'W8', 'P8_mix', 'L_atoms', 'J_ci', 'K_ciQ'],
  ],
  unequal: ['A_zipf16', 'B_zipf', 'C_zipf', 'E_zipf', 'J_zipf', 'K_zipf', 'C8_cat_unequal'],
  tie: ['T4_tie', 'T8_tie', 'T9_tie', 'A12_tie', 'SUM_tie', 'NT8_near_tie'],
  fusion: [
    ...['VLM_add_sym', 'VLM_add_asym', 'VLM_cat_sym', 'VLM_cat_asym', 'VLM_gated_sym', 'VLM_gated_asym'],
    ...['VLM_xattn_t2i', 'VLM_xattn_i2t', 'VLM_xattn_sym', 'VLM_img_only', 'VLM_img_only_corr'],
    ...['VLM_redundant', 'VLM_null'],
  ],
} as const;

const SPLIT = [
  ...['A_mixed', 'B_red', 'C_xor', 'D_unq1', 'E_null', 'F_and', 'H_asym', 'K_ciQ'],
  ...['VLM_cat_sym', 'VLM_add_sym'],
];

/** Systems whose eight states a source are embedded. */
const EMBEDDED = ['A_mixed', 'B_red', 'C_xor', 'E_null', 'H_asym', 'K_ciQ', 'VLM_cat_sym', 'VLM_gated_asym'];

/** Noise, features and samples of embeddings in clusters: the nearest centre is that of the state. */
const CLUSTERED = [
  [1, 32, 600],
  [2, 64, 1200],
  [8, 64, 1200],
] as const;

const counts = (kind: Kind, law: string, n: number, parts = 1): Draft => ({
  ...{ id: `${parts > 1 ? 'split_' : ''}${law}_n${n}`, kind, form: 'counts', law, n, parts },
  ...{ sigma: 0, d: 1 },
});

const embeddings = (kind: Kind, law: string, [sigma, d, n]: readonly [number, number, number]): Draft => ({
  ...{ id: `${kind}_${law}_s${sigma}_n${n}`, kind, form: 'embeddings', law, n, parts: 1 },
  ...{ sigma, d },
});

function drafts(): Draft[] {
  const tables = Object.entries(TABLES).flatMap(([kind, laws]) =>
    laws.flatMap((law) =>
      (kind === 'gate' ? [100, 1000] : [500, 2000]).map((n) => counts(kind as Kind, law, n)),
    ),
  );
  const own = (Object.keys(FAMILIES) as (keyof typeof FAMILIES)[]).flatMap((family) =>
    Array.from({ length: FAMILIES[family] }, (_, i) => lawName(family, i + 1)).flatMap((law) =>
      (family === 'sparse' ? [300, 1500] : [500, 2000]).map((n) => counts(family, law, n)),
    ),
  );
  const split = SPLIT.flatMap((law) => [500, 2000].map((n) => counts('split', law, n, 4)));
  const clusters = CLUSTERED.flatMap((how) => EMBEDDED.map((law) => embeddings('clusters', law, how)));
  const nuisance = EMBEDDED.map((law) => embeddings('nuisance', law, [2, 64, 1200]));
  const curve = EMBEDDED.map((law) => embeddings('curve', law, [0, 16, 1200]));
  return [...tables, ...own, ...split, ...clusters, ...nuisance, ...curve];
}

/** Every problem. New ones come at the end, since a seed is the place in the list. */
export const PROBLEMS: readonly Problem[] = drafts().map((draft, i) => ({ ...draft, seed: 20_000 + i }));
