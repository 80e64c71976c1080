/**
 * Files from the page that opened this one, for a notebook or a tool that has arrays in memory:
 *
 *     opener                                 this page
 *     open(address)
 *     'PING', again and again ─────────────▶
 *                              ◀──────────── 'PONG', once it listens
 *     { modalens: { title, files } } ──────▶ asks the reader, once an origin; then as if they were dropped
 *
 * Nothing but the window that opened this one is heard, and nothing is ever fetched for it.
 */

import type { NumberArray } from './library';
import type { Offer } from './state/offer';

type Sent = Offer['files'][number];

/** Files of one message at most. */
const MOST_FILES = 100;
const MOST_LETTERS = 200;

/** An array as it is sent: values row by row with their shape. */
export interface SentArray {
  name: string;
  data: NumberArray;
  shape: number[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const nameOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= MOST_LETTERS ? value : null;

const isNumbers = (value: unknown): value is NumberArray =>
  ArrayBuffer.isView(value) && 'length' in value && typeof (value as NumberArray)[0] === 'number';

const isShape = (value: unknown, items: number): value is number[] =>
  Array.isArray(value) &&
  value.every((size) => Number.isSafeInteger(size) && size > 0) &&
  value.reduce((product: number, size: number) => product * size, 1) === items;

/** What of the message is a file, or an array that becomes one. */
async function fileOf(sent: unknown, encode: (array: SentArray) => Promise<Blob>): Promise<Sent | null> {
  if (!isRecord(sent)) return null;
  const name = nameOf(sent.name);
  if (name === null) return null;
  if (sent.buffer instanceof ArrayBuffer || sent.buffer instanceof Blob)
    return { file: new File([sent.buffer], name), path: name };
  const { data, shape } = sent;
  if (!isNumbers(data) || !isShape(shape, data.length)) return null;
  const blob = await encode({ name, data, shape });
  const path = /\.npy$/i.test(name) ? name : `${name}.npy`;
  return { file: new File([blob], path), path };
}

/** The offer that a message makes; null if it is none. */
export async function offerOf(
  { data, origin }: Pick<MessageEvent<unknown>, 'data' | 'origin'>,
  encode: (array: SentArray) => Promise<Blob>,
): Promise<Offer | null> {
  if (!isRecord(data) || !isRecord(data.modalens) || !Array.isArray(data.modalens.files)) return null;
  const { title, files } = data.modalens;
  const found = await Promise.all(files.slice(0, MOST_FILES).map((sent) => fileOf(sent, encode)));
  const whole = found.filter((one) => one !== null);
  return whole.length > 0 ? { origin, title: nameOf(title) ?? '', files: whole } : null;
}

/** Answers the page that opened this one, and gives what it offers. */
export function listenToOpener(
  encode: (array: SentArray) => Promise<Blob>,
  offered: (offer: Offer) => void,
): void {
  const { opener } = window;
  if (!opener) return;
  addEventListener('message', (event) => {
    if (event.source !== opener) return;
    if (event.data === 'PING') return opener.postMessage('PONG', event.origin);
    offerOf(event, encode).then(
      (offer) => offer && offered(offer),
      () => {},
    );
    return undefined;
  });
}
