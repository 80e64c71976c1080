/** Bytes as the text of a link: checked, deflated, base64url. Inflation is bounded. */

import { ModalensError } from '../types/errors';

/** Bytes that a link may inflate to. */
export const MAX_INFLATED = 256 * 1024;

/** Characters of base64url that are decoded at all. */
const MAX_TEXT = 1_000_000;

/** The error of a link that cannot be read. */
export function damaged(why: string, cause?: unknown): ModalensError {
  return new ModalensError(
    {
      code: 'link_damaged',
      message: `This link cannot be read: ${why}.`,
      hint: 'Part of it may have been lost on the way. Ask for it again, or for the .modalens.json file.',
    },
    { cause },
  );
}

/** CRC-32 (IEEE), so that a link cut or changed on its way is told from a sound one. */
export function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

function toBase64Url(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8192)
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > MAX_TEXT) throw damaged('it is far too long');
  if (!/^[A-Za-z0-9_-]+$/.test(text)) throw damaged('it has characters that do not belong in it');
  try {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch (cause) {
    throw damaged('it was cut', cause);
  }
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Stops the inflation when the reader has had enough.
    await reader.cancel().catch(() => {});
  }
}

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks(stream)) {
    size += part.length;
    if (size > limit) throw damaged(`it unpacks to more than ${limit / 1024} KB`);
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}

/** Text and its checksum, deflated, as base64url. */
export async function pack(text: string): Promise<string> {
  const body = new TextEncoder().encode(text);
  const whole = new Uint8Array(body.length + 4);
  whole.set(body);
  new DataView(whole.buffer).setUint32(body.length, crc32(body));
  const deflated = await collect(through(whole, new CompressionStream('deflate-raw')), Infinity);
  return toBase64Url(deflated);
}

/** The text of [`pack`]. */
export async function unpack(packed: string): Promise<string> {
  const deflated = fromBase64Url(packed);
  const whole = await collect(through(deflated, new DecompressionStream('deflate-raw')), MAX_INFLATED).catch(
    (cause: unknown) => {
      throw cause instanceof ModalensError ? cause : damaged('it was cut or changed', cause);
    },
  );
  if (whole.length < 4) throw damaged('it was cut');
  const body = whole.subarray(0, -4);
  const sum = new DataView(whole.buffer, whole.byteOffset + body.length).getUint32(0);
  if (sum !== crc32(body)) throw damaged('it was changed on its way');
  return new TextDecoder().decode(body);
}
