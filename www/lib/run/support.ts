/** What a browser must be able to do, and what its user is told where it is not. */

import { ModalensError } from '../types/errors';

/**
 * The smallest module with an instruction of 128-bit SIMD: a function that makes a vector of zeros and drops
 * it.
 */
const SIMD = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // type: () -> ()
  ...[0x03, 0x02, 0x01, 0x00], // one function of it
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b], // i32.const 0, i8x16.splat, drop
);

const BROWSERS = 'Chrome 91, Edge 91, Firefox 89 or Safari 16.4, or a newer one';

/** Why the engine cannot run here; undefined where it can. `workers`: whether it is to run in workers. */
export function missing(workers: boolean): ModalensError | undefined {
  if (typeof WebAssembly !== 'object')
    return new ModalensError({
      code: 'no_webassembly',
      message: 'This browser does not run WebAssembly, in which the computations are written.',
      hint:
        `Use ${BROWSERS}. If yours is one of these, a lockdown or security setting has turned ` +
        `WebAssembly off.`,
    });
  if (!WebAssembly.validate(SIMD))
    return new ModalensError({
      code: 'no_simd',
      message:
        'This browser or its processor lacks the vector instructions (WebAssembly SIMD) that are needed.',
      hint: `Use ${BROWSERS}.`,
    });
  if (workers && typeof Worker !== 'function')
    return new ModalensError({
      code: 'no_workers',
      message: 'This browser cannot compute in the background: it has no workers.',
      hint:
        `Use ${BROWSERS}. In a page of your own, createAnalyzer({ worker: false }) computes on its ` +
        `thread.`,
    });
  return undefined;
}
