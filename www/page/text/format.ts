/** How numbers are written: short, with a true minus, so that sentences, charts and tables agree. */

const MINUS = '−';

const sign = (text: string): string => text.replace('-', MINUS);

/** Two decimals: bits and shares. A value that rounds to zero has no sign. */
export function bits(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : sign(text);
}

/** A difference: "+0.12", "−0.12", "0.00". */
export const signed = (value: number): string =>
  Number(value.toFixed(2)) > 0 ? `+${bits(value)}` : bits(value);

/** "0.27 to 0.39", or "0.55 to 0.55" where the ends agree: an interval is never hidden. */
export function range(lower: number, upper: number): string {
  return `${bits(lower)} to ${bits(upper)}`;
}

/** A share in whole percent: "64 %". */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Whole numbers with thousands separated: 1,906. */
export function count(value: number): string {
  return sign(Math.round(value).toString()).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** "1 sample", "2,000 samples". */
export const many = (value: number, what: string): string =>
  `${count(value)} ${what}${value === 1 ? '' : 's'}`;

/** Two significant figures without a useless tail: 3.3, 0.94, 15, 110. */
export function ratio(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 9.95) return count(value);
  return sign(Number(value.toPrecision(2)).toString());
}

const SUPERSCRIPT: Record<string, string> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '-': '⁻',
};

/** Gaps below this are rounding of doubles. */
const ROUNDING = 1e-12;

/** 8 × 10⁻⁷: for gaps, which span many powers. */
export function power(value: number): string {
  if (Math.abs(value) < ROUNDING) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(0).split('e');
  const raised = [...exponent.replace('+', '')].map((c) => SUPERSCRIPT[c] ?? c).join('');
  return mantissa === '1' ? `10${raised}` : `${sign(mantissa)} × 10${raised}`;
}

/** Powers of ten for memory and file sizes, as file managers show them. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = -1;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit] ?? 'B'}`;
}

/** "0.4 of 2.6 MB": the unit once where it is that of both. */
export function loadedOf({ done, total }: { done: number; total: number }): string {
  const [whole, part] = [bytes(total), bytes(done)];
  const unit = ` ${whole.split(' ')[1]}`;
  return `${part.endsWith(unit) ? part.slice(0, -unit.length) : part} of ${whole}`;
}

/** "0.61 s", "4.2 s", "2 min 10 s". */
export function seconds(ms: number): string {
  const s = ms / 1000;
  if (s < 1) return `${s.toFixed(2)} s`;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.round(s)} s`;
  const minutes = Math.floor(Math.round(s) / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(s) % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "about 2 s": whole seconds, one at least, so that a line that counts down does not flicker. */
export const about = (ms: number): string =>
  `about ${seconds(Math.max(1000, Math.ceil(ms / 1000) * 1000)).replace('.0 s', ' s')}`;

/** "about 2 s left". */
export const remaining = (ms: number): string => `${about(ms)} left`;

/** 1,906 × 320. */
export const shape = (dimensions: readonly number[]): string => dimensions.map(count).join(' × ');

/** First letter upper case, for a name that opens a sentence. */
export const opening = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "a, b and c". */
export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Small counts in words, as in running text. */
export const words = (value: number): string => WORDS[value] ?? count(value);

/** 20 Nov 2026; the same everywhere, whatever the reader's locale. */
export function day(date: Date): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A value of a file as it is previewed: three decimals, whole numbers and words as they are. */
export function sample(text: string): string {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || Number.isInteger(value))
    return sign(text.length > 16 ? `${text.slice(0, 15)}…` : text);
  return sign(Math.abs(value) < 1000 && Math.abs(value) >= 0.0005 ? value.toFixed(3) : value.toPrecision(3));
}
