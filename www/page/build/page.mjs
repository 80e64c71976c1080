// What the page needs of the build: sample files inside scripts, and the content security policy.
//
// The policy is a <meta>, since a static host sets no headers. Nothing may connect: engine and samples come as
// scripts, and workers start from a blob, which inherits the policy (one started from an address would not).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, deflateRawSync } from 'node:zlib';

const SAMPLES = fileURLToPath(new URL('../../public', import.meta.url));
const PREFIX = 'virtual:sample/';

export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  'img-src data: blob:',
  'worker-src blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** Sample files as deflated base64. */
function samples() {
  return {
    name: 'modalens:samples',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const packed = deflateRawSync(await readFile(join(SAMPLES, id.slice(PREFIX.length + 1))), {
        level: constants.Z_BEST_COMPRESSION,
      });
      return `export default ${JSON.stringify(packed.toString('base64'))};`;
    },
  };
}

/** The policy, in the built page only: the development server injects styles and talks to itself. */
function policy() {
  return {
    name: 'modalens:policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

export function page() {
  return [samples(), policy()];
}
