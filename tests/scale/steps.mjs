// What the steps of the test need: programs with their time and memory, and a Python.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install, mayInstall } from '../../xtask/commands/run.mjs';

/** Pinned, so that a failure is ours. */
const PACKAGES = ['duckdb==2.0.1', 'pyarrow==26.0.1', 'numpy>=2,<3', 'pyspark==4.3.0', 'pandas>=2.2,<3'];
/** The oldest Java that Spark 4 takes. */
const JAVA = 17;

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

/** The version of Java; 0 without one. */
function javaOf() {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

/** Why Spark cannot run; empty if it can. Java is no Python package that Spark would take. */
async function withoutJava() {
  if (javaOf() >= JAVA) return '';
  if (mayInstall()) await install(['default-jre-headless']).catch(() => {});
  return javaOf() >= JAVA ? '' : `there is no Java ${JAVA} or newer; install one`;
}

/** A Python with DuckDB and Spark, what Spark needs of the environment, and why it cannot run. */
export async function environment(folder, given) {
  const venv = join(folder, 'venv');
  const python = given ?? join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!given) {
    must(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', venv]);
    must(python, ['-m', 'pip', 'install', '-q', '--no-compile', ...PACKAGES]);
  }
  const env = {
    PYSPARK_PYTHON: python,
    PYSPARK_SUBMIT_ARGS: '--master local[2] --driver-memory 1g --conf spark.ui.enabled=false pyspark-shell',
    // Two tasks with a thread each.
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
  };
  return { python, env, missing: await withoutJava() };
}
