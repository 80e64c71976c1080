import type { Plugin } from 'vite';

/** The content security policy of the page. */
export const POLICY: string;
/** What the page needs of the build: samples inside scripts, and the policy. */
export function page(): Plugin[];
