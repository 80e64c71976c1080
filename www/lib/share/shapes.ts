/**
 * JSON without the names of fields that it repeats.
 *
 * An object becomes the list of its values behind the number of its shape, which is the list of its fields; a
 * list becomes the list of its items behind a 0. Shapes that are not in the table below travel with the link:
 * nothing has to be done here for a field that is added to a report, but a line in the table makes links
 * shorter.
 */

import { Damage } from './damage';

/**
 * Shapes that every reader of version 2 knows, the first being number 1. Only ever added to at the end: links
 * hold their numbers.
 */
const KNOWN: readonly string[] = [
  'analyses series view',
  'title report digest counts',
  'schema engine inputs n options estimand partition partitions information_bits atoms_bits ' +
    'contribution ranking kept label_aware solver warnings passed strata samples',
  'x1 x2 y',
  'name shape dtype sha256 preparation',
  'zero_samples l2_skipped components variance_kept',
  'k ky seed names method partitions n_init max_iterations preparation discretiser gauge tolerance_bits ' +
    'y_quantiles y_least drop_nonfinite budget_bytes',
  'l2 centre pca whiten',
  'number k1 k2 ky choice seed_agreement seed_agreement_x1 seed_agreement_x2 samples_per_triple_cell ' +
    'occupied_cells y_merged fitted_on x1 x2 y',
  'inertia restart_spread sizes',
  'i1 i2 i12 union h_y',
  'redundancy unique1 unique2 synergy',
  'plugin estimate se se_within se_between lower upper level method present present_in_partitions',
  'c1 c2 shapley1 shapley2',
  'status reason estimate lower upper',
  'claim difference_bits same_in_partitions',
  'seed k1 k2 ky inertia1 inertia2 atoms_bits',
  'plugin estimate',
  'lower_bits upper_bits gap_bits iterations matrix_products termination',
  'code level message smaller_k',
  'input each mean left_out',
  'label n information_bits atoms_bits ranking',
  'label n',
  'kind title names points',
  'label at n cells h_y information_bits atoms_bits claim difference_bits c1 shapley1',
  'i1 i2 i12 union',
  'plugin estimate lower upper present',
  'code level message fact effect action smaller_k',
  'number k1 k2 ky choice trade seed_agreement seed_agreement_x1 seed_agreement_x2 ' +
    'samples_per_triple_cell occupied_cells y_merged fitted_on x1 x2 y',
  'reason tried',
  'k i1_bits i2_bits i12_bits samples_per_triple_cell synergy_width_bits',
  'x1 x2 both',
  'codes_bits probe_bits probe_se share',
  'n information_bits atoms_bits contribution ranking comparison',
  'by_label by_stratum',
  'label n atoms_bits',
  'analyses series view study',
  'columns rows',
  'keys point error',
  'input each mean left_out verdict',
  'verdict sentence differing',
  'what change pooled_bits within_bits',
  'name shape dtype sha256 preparation repeated',
  'k ky seed names method partitions n_init max_iterations preparation discretiser gauge noise ' +
    'tolerance_bits y_quantiles y_least drop_nonfinite budget_bytes',
  'name shape dtype sha256 preparation repeated answers scores',
  'k ky seed names method partitions n_init max_iterations preparation discretiser gauge noise ' +
    'tolerance_bits y_quantiles y_ignore y_scores y_least drop_nonfinite budget_bytes',
  'case space punctuation',
  'spellings answers',
  'form options entropy_bits',
];

/** Numbers of shapes that travel with a link begin after this, so that the table may grow. */
const OWN = 1000;

type Fields = readonly string[];

/** Packs JSON. */
export function packShapes(value: unknown): unknown {
  const numbers = new Map(KNOWN.map((fields, i) => [fields, i + 1]));
  const own: Fields[] = [];
  const numberOf = (fields: Fields): number => {
    // A name with a space in it, or none, is not in the table, and must not be taken for two that are, or for
    // no field.
    const key = fields.some((field) => field === '' || field.includes(' '))
      ? JSON.stringify(fields)
      : fields.join(' ');
    const number = numbers.get(key) ?? OWN + own.push(fields);
    numbers.set(key, number);
    return number;
  };
  const pack = (part: unknown): unknown => {
    if (Array.isArray(part)) return [0, ...part.map(pack)];
    if (typeof part !== 'object' || part === null) return part;
    return [numberOf(Object.keys(part)), ...Object.values(part).map(pack)];
  };
  const body = pack(value);
  return [own, body];
}

function isFields(value: unknown): value is Fields {
  const isList = Array.isArray(value) && value.every((field) => typeof field === 'string');
  return isList && new Set(value).size === value.length;
}

/** Unpacks what may be such a packing. */
export function unpackShapes(packed: unknown): unknown {
  const [own, body] = Array.isArray(packed) ? (packed as unknown[]) : [];
  if (!Array.isArray(own) || !own.every(isFields))
    throw new Damage('its shapes are not lists of names, each once');
  const known = KNOWN.map((fields) => fields.split(' '));
  const shapeOf = (number: number): Fields | undefined =>
    number > OWN ? own[number - OWN - 1] : known[number - 1];
  const unpack = (part: unknown): unknown => {
    if (!Array.isArray(part)) return part;
    const [number, ...values] = part as unknown[];
    if (number === 0) return values.map(unpack);
    const fields = typeof number === 'number' ? shapeOf(number) : undefined;
    if (fields?.length !== values.length) throw new Damage('a part of it has no shape, or another');
    return Object.fromEntries(fields.map((field, i) => [field, unpack(values[i])]));
  };
  return unpack(body);
}
