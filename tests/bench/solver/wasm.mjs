// Times the solver's wasm module; runs as it is in Node and in a page.

/**
 * Results of every problem at every tolerance (bits), as the native bench prints them.
 * `limit` is in seconds, `clock` gives those that this process has used.
 */
export async function measure(bytes, problems, limit, tolerances, clock) {
  const module = await WebAssembly.compile(bytes);
  const imports = {};
  // The crate's JavaScript bridge is linked in but never called.
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = () => 0;
  const out = [];
  for (const { name, p1, p2, second_phase } of problems) {
    const { exports: wasm } = await WebAssembly.instantiate(module, imports);
    const numbers = Float64Array.from([...p1, ...p2].flat());
    const [tables, answer] = [wasm.bench_room(numbers.length), wasm.bench_room(5)];
    new Float64Array(wasm.memory.buffer, tables, numbers.length).set(numbers);
    const results = [];
    // Steps to allow come from the speed of the tolerance before; a 32-bit count crosses the border.
    let steps = 1000;
    for (const tolerance of tolerances) {
      const [begin, used] = [performance.now(), await clock()];
      let runs = 0;
      do {
        wasm.bench_solve(
          tables,
          p1.length,
          p2.length,
          p1[0].length,
          tolerance * Math.LN2,
          second_phase,
          steps,
          answer,
        );
        runs += 1;
      } while (performance.now() - begin < 200);
      const seconds = ((await clock()) - used) / runs;
      const wall = (performance.now() - begin) / 1000 / runs;
      const [lower, upper, iterations, newton_steps, converged] = new Float64Array(
        wasm.memory.buffer,
        answer,
        5,
      );
      steps = Math.min(1e6, Math.max(200, Math.ceil((limit / wall) * (iterations + newton_steps))));
      results.push({
        tolerance,
        seconds,
        wall,
        converged: converged === 1,
        lower: lower / Math.LN2,
        upper: upper / Math.LN2,
        iterations,
        newton_steps,
      });
    }
    out.push({ name, results, megabytes: wasm.memory.buffer.byteLength / 1e6 });
  }
  return out;
}
