import { spawnSync } from 'node:child_process';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { pipeHolders, readDescriptors } from '../../src/target/descriptors.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { socketAddress } from '../../src/target/socket-address.ts';
import { readSockets } from '../../src/target/sockets.ts';
import { FakeSystem } from '../support/fake-system.ts';
import { childOf, endAll, start } from '../support/processes.ts';

const system = new LiveSystem();
const open: (Server | Socket)[] = [];
afterEach(() => {
  endAll();
  for (const one of open.splice(0)) {
    if ('destroy' in one) one.destroy();
    else one.close();
  }
});

test.each([
  ['0100007F:1F90', '127.0.0.1:8080'],
  ['00000000000000000000000001000000:0050', '[::1]:80'],
  ['B80D0120000000000000000001000000:01BB', '[2001:db8::1]:443'],
  ['0000000000000000FFFF00000100007F:1F90', '127.0.0.1:8080'],
  ['00000000:0000', null],
  ['rubbish', null],
  ['', null],
])('the address %s reads %s', (hex, text) => {
  expect(socketAddress(hex)).toBe(text);
});

test.each(['127.0.0.1', '::1'])(
  'both ends of a connection to %s are found, with the bytes that wait',
  async (host) => {
    const server = createServer({ pauseOnConnect: true });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as AddressInfo;
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const client = connect(port, host);
    open.push(client, await accepted);
    await new Promise<void>((resolve) => client.write('twelve bytes', () => resolve()));

    const shown = host === '::1' ? '[::1]' : host;
    const sockets = readDescriptors(system, process.pid).flatMap((one) =>
      one.kind === 'socket' && one.socket !== null ? [one.socket] : [],
    );
    expect(sockets).toContainEqual(
      expect.objectContaining({ local: `${shown}:${port}`, state: 'LISTEN', peer: null }),
    );
    expect(sockets).toContainEqual(
      expect.objectContaining({
        peer: `${shown}:${port}`,
        local: `${shown}:${client.localPort}`,
        state: 'ESTABLISHED',
      }),
    );
    expect(sockets).toContainEqual(
      expect.objectContaining({ peer: `${shown}:${client.localPort}`, receiveQueueBytes: 12 }),
    );
  },
);

test('unix sockets are read with a path that holds spaces, or none', () => {
  const table =
    'Num       RefCount Protocol Flags    Type St Inode Path\n' +
    '0000: 00000002 00000000 00010000 0001 01 11 /run/my app.sock\n' +
    '0000: 00000003 00000000 00000000 0001 03 12\n' +
    'rubbish\n';
  const sockets = readSockets(new FakeSystem({ '/proc/9/net/unix': table }), 9);
  expect(sockets.get(11)).toMatchObject({ local: '/run/my app.sock', state: 'LISTEN' });
  expect(sockets.get(12)).toMatchObject({ local: null, state: 'ESTABLISHED' });
  expect(sockets.size).toBe(2);
});

test('the process that holds a pipe open is found', async () => {
  const child = start('sh', ['-c', 'sleep 60 | sleep 61']);
  const writer = await childOf(child.pid, 'sleep 60');
  const pipe = readDescriptors(system, writer).find(({ fd }) => fd === 1);
  expect(pipe).toMatchObject({ kind: 'pipe', direction: 'write' });
  const reader = await childOf(child.pid, 'sleep 61');
  const inode = pipe?.kind === 'pipe' ? pipe.inode : 0;
  const holders = pipeHolders(system, inode, system.nowMs() + 5000);
  expect(holders).toEqual(
    expect.arrayContaining([
      { pid: writer, fd: 1, direction: 'write' },
      { pid: reader, fd: 0, direction: 'read' },
    ]),
  );
});

test('with little time for a search, the processes that were started last are looked at first', () => {
  const pids = [3, 20, 100];
  const busy = new FakeSystem(Object.fromEntries(pids.map((pid) => [`/proc/${pid}/fd/1`, 'pipe:[7]'])));
  let nowMs = 0;
  jest.spyOn(busy, 'nowMs').mockImplementation(() => {
    nowMs += 10;
    return nowMs;
  });
  expect(pipeHolders(busy, 7, 20).map(({ pid }) => pid)).toEqual([100, 20]);
});

test('a process without a readable fd folder has no descriptors', () => {
  const ended = spawnSync('true').pid;
  expect(readDescriptors(system, ended)).toEqual([]);
});
