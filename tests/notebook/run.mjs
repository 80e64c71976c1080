// The widget in a real JupyterLab and a real marimo: npm run test:notebook, after `npm run build`.
//
//   node tests/notebook/run.mjs [--python PATH]
//
// Without --python a virtual environment is made in a temporary folder and removed at the end. Not part of
// `npm test`: the notebooks are some hundred megabytes.
import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launch } from '../e2e/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { python: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'modalens-notebook-'));

function must(program, args, cwd = folder) {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
}

/** A Python with the notebooks. */
function pythonOf() {
  if (values.python) return values.python;
  must('python3', ['-m', 'venv', join(folder, 'venv')]);
  must(join(folder, 'venv/bin/pip'), [
    '-q',
    'install',
    'jupyterlab',
    'marimo',
    'anywidget',
    'numpy',
    'pandas',
    'pyarrow',
  ]);
  return join(folder, 'venv/bin/python');
}

/** A data frame as a reader has it, written by pandas: embeddings in the cells of two columns, and labels. */
const FRAME = `import numpy as np, pandas as pd
rng = np.random.default_rng(3)
a, b = rng.integers(0, 3, 900), rng.integers(0, 2, 900)
pd.DataFrame({
    "image": list((np.eye(3)[a] + 0.1 * rng.normal(size=(900, 3))).astype("float32")),
    "text": list(np.eye(2)[b] + 0.1 * rng.normal(size=(900, 2))),
    "label": np.array(["red", "green", "blue"])[a],
}).to_parquet("frame.parquet")`;

/** From it to the answer in three lines. */
const THREE = `import modalens, pandas
frame = pandas.read_parquet("frame.parquet")
modalens.show(frame["image"], frame["text"], frame["label"])`;
const SAID =
  `report = Out[1].report\n` +
  `"U1 =", round(report["atoms_bits"]["unique1"]["estimate"], 2), "of", report["n"], ` +
  `report["options"]["names"][2]`;

/** The same without the notebook, by Node, and what becomes of options that do not do. */
const AGAIN = `same = modalens.analyze(frame["image"], frame["text"], frame["label"])
try:
    modalens.analyze(frame["image"], frame["text"], frame["label"], k=1)
except ValueError as problem:
    told = str(problem)
print("again:", same["atoms_bits"] == report["atoms_bits"], told)`;
const NO_ENGINE = `try:
    modalens.analyze([[1.0]], [[2.0]], ["a"])
except RuntimeError as problem:
    told = str(problem)
print("refused:", told)`;

const cell = (source) => ({ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null });
const notebook = (cells) =>
  JSON.stringify({
    cells,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    nbformat: 4,
    nbformat_minor: 4,
  });

const marimo = `import marimo
app = marimo.App()

@app.cell
def _():
    import marimo as mo
${THREE.replace(/^modalens\.show.*$/m, 'answer = $&').replaceAll(/^/gm, '    ')}
    shown = mo.ui.anywidget(answer)
    shown
    return mo, shown

@app.cell
def _(mo, shown):
    report = shown.value.get("report")
    u1 = report and report["atoms_bits"]["unique1"]["estimate"]
    mo.md("nothing yet" if report is None else f"U1 = {u1:.2f} of {report['n']}")
    return

if __name__ == "__main__":
    app.run()
`;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A server in a folder of the reader's that answers, until the work is done. */
async function served(program, args, { path, cwd, env }, work) {
  const port = await freePort();
  const server = spawn(program, args(port), { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  try {
    const address = `http://127.0.0.1:${port}${path}`;
    for (let i = 0; i < 240; i += 1) {
      if (
        await fetch(address).then(
          (r) => r.ok,
          () => false,
        )
      )
        return await work(address);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`${program} did not answer in a minute`);
  } finally {
    server.kill();
  }
}

/** Connections of a page to anywhere but its own server. */
function elsewhere(page) {
  const found = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') found.push(request.url());
  });
  return found;
}

