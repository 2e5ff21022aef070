/** `straggler ui`, with a collector on the loopback. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../support/processes.ts';
import type { Running } from '../straggler.ts';
import { begin, straggler } from '../straggler.ts';
import type { Kept, ReadApi } from './support/read-api.ts';
import { readApi } from './support/read-api.ts';

let api: ReadApi | undefined;
let ui: Running | undefined;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-ui-'));
});
afterEach(async () => {
  ui?.child.kill('SIGKILL');
  await ui?.ended;
  ui = undefined;
  await api?.stop();
  api = undefined;
  rmSync(folder, { recursive: true });
});

const env = { DISPLAY: '', WAYLAND_DISPLAY: '' };

/** The address that it prints. */
async function start(kept: Kept, words: string[] = [], variables: Record<string, string> = {}) {
  api = await readApi(kept);
  ui = begin(['ui', '--url', api.url, ...words], { env: { ...env, ...variables } });
  const address = await new Promise<string>((found, failed) => {
    let text = '';
    ui!.child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('\n')) found(text.trim());
    });
    void ui!.ended.then(({ stderr }) => failed(new Error(stderr)));
  });
  return { address, running: ui };
}

interface Got {
  status: number;
  text: string;
}

function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((done, failed) => {
    const sent = request(url, { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', failed);
    sent.end();
  });
}

test('the pages are there at the address that is printed, until Ctrl-C', async () => {
  const { address, running } = await start({});
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { status, headers } = await fetch(address);
  expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'text/html' });
  expect(await (await fetch(address)).text()).toBe('<h1>Hangs</h1>');
  running.child.kill('SIGINT');
  const { status: left, stderr } = await running.ended;
  expect(left).toBe(0);
  expect(stderr).toContain('until Ctrl-C');
  await expect(get(address)).rejects.toThrow('ECONNREFUSED');
});

test('a browser that keeps its connection open does not keep it from ending', async () => {
  const { address, running } = await start({ instead: hangingPages });
  const open = get(`${address}slow`).catch(() => null);
  await until(() => api!.asked.includes('/slow'), 'the request of the browser');
  running.child.kill('SIGTERM');
  expect((await running.ended).status).toBe(0);
  await open;
});

const hangingPages: Kept['instead'] = (asked, answer) => {
  if (asked.url === '/api/v1/version') answer.end('{"schema":"straggler.read/v1"}');
};

test('the token goes to the collector, and nothing of the browser but what pages depend on', async () => {
  const file = join(folder, 'token');
  writeFileSync(file, 'secret');
  const { address } = await start({ token: 'secret' }, ['--token-file', file]);
  const headers = { cookie: 'a=b', authorization: 'Bearer forged', 'accept-language': 'de', 'x-other': '1' };
  expect((await get(address, headers)).status).toBe(200);
  const { connection: _, host: __, ...came } = api!.lastHeaders;
  expect(came).toEqual({ authorization: 'Bearer secret', 'accept-language': 'de' });
});

test('a page of the web that has its name lead to this machine gets nothing', async () => {
  const { address } = await start({});
  const before = api!.asked.length;
  expect((await get(address, { host: 'evil.example' })).status).toBe(403);
  expect((await get(address, { host: 'localhost:8081.evil.example' })).status).toBe(403);
  expect((await get(address, {}, 'POST')).status).toBe(405);
  expect(api!.asked).toHaveLength(before);
  expect((await get(address, { host: 'localhost:8081' })).status).toBe(200);
});

test('a collector that is away for a while is said to be so, and comes back', async () => {
  let isAway = false;
  const { address } = await start({
    instead: (asked, answer) => {
      if (isAway) asked.socket.destroy();
      else answer.end('{"schema":"straggler.read/v1"}');
    },
  });
  isAway = true;
  const away = await get(address);
  expect(away.status).toBe(503);
  expect(away.text).toContain('does not answer');
  isAway = false;
  expect((await get(address)).status).toBe(200);
});

test('a port that is taken is said to be so; without --port the next one is found', async () => {
  const other = createServer();
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
  const { port } = other.address() as AddressInfo;
  api = await readApi({});
  try {
    const { status, stderr } = await straggler(['ui', '--url', api.url, '--port', `${port}`], { env });
    expect(status).toBe(3);
    expect(stderr).toContain(`Port ${port} is taken`);
  } finally {
    await new Promise((done) => other.close(done));
  }
});

test('two of them get two ports', async () => {
  const first = await start({});
  const second = begin(['ui', '--url', api!.url], { env });
  try {
    const address = await new Promise<string>((found) =>
      second.child.stdout!.once('data', (chunk: Buffer) => found(chunk.toString().trim())),
    );
    expect(address).not.toBe(first.address);
    expect((await get(address)).status).toBe(200);
  } finally {
    second.child.kill('SIGKILL');
    await second.ended;
  }
});

test('a browser is opened where there is a display, and only there', async () => {
  const opened = join(folder, 'opened');
  const program = join(folder, 'xdg-open');
  writeFileSync(program, `#!/bin/sh\necho "$1" > ${opened}.new\nmv ${opened}.new ${opened}\n`);
  chmodSync(program, 0o755);
  const PATH = `${folder}:/usr/bin:/bin`;
  const { address, running } = await start({}, [], { PATH, WAYLAND_DISPLAY: 'wayland-0' });
  await until(() => existsSync(opened), 'the browser');
  expect(readFileSync(opened, 'utf8').trim()).toBe(address);
  running.child.kill('SIGINT');
  await running.ended;
  await api!.stop();
  rmSync(opened);
  for (const [words, variables] of [
    [['--no-open'], { PATH, DISPLAY: ':0' }],
    [[], { PATH }],
  ] as const) {
    const quiet = await start({}, [...words], variables);
    await get(quiet.address);
    quiet.running.child.kill('SIGINT');
    await quiet.running.ended;
    await api!.stop();
  }
  expect(existsSync(opened)).toBe(false);
});

test('what is no collector is not shown', async () => {
  api = await readApi({ instead: (_, answer) => answer.end('{"schema":"something/v1"}') });
  const { status, stdout, stderr } = await straggler(['ui', '--url', api.url], { env });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain('no collector');
});
