/** The pages in a real browser, without JavaScript, as wide as a phone and in the dark. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Browsing } from '../../support/chromium.ts';
import { browse, CHROMIUM } from '../../support/chromium.ts';
import { clusterScene } from './support/cluster-scene.ts';
import { EVIL_ID, hostileStore } from './support/hostile-store.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

const PAGES = [
  '/',
  '/?text=nothing+like+it',
  '/hangs/94516565f84aa19b',
  '/hangs/e3c03dde8baa4e1c',
  '/hangs/7b3763b900d8301a',
  '/reports',
  '/reports/01JDB4Z0R0000000000000000A',
  '/reports/01JDB4Z0R0000000000000003A',
  '/causes',
  '/causes/cancel-swallowed',
  '/causes/signal-not-sent',
  '/alerts',
  '/nowhere',
];

const DARK_PAGES = [
  '/',
  '/hangs/94516565f84aa19b',
  '/reports/01JDB4Z0R0000000000000000A',
  '/causes/cancel-swallowed',
];
/** Three dozen pages in a browser, on a machine that may be busy. */
const LIMIT_MS = 120_000;

function browserTest(title: string, run: () => Promise<void>): void {
  if (CHROMIUM === null) test.skip(`${title} (apt-get install chromium)`, run);
  else test(title, run, LIMIT_MS);
}

describe('in Chromium', () => {
  let browsing: Browsing;
  let running: Running;
  const open = async (path: string, options: Parameters<Browsing['open']>[0] = {}): Promise<Page> => {
    const page = await browsing.open(options);
    await page.goto(`http://127.0.0.1:${running.port}${path}`);
    return page;
  };
  beforeAll(async () => {
    if (CHROMIUM === null) return;
    running = await startReading(clusterScene());
    browsing = await browse(CHROMIUM);
  }, 60_000);
  beforeEach(() => {
    // What a browser says of a page that is not there, where a test before has opened one.
    browsing?.complaints.splice(0);
  });
  afterAll(async () => {
    await browsing?.close();
    await running?.stop();
  });

  browserTest('no page breaks its own policy, or has anything to complain of', async () => {
    for (const path of PAGES.slice(0, -1)) {
      const page = await open(path, { scripts: true });
      await page.evaluate('1 + 1');
      expect(await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")).toMatch(
        /^1\d{3}px$/,
      );
    }
    expect(browsing.complaints.splice(0)).toEqual([]);
  });

  browserTest('no page has to be moved sideways on a phone', async () => {
    for (const path of PAGES) {
      const page = await open(path, { width: 360, scripts: true });
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 360]);
    }
  });

  browserTest('in the dark every page is dark, and its text light', async () => {
    const brightness = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
      return (red + green + blue) / 3;
    };
    for (const path of DARK_PAGES)
      for (const colorScheme of ['dark', 'light'] as const) {
        const page = await open(path, { colorScheme });
        const [ground, text] = await page.evaluate<string[]>(
          '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]',
        );
        expect(brightness(ground ?? '') < 80).toBe(colorScheme === 'dark');
        expect(brightness(text ?? '') > 180).toBe(colorScheme === 'dark');
      }
  });

  browserTest('printed, it is black on white, without the form', async () => {
    const page = await open('/', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('table.list').isVisible()).toBe(true);
  });

  browserTest('one gets from the list to a report and back without JavaScript', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: "Task 'poller' swallowed its cancellation" }).click();
    await page.getByRole('link', { name: 'orders-7d9f8b6c4-x2x7k' }).click();
    expect(await page.locator('h1').textContent()).toContain('did not stop');
    await page.getByRole('link', { name: 'This hang in all pods' }).click();
    expect(await page.locator('h1').textContent()).toContain("Task 'poller'");
    await page.getByRole('link', { name: 'Hangs', exact: true }).click();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  browserTest('the filter puts what was asked for into the address', async () => {
    const page = await open('/');
    await page.getByLabel('Namespace').fill('billing');
    await page.getByLabel('Cause').selectOption('executor-job-running');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(new URL(page.url()).searchParams.get('namespace')).toBe('billing');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByRole('link', { name: 'Show all' }).click();
    expect(await page.locator('tbody tr').count()).toBe(3);
  });

  browserTest('a pod that sends markup for names runs nothing, and breaks no page', async () => {
    const hostile = await startReading(hostileStore());
    const dialogs: string[] = [];
    try {
      for (const path of [
        '/',
        '/reports',
        `/hangs/${encodeURIComponent(EVIL_ID)}`,
        `/reports/${encodeURIComponent(EVIL_ID)}`,
      ]) {
        const page = await browsing.open({ scripts: true, width: 360 });
        page.on('dialog', (dialog) => {
          dialogs.push(dialog.message());
          void dialog.dismiss();
        });
        await page.goto(`http://127.0.0.1:${hostile.port}${path}`);
        expect(await page.locator('script, img, iframe').count()).toBe(0);
        expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360]);
      }
    } finally {
      await hostile.stop();
    }
    expect(dialogs).toEqual([]);
    expect(browsing.complaints.splice(0)).toEqual([]);
  });

  browserTest('a browser is asked for the token, and takes it as a password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'straggler-read-'));
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 's3cret');
    const closed = await startReading(clusterScene(), {
      settings: { address: { host: '127.0.0.1', port: 0 }, auth: { kind: 'token-file', tokenFile } },
    });
    try {
      const page = await browsing.open({ password: 's3cret' });
      await page.goto(`http://127.0.0.1:${closed.port}/`);
      expect(await page.locator('h1').textContent()).toBe('Hangs');
    } finally {
      await closed.stop();
      rmSync(folder, { recursive: true });
    }
  });

  browserTest('a box of the picture opens the chain of awaits that it stands for', async () => {
    const page = await open('/reports/01JDB4Z0R0000000000000000A');
    const chain = page.locator('.tree .victim .inside');
    expect(await chain.isVisible()).toBe(false);
    await page.locator('.waits a', { hasText: 'Task-1' }).click();
    await chain.waitFor({ state: 'visible', timeout: 5_000 });
    expect(await chain.textContent()).toContain('app.py:71');
  });
});
