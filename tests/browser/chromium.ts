import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { findOnPath } from '../../scripts/test-tools.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Nothing that talks to the internet or to a display; the checks also run as root in containers.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Path of the browser's program: TOUCHMARK_CHROMIUM, else the first of the usual names on the path.
 */
export function findChromium(): string {
  const named = process.env['TOUCHMARK_CHROMIUM'] ?? '';
  const path = named === '' ? NAMES.map(findOnPath).find(Boolean) : named;
  if (path !== undefined && existsSync(path)) return path;
  const missing =
    named === '' ? 'none was found' : `there is none at ${named} (TOUCHMARK_CHROMIUM)`;
  throw new Error(
    `The browser checks need Chromium and ${missing}. Install it (Debian: apt-get install chromium) ` +
      'or name its program in TOUCHMARK_CHROMIUM.',
  );
}

export interface OpenBrowser {
  /** A page at `url`; whatever goes wrong in it is collected in `faults`. */
  open(url: string): Promise<Page>;
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Starts Chromium with a profile of its own, which is removed on close. */
export async function openBrowser(): Promise<OpenBrowser> {
  const executablePath = findChromium();
  const profile = mkdtempSync(join(tmpdir(), 'touchmark-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ARGUMENTS,
  });
  const faults: string[] = [];
  return {
    faults,
    async open(url) {
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await page.goto(url);
      return page;
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
