/** Files that hold arrays in a form that is not read: what they are, and the lines that convert them. */

import type { ErrorFacts } from '../library';

interface Foreign {
  what: string;
  lines: (stem: string, file: string) => string;
}

/** Two lines: what is imported, and the array of `value` saved under the name of the file. */
const saved = (imports: string, stem: string, value: string): string =>
  `import ${imports}, numpy as np\nnp.save("${stem}.npy", ${value})`;

const KINDS: Record<string, Foreign> = {
  h5: {
    what: 'an HDF5 file',
    lines: (stem, file) =>
      `import h5py, numpy as np\nwith h5py.File("${file}") as f: np.save("${stem}.npy", f[list(f)[0]][:])`,
  },
  mat: {
    what: 'a MATLAB file',
    lines: (stem, file) =>
      `import scipy.io, numpy as np\nm = scipy.io.loadmat("${file}"); np.save("${stem}.npy", m["${stem}"])`,
  },
  arrow: {
    what: 'an Arrow file',
    lines: (stem, file) => saved('pandas as pd', stem, `np.stack(pd.read_feather("${file}")["embedding"])`),
  },
  json: {
    what: 'a JSON file',
    lines: (stem, file) => saved('json', stem, `np.asarray(json.load(open("${file}")))`),
  },
};
for (const [name, same] of [
  ['hdf5', 'h5'],
  ['feather', 'arrow'],
] as const) {
  const kind = KINDS[same];
  if (kind) KINDS[name] = kind;
}

/** Only letters that are safe inside a quoted string of the lines. */
const safe = (name: string): string => name.replace(/["\\\n\r]/g, '_');

/** What to say about such a file, or null if it may be readable. */
export function foreign(path: string): (ErrorFacts & { lines: string }) | null {
  const file = safe(path.split('/').at(-1) ?? path);
  const dot = file.lastIndexOf('.');
  const kind = KINDS[file.slice(dot + 1).toLowerCase()];
  if (dot < 0 || !kind || /\.modalens\.json$/i.test(file)) return null;
  return {
    code: 'foreign_format',
    message: `This is ${kind.what}; Modalens reads arrays only.`,
    hint: 'Convert it where it was made, then drop the result:',
    lines: kind.lines(file.slice(0, dot), file),
  };
}
