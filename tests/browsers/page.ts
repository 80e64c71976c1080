/**
 * The page as a reader meets it, in any browser: things are found by what they are called, pressed, and
 * waited for by what they say.
 */

import { expect } from '@playwright/test';
import type { Tab } from './drivers/driver';

declare global {
  interface Window {
    /** What the page gave away: texts it copied, files it saved; and what it complained of. */
    given: { copied: string[]; saved: Blob[]; complaints: string[] };
  }
}

type Called = readonly [kind: string, name: string];

/** The element of a kind that is shown and whose name begins so; runs in the page. */
function called([kind, name]: Called): Element | null {
  const nameOf = (e: Element) => (e.getAttribute('aria-label') ?? e.textContent ?? '').trim();
  const shown = [...document.querySelectorAll(kind)].filter((e) => e.getClientRects().length > 0);
  return shown.find((e) => nameOf(e).startsWith(name)) ?? null;
}

/** Clicks it once it is there. */
export const press = (tab: Tab, ...what: Called): Promise<void> =>
  expect.poll(() => tab.press(called, what), { message: what.join(' ') }).toBe(true);

/** What the page says in its heading. */
export const heading = (tab: Tab): Promise<string> =>
  tab.ask(() => document.querySelector('h1')?.textContent ?? '');

/** Waits until the page says it anywhere. */
export const says = (tab: Tab, text: string): Promise<void> =>
  expect.poll(() => tab.ask(() => document.body.innerText), { message: 'the page says' }).toContain(text);

/** Opens an address, and keeps what the page copies, saves and complains of. */
export async function open(tab: Tab, address: string): Promise<void> {
  await tab.open(address);
  await tab.ask(() => {
    const given: Window['given'] = { copied: [], saved: [], complaints: [] };
    window.given = given;
    const addressOf = URL.createObjectURL;
    URL.createObjectURL = (what) => {
      if (what instanceof Blob) given.saved.push(what);
      return addressOf.call(URL, what);
    };
    const write = navigator.clipboard?.writeText;
    if (write)
      navigator.clipboard.writeText = async (text) => {
        await write.call(navigator.clipboard, text);
        given.copied.push(text);
      };
    // The way of a page that may not use the clipboard: it selects a text and copies that.
    document.addEventListener('copy', () => {
      if (document.activeElement instanceof HTMLTextAreaElement)
        given.copied.push(document.activeElement.value);
    });
    addEventListener('error', ({ message }) => given.complaints.push(message));
    addEventListener('unhandledrejection', ({ reason }) => given.complaints.push(String(reason)));
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      given.complaints.push(`${violatedDirective}: ${blockedURI}`),
    );
  });
}

export const complaints = (tab: Tab): Promise<string[]> => tab.ask(() => window.given.complaints);

/** Chooses files through the file input, and waits until they can be analysed. */
export async function chooseReady(tab: Tab, files: readonly string[]): Promise<void> {
  await tab.choose('#choose-files', files);
  await expect.poll(() => heading(tab)).toContain('Ready to run');
}

/** A choice among several, by the name of the list, or the label that it stands in. */
export async function option(tab: Tab, name: string, value: string): Promise<void> {
  const choose = ([wanted, to]: readonly [string, string]): boolean => {
    const select = [...document.querySelectorAll('select')].find((e) =>
      (e.ariaLabel ?? e.closest('label')?.textContent ?? '').startsWith(wanted),
    );
    if (!select) return false;
    select.value = to;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  const chosen = () => tab.ask<boolean, readonly [string, string]>(choose, [name, value]);
  await expect.poll(chosen, { message: `a list ${name}` }).toBe(true);
}

/** Runs, and waits for the answer. */
export async function run(tab: Tab): Promise<void> {
  await press(tab, 'button', 'Run');
  const answered = () => tab.ask(() => /Answer/.test(document.querySelector('nav')?.textContent ?? ''));
  await expect.poll(answered, { message: 'an answer' }).toBe(true);
}

/** The report of the answer, as Export saves it. */
export async function report(tab: Tab): Promise<unknown> {
  await press(tab, 'button', 'Export');
  const saved = () =>
    tab.ask(async () => {
      const found = window.given.saved.filter(({ type }) => type === 'application/json').at(-1);
      return found ? await found.text() : null;
    });
  await press(tab, 'dialog button', 'JSON');
  await expect.poll(saved, { message: 'JSON is saved' }).not.toBeNull();
  await press(tab, 'dialog button', 'Close');
  return JSON.parse((await saved())!);
}

/** The link that Copy link copies. */
export async function link(tab: Tab): Promise<string> {
  await press(tab, 'button', 'Copy link');
  await says(tab, 'Link copied');
  return tab.ask(() => window.given.copied.at(-1)!);
}
