/** Text as the fragment of a link: a checksum behind it, deflated, base64url. Inflation is bounded. */

import { deflateSync, inflateSync } from 'fflate';
import { base64ToUint8Array, uint8ArrayToBase64 } from 'uint8array-extras';
import { Damage } from './damage';

/** Bytes that a link may inflate to. */
export const MAX_INFLATED = 256 * 1024;

/** Characters that are decoded at all; links that are offered have at most 8,000. */
export const MAX_TEXT = 20_000;

/** CRC-32 (IEEE), so that a link cut or changed on its way is told from a sound one. */
export function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** `text` as a fragment holds it. */
export function packText(text: string): string {
  const body = new TextEncoder().encode(text);
  const whole = new Uint8Array(body.length + 4);
  whole.set(body);
  new DataView(whole.buffer).setUint32(body.length, crc32(body));
  return uint8ArrayToBase64(deflateSync(whole, { level: 9 }), { urlSafe: true });
}

function bytesOf(packed: string): Uint8Array {
  if (packed.length > MAX_TEXT) throw new Damage('it is far too long');
  if (!/^[A-Za-z0-9_-]+$/.test(packed)) throw new Damage('it has characters that do not belong in it');
  try {
    return base64ToUint8Array(packed);
  } catch (cause) {
    throw new Damage('it was cut', { cause });
  }
}

/** One byte more than is allowed is all that a bomb gets. */
function inflate(packed: string): Uint8Array {
  try {
    return inflateSync(bytesOf(packed), { out: new Uint8Array(MAX_INFLATED + 1) });
  } catch (cause) {
    throw cause instanceof Damage ? cause : new Damage('it was cut or changed', { cause });
  }
}

/** The text of [`packText`]. */
export function unpackText(packed: string): string {
  const whole = inflate(packed);
  if (whole.length > MAX_INFLATED) throw new Damage(`it unpacks to more than ${MAX_INFLATED / 1024} KB`);
  if (whole.length < 4) throw new Damage('it was cut');
  const body = whole.subarray(0, -4);
  const sum = new DataView(whole.buffer, whole.byteOffset + body.length).getUint32(0);
  if (sum !== crc32(body)) throw new Damage('it was changed on its way');
  return new TextDecoder().decode(body);
}
