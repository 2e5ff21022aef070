/** A headless Chromium with an empty profile, which speaks to nobody but the page. */
import { existsSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** null: it is not installed. */
export const CHROMIUM: string | null =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? null;

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowsingOptions {
  width?: number;
  colorScheme?: 'light' | 'dark';
  scripts?: boolean;
  /** What the reader types when he is asked for it. */
  password?: string;
}

export interface Browsing {
  /** Errors of the console and broken policies, of all pages. */
  readonly complaints: string[];
  /** JavaScript is off unless `scripts`. */
  open(options: BrowsingOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function browse(executablePath: string): Promise<Browsing> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const complaints: string[] = [];
  let context: BrowserContext | null = null;
  return {
    complaints,
    async open({ width = 1_200, colorScheme = 'light', scripts = false, password }) {
      await context?.close();
      context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        javaScriptEnabled: scripts,
        ...(password === undefined ? {} : { httpCredentials: { username: 'anyone', password } }),
      });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      return page;
    },
    close: () => browser.close(),
  };
}
