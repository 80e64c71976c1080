// Golden links, what is inside a link, and typical content for one.
import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Band, type Series, type Shared, shareOne } from '../../../www/lib/share';
import { crc32 } from '../../../www/lib/share/link';

export const golden = (name: string) =>
  readFileSync(new URL(`../../golden/links/${name}`, import.meta.url), 'utf8');

/** The packing inside a link, and a link around a packing: for tests that must get past the checksum. */
export const unwrap = (fragment: string) =>
  inflateRawSync(Buffer.from(fragment.slice(4), 'base64url')).subarray(0, -4);
export function wrap(packing: Uint8Array | string, version = 'm2'): string {
  const bytes = Buffer.from(packing);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return `#${version}.${deflateRawSync(Buffer.concat([bytes, sum])).toString('base64url')}`;
}

/** Typical analyses: smooth curves with intervals, as a study of layers and a sweep of K give them. */
export function typical(): Shared {
  const base = JSON.parse(golden('../report_emoji.json')) as Parameters<typeof shareOne>[0];
  const curve = (kind: Series['kind'], length: number): Series => ({
    kind,
    title: null,
    names: base.options.names,
    points: Array.from({ length }, (_, i) => {
      const band = (a: number, salt: number): Band => {
        const estimate = a * (0.4 + 0.6 * (i / length)) + 0.01 * Math.sin(7.3 * i + salt);
        const half = 0.03 + 0.01 * Math.cos(3.1 * i + salt);
        return {
          plugin: estimate + 0.1,
          estimate,
          lower: estimate - half,
          upper: estimate + half,
          present: true,
        };
      };
      const [i1, i2, i12, union] = [band(1.1, 1), band(1.4, 2), band(1.9, 3), band(1.6, 4)];
      const atom = (f: (x: (b: Band) => number) => number, salt: number): Band => {
        const estimate = f((b) => b.estimate!);
        const half = 0.04 + 0.01 * Math.sin(2.3 * i + salt);
        return {
          ...i1,
          plugin: f((b) => b.plugin),
          estimate,
          lower: estimate - half,
          upper: estimate + half,
        };
      };
      return {
        label: String(i),
        at: i,
        n: 1906,
        cells: 9 * (i + 2) ** 2,
        h_y: 3.06,
        information_bits: { i1, i2, i12, union },
        atoms_bits: {
          redundancy: atom((x) => x(i1) + x(i2) - x(union), 5),
          unique1: atom((x) => x(union) - x(i2), 6),
          unique2: atom((x) => x(union) - x(i1), 7),
          synergy: atom((x) => x(i12) - x(union), 8),
        },
        claim: 'x2',
        difference_bits: atom((x) => x(i1) - x(i2), 9),
        c1: band(0.4, 10),
        shapley1: band(0.45, 11),
        report: null,
      };
    }),
  });
  return { ...shareOne(base), series: [curve('k', 10), curve('layers', 12)], view: { tab: 'layers' } };
}
