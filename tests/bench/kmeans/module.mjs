// Drives the bench's wasm module; the same in Node and in a worker of a browser.

/** Instantiates the module. Whatever it imports belongs to the bindings and is never called here. */
export async function open(source) {
  const module = await WebAssembly.compile(source);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      throw new Error(`${name} is not for the bench`);
    };
  }
  return (await WebAssembly.instantiate(module, imports)).exports;
}

/** Shape and bytes of a row-major .npy of version 1. */
export function npy(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + length));
  const shape = /\(([\d, ]+)\)/
    .exec(header)[1]
    .split(',')
    .filter((s) => s.trim())
    .map(Number);
  return { shape, data: bytes.subarray(10 + length) };
}

const CHAINS = 12;

/** Measures one case; `clock()` in seconds. */
export function measure(engine, samples, start, clock, { plain }) {
  const [n, d] = samples.shape;
  const k = start.shape[0];
  const put = (pointer, bytes) => new Uint8Array(engine.memory.buffer).set(bytes, pointer);
  put(engine.bench_samples(n * d), samples.data);
  put(engine.bench_start(k), start.data);
  engine.bench_prepare(d);
  const least = (times, f) => {
    let best = Infinity;
    for (let i = 0; i < times; i++) {
      const begin = clock();
      f();
      best = Math.min(best, clock() - begin);
    }
    return best;
  };
  const flops = 2 * n * d * k;
  const repeats = Math.max(1, Math.ceil(2e9 / flops));
  const steps = 4e6;
  engine.bench_registers(steps, 0.5);
  engine.bench_assign(1);
  // Both in turn, so that both meet the same load of the machine.
  let [roofline, assign] = [0, 0];
  for (let i = 0; i < 8; i++) {
    roofline = Math.max(
      roofline,
      (2 * 4 * CHAINS * steps) / least(1, () => engine.bench_registers(steps, 0.5)),
    );
    assign = Math.max(assign, (flops * repeats) / least(1, () => engine.bench_assign(repeats)));
  }
  let inertia;
  const times = flops > 1e10 ? 1 : 3;
  const bounded = least(times, () => {
    inertia = engine.bench_run(1);
  });
  const result = {
    roofline: roofline / 1e9,
    assign: assign / 1e9,
    bounded,
    inertia,
    iterations: engine.bench_iterations(),
  };
  if (plain) result.plain = least(times, () => engine.bench_run(0));
  return result;
}