async function inJupyter(browser, bin, { name, cwd, env }) {
  const third = name === 'wheel' ? AGAIN : NO_ENGINE;
  await writeFile(join(cwd, 'trial.ipynb'), notebook([THREE, SAID, third].map(cell)));
  const args = (port) => [
    'lab',
    '--no-browser',
    '--allow-root',
    `--port=${port}`,
    '--IdentityProvider.token=',
  ];
  const place = { path: '/lab/tree/trial.ipynb?reset', cwd, env };
  await served(join(bin, 'jupyter'), args, place, async (address) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const others = elsewhere(page);
    await page.goto(address);
    await page.locator('.jp-CodeCell').first().click({ timeout: 90_000 });
    await page.keyboard.press('Shift+Enter');
    await page.getByRole('group', { name: /^Attribution in bits/ }).waitFor({ timeout: 120_000 });
    await page.locator('.jp-CodeCell').nth(1).locator('.cm-content').click();
    await page.keyboard.press('Shift+Enter');
    await page.getByText(/'U1 =', 1\.\d+, 'of', 900, 'label'/).waitFor({ timeout: 30_000 });
    await page.locator('.jp-CodeCell').nth(2).locator('.cm-content').click();
    await page.keyboard.press('Shift+Enter');
    const last = name === 'wheel' ? /again: True .*\bk\b/ : /refused: .*the engine of the wheel/;
    await page.getByText(last).waitFor({ timeout: 120_000 });
    if (values.python) await page.screenshot({ path: join(tmpdir(), 'modalens-jupyter.png') });
    report(`JupyterLab, ${name}`, others);
    await page.close();
  });
}

async function inMarimo(browser, bin, { name, cwd, env }) {
  await writeFile(join(cwd, 'trial.py'), marimo);
  const args = (port) => ['run', 'trial.py', '--headless', '--no-token', '-p', String(port)];
  await served(join(bin, 'marimo'), args, { path: '/', cwd, env }, async (address) => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    const others = elsewhere(page);
    await page.goto(address);
    await page.getByRole('group', { name: /^Attribution in bits/ }).waitFor({ timeout: 120_000 });
    await page.getByText(/U1 = 1\.\d+ of 900/).waitFor({ timeout: 30_000 });
    if (values.python) await page.screenshot({ path: join(tmpdir(), 'modalens-marimo.png') });
    report(`marimo, ${name}`, others);
    await page.close();
  });
}

/** Whatever the notebook itself asks for elsewhere is told; the widget asks for nothing. */
function report(name, others) {
  const ours = others.filter((url) => /modalens|wasm/i.test(url));
  if (ours.length > 0) throw new Error(`${name}: the widget asked for ${ours.join(', ')}`);
  console.log(
    `${name}: shown, and its report came back (${others.length} requests elsewhere, none of the widget).`,
  );
}

/** Folders of a reader: with the recipe and the script beside the notebook, and with the wheel installed. */
async function readers(python) {
  const [loose, wheel] = ['loose', 'wheel'].map((name) => ({ name, cwd: join(folder, name), env: {} }));
  for (const { cwd } of [loose, wheel]) {
    await mkdir(cwd);
    must(python, ['-c', FRAME], cwd);
  }
  await copyFile(join(root, 'www/public/recipes/modalens.py'), join(loose.cwd, 'modalens.py'));
  await copyFile(join(root, 'dist/widget.js'), join(loose.cwd, 'widget.js'));
  must(process.execPath, [join(root, 'xtask/commands/main.mjs'), 'wheel', '--python', python]);
  const site = join(folder, 'site');
  const built = (await readdir(join(root, 'dist/wheel'))).map((file) => join(root, 'dist/wheel', file));
  must(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', site, ...built]);
  return [loose, { ...wheel, env: { PYTHONPATH: site } }];
}

let browser;
try {
  const python = pythonOf();
  const all = await readers(python);
  browser = await chromium.launch(launch);
  for (const reader of all) {
    await inJupyter(browser, dirname(python), reader);
    await inMarimo(browser, dirname(python), reader);
  }
} finally {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}
