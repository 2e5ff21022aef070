import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CertificateError } from '../../../src/collector/receive/tls-files.ts';
import { CollectorChannel } from '../../../src/delivery/channels/collector.ts';
import { CollectorClient } from '../../../src/delivery/collector/client.ts';
import { hung } from '../../delivery/support/reports.ts';
import type { Authority } from '../../delivery/support/server.ts';
import { authority, HAS_OPENSSL } from '../../delivery/support/server.ts';
import { until } from '../../support/processes.ts';
import { receiving, talk } from './world.ts';

const tls = HAS_OPENSSL ? test : test.skip;
const BOUNDS = { tlsEveryMs: 50, handshakeMs: 300 };
let folder: string;
let world: Awaited<ReturnType<typeof receiving>> | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-tls-'));
});
afterEach(async () => {
  await world?.server.stop();
  world = null;
  rmSync(folder, { recursive: true });
});

let version = 0;
/** As the kubelet does it: the files are links to `..data/`, which is a link that is replaced. */
function mount({ cert, key }: Pick<Authority, 'cert' | 'key'>): void {
  const data = join(folder, `..${version++}`);
  mkdirSync(data);
  writeFileSync(join(data, 'tls.crt'), cert);
  writeFileSync(join(data, 'tls.key'), key);
  symlinkSync(data, join(folder, '..new'));
  renameSync(join(folder, '..new'), join(folder, '..data'));
  if (version > 1) return;
  for (const name of ['tls.crt', 'tls.key']) symlinkSync(join('..data', name), join(folder, name));
}

const files = () => ({ certificateFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') });

beforeEach(() => {
  version = 0;
});

function deliver(port: number, caFile: string, revision: number): Promise<void> {
  const url = `https://127.0.0.1:${port}`;
  const channel = new CollectorChannel(new CollectorClient({ url, tokenFile: null, caFile }, '1.2.3'));
  return channel.deliver(hung({ revision }), {
    last: true,
    limitMs: 5_000,
    signal: new AbortController().signal,
  });
}

tls('a certificate that is replaced while it serves is shown to the next sidecar', async () => {
  const [old, renewed] = [authority(folder), authority(folder)];
  mount(old);
  world = await receiving({ settings: { tls: files() }, bounds: BOUNDS });
  const { port } = world;
  await deliver(port, old.caFile, 1);
  await expect(deliver(port, renewed.caFile, 2)).rejects.toThrow('certificate');
  mount(renewed);
  await until(
    () =>
      deliver(port, renewed.caFile, 2).then(
        () => true,
        () => false,
      ),
    'the new certificate',
  );
  await expect(deliver(port, old.caFile, 3)).rejects.toThrow('certificate');
});

tls('a bad pair is complained of once, and the one before stays', async () => {
  const good = authority(folder);
  mount(good);
  world = await receiving({ settings: { tls: files() }, bounds: BOUNDS });
  const { port, logged } = world;
  mount({ cert: good.cert, key: authority(folder).key });
  await until(() => logged.length > 0, 'a complaint');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(logged.length).toBe(1);
  expect(logged[0]).toMatch(/do not belong together.*The one before stays/);
  expect(logged[0]).not.toContain('PRIVATE KEY');
  await deliver(port, good.caFile, 1);
});

tls('without a good pair it does not begin, and says what to mend', async () => {
  const starting = receiving({ settings: { tls: files() } });
  await expect(starting).rejects.toThrow(CertificateError);
});

tls('a handshake that never comes ends', async () => {
  mount(authority(folder));
  world = await receiving({ settings: { tls: files() }, bounds: BOUNDS });
  expect(await talk(world.port, '').ended).toBe('');
  await until(() => world?.server.load.connections === 0, 'the end of the connection');
});

tls('versions of TLS that nobody should speak any more are refused', async () => {
  mount(authority(folder));
  world = await receiving({ settings: { tls: files() }, bounds: BOUNDS });
  const { port } = world;
  const failed = new Promise((resolve) => {
    connect({
      port,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
    })
      .on('error', resolve)
      .on('secureConnect', () => resolve(null));
  });
  expect(await failed).not.toBeNull();
});
