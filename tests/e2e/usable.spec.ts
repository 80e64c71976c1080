/**
 * Usable by everyone: in every view no axe violation in light and dark, every chart has a name, nothing is
 * lost in forced colours, nothing is beyond the window at 200 % or on a phone; the main job by keys alone,
 * and by roles and names alone.
 */

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { unreadable } from './contrast';
import { answered, EMOJI, expect, small, test } from './site';
import { answerViews, detailViews, manyViews, modalityViews, otherViews } from './views';

/** The window as it is, at 200 %, and that of a small phone, which is also 400 %. */
const WINDOWS = { whole: [1280, 800], twice: [640, 400], phone: [320, 640] } as const;
/** Rules that another theme can break, and those that another width can. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const OF_WIDTH = ['scrollable-region-focusable', 'target-size', 'aria-hidden-focus'];

async function clean(page: Page, where: string, rules?: string[]): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const told = violations.map(
    ({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect.soft(told).toEqual([]);
}

/** Charts without a name: those that are neither decoration nor named. */
const nameless = (page: Page) =>
  page
    .locator('svg:not([aria-hidden=true], [aria-hidden=true] *, button *)')
    .evaluateAll((all) =>
      all
        .filter((e) => !/^(img|group)$/.test(e.getAttribute('role') ?? '') || !e.getAttribute('aria-label'))
        .map((e) => e.outerHTML.slice(0, 120)),
    );

/** What sticks out of the window at the right, innermost first, unless it scrolls by itself. */
const beyond = (page: Page) =>
  page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter(
        (e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg *, .scroll *, .tabs ul'),
      )
      .map((e) => `${e.tagName} ${e.className} ${Math.round(e.getBoundingClientRect().right)}`)
      .slice(-4);
  });

async function at(page: Page, view: string): Promise<void> {
  await test.step(view, async () => {
    await clean(page, view);
    expect.soft(await nameless(page), `${view}: charts without a name`).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await clean(page, `${view}, dark`, OF_COLOUR);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      // Whatever theme was chosen here.
      await page.evaluate(
        (theme) => {
          document.documentElement.dataset['theme'] = theme;
        },
        colorScheme === 'dark' ? 'light' : 'dark',
      );
      expect.soft(await page.evaluate(unreadable), `${view}: forced colours, ${colorScheme}`).toEqual([]);
    }
    await page.emulateMedia({ forcedColors: null, colorScheme: 'light' });
    await page.evaluate(() => delete document.documentElement.dataset['theme']);
    for (const [name, [width, height]] of Object.entries(WINDOWS)) {
      await page.setViewportSize({ width, height });
      // Charts are drawn again in the next frame.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      expect.soft(await beyond(page), `${view}: beyond the window, ${name}`).toEqual([]);
      if (name === 'phone') await clean(page, `${view}, ${name}`, OF_WIDTH);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

test('opening, files, run and answer', async ({ page, site }) => answerViews(page, site, at));
test('details, sensitivity and ground truth', async ({ page, site }) => detailViews(page, site, at));
test('layers and studies', async ({ page, site }) => manyViews(page, site, at));
test('three modalities', async ({ page, site }) => modalityViews(page, site, at));
test('links, frames and files from elsewhere', async ({ page, site }) => otherViews(page, site, at));

/** Presses Tab until what has the focus is called so; says what it met instead. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const met: string[] = [];
  const wanted = page.getByRole(role as 'button', { name });
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((e) => e === document.activeElement)))
      return;
    met.push(await page.evaluate(() => document.activeElement?.textContent?.slice(0, 30) ?? ''));
  }
  expect(met, `${role} ${name} is reached by Tab`).toEqual([]);
}

/** What has the focus shows it: an outline, or a frame in the colour of the focus. */
const marked = (page: Page) =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });

test('the main job by keys alone', async ({ page, site }) => {
  await page.goto(site);
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, 'button', /^Choose files/);
  expect(await marked(page)).toBe(true);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(small());
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  await tabTo(page, 'combobox', /^Codes per modality, K/);
  await page.keyboard.type('3');
  await expect(page.getByRole('combobox', { name: 'Codes per modality, K' })).toHaveValue('3');
  await tabTo(page, 'button', /^Run/);
  expect(await marked(page)).toBe(true);
  await page.keyboard.press('Enter');
  await answered(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(page, 'button', /^as table/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('table', { name: 'Attribution in bits' })).toBeVisible();
  for (const view of ['Details', 'Sensitivity', 'Answer']) {
    await tabTo(page, 'link', new RegExp(`^${view}`));
    expect(await marked(page)).toBe(true);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: view, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  await tabTo(page, 'button', /^Export/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
  // The focus stays in the dialog, and comes back from it.
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest('dialog'),
      ),
    ).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
});

test('the main job by roles and names alone, read from the accessibility tree', async ({ page, site }) => {
  await page.goto(site);
  const tree = () => page.locator('body').ariaSnapshot();
  expect(await tree()).toContain('heading "See what each modality tells about the output');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chooser).setFiles(EMOJI);
  await expect(page.getByRole('heading', { name: /^Ready to run: 1,906 samples/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Role of label.npy' }).selectOption({ label: 'Y' });
  await page.getByRole('combobox', { name: 'Codes per modality, K' }).selectOption({ label: '6' });
  await page
    .getByRole('combobox', { name: 'K-means partitions' })
    .selectOption({ label: '5, with intervals' });
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('progressbar').first()).toHaveAccessibleName(/./);
  await expect(page.getByRole('link', { name: 'Answer' })).toBeVisible({ timeout: 60_000 });
  const answer = await tree();
  const [sentence] = /heading "Text contributes more than image: [^"]*"/.exec(answer) ?? [];
  expect(sentence, answer).toBeDefined();
  // The chart: a name that says the same, and every atom with its value and interval.
  expect(answer).toMatch(/group "Attribution in bits\. Text contributes more than image/);
  for (const atom of ['only image', 'shared', 'only text', 'only together'])
    expect(answer).toMatch(new RegExp(`button "${atom}[^"]* \\d\\.\\d\\d[^"]* \\d\\.\\d\\d to \\d\\.\\d\\d`));
  await page.getByRole('button', { name: 'as table' }).click();
  const row = page.getByRole('table', { name: 'Attribution in bits' }).getByRole('row', { name: /^shared/ });
  await expect(row).toContainText(/\d\.\d\d to \d\.\d\d/);
  await page.getByRole('navigation').getByRole('link', { name: 'Details' }).click();
  await page
    .getByRole('region', { name: 'Samples by code' })
    .getByRole('button', { name: 'as table' })
    .click();
  const counts = page.getByRole('table', { name: 'Counts of image and text' });
  await expect(counts.getByRole('row').last().getByRole('cell').last()).toHaveText('1,906');
});

test('nothing moves for those who ask for less motion', async ({ page, site }) => {
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((e) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(e);
          return /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
        })
        .map((e) => `${e.tagName} ${e.getAttribute('class')}`),
    );
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await expect(page.getByRole('button', { name: /^Cancel/ })).toBeVisible();
  expect(await moving()).toContain('rect done');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toEqual([]);
  await answered(page);
  expect(await moving()).toEqual([]);
});

test('the theme switch goes through system, light and dark, and is kept', async ({ page, site }) => {
  await page.goto(site);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe('rgb(253, 253, 251)');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  expect(await ground()).toBe('rgb(21, 21, 20)');
  await page.reload();
  expect(await ground()).toBe('rgb(21, 21, 20)');
});
