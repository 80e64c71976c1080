// A module of the engine with a defect: one of its exported functions traps, as after a panic.

/** An unsigned number of seven bits a byte, and where it ends. */
function number(bytes: Uint8Array, at: number): [value: number, next: number] {
  let [value, shift, next] = [0, 0, at];
  for (;;) {
    const byte = bytes[next++] ?? 0;
    value |= (byte & 127) << shift;
    shift += 7;
    if (byte < 128) return [value >>> 0, next];
  }
}

/** Where the contents of each section begin. */
function sections(bytes: Uint8Array): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = 8; at < bytes.length; ) {
    const [size, begin] = number(bytes, at + 1);
    found.set(bytes[at] ?? 0, begin);
    at = begin + size;
  }
  return found;
}

const [IMPORTS, EXPORTS, CODE] = [2, 7, 10];

/** Functions that are imported; they come first in numbering. */
function imported(bytes: Uint8Array, begin: number): number {
  let [count, at] = number(bytes, begin);
  let functions = 0;
  for (; count > 0; count -= 1) {
    for (let name = 0; name < 2; name += 1) {
      const [length, text] = number(bytes, at);
      at = text + length;
    }
    if (bytes[at] !== 0) throw new Error('something other than a function is imported');
    functions += 1;
    at = number(bytes, at + 1)[1];
  }
  return functions;
}

function exported(bytes: Uint8Array, begin: number, wanted: string): number {
  let [count, at] = number(bytes, begin);
  for (; count > 0; count -= 1) {
    const [length, text] = number(bytes, at);
    const name = new TextDecoder().decode(bytes.subarray(text, text + length));
    const [index, next] = number(bytes, text + length + 1);
    if (name === wanted && bytes[text + length] === 0) return index;
    at = next;
  }
  throw new Error(`${wanted} is not exported`);
}

/** The module in which the function `name` does nothing but trap. */
export function defective(module: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  const where = sections(bytes);
  const index = exported(bytes, where.get(EXPORTS) ?? 0, name) - imported(bytes, where.get(IMPORTS) ?? 0);
  let [, at] = number(bytes, where.get(CODE) ?? 0);
  for (let body = 0; body < index; body += 1) {
    const [size, begin] = number(bytes, at);
    at = begin + size;
  }
  const [size, begin] = number(bytes, at);
  // No locals; unreachable; nothing that comes after it is ever done; end.
  bytes.fill(0x01, begin, begin + size);
  bytes.set([0x00, 0x00], begin);
  bytes[begin + size - 1] = 0x0b;
  return bytes;
}
