import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/collector/store/open.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import type { SmallDisk } from '../../support/small-disk.ts';
import { mayMount, mountSmallDisk } from '../../support/small-disk.ts';
import { exited, hung, T0 } from './incoming.ts';

const MIB = 1_048_576;

let folder = '';
let stores: Store[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-sqlite-'));
});
afterEach(async () => {
  for (const store of stores) await store.stop();
  stores = [];
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string): Promise<Store> {
  const store = openStore({ kind: 'sqlite', path });
  stores.push(store);
  await store.start();
  return store;
}

describe('A file that cannot be used is told of with what to do:', () => {
  test('one that is no database', async () => {
    const path = join(folder, 'a.db');
    writeFileSync(path, randomBytes(8_192));
    await expect(open(path)).rejects.toMatchObject({
      name: 'StoreError',
      code: 'broken',
      isTransient: false,
      message: `${path} is not a SQLite database.`,
      fix: expect.stringContaining('--store'),
    });
  });

  test('one that is cut off', async () => {
    const path = join(folder, 'a.db');
    const store = await open(path);
    for (let index = 0; index < 50; index += 1)
      await store.saveReport({
        ...hung({ id: `r${index}`, podUid: `p${index}` }),
        document: randomBytes(9_000),
      });
    await store.stop();
    truncateSync(path, 65_536);
    const read = open(path).then((opened) => opened.readReport('r40'));
    await expect(read).rejects.toMatchObject({ name: 'StoreError', code: 'broken', isTransient: false });
  });

  test('one of a newer version', async () => {
    const path = join(folder, 'a.db');
    await (await open(path)).stop();
    const database = new DatabaseSync(path);
    database.exec('insert into straggler_form (version) values (99)');
    database.close();
    await expect(open(path)).rejects.toMatchObject({ code: 'wrong-version', isTransient: false });
  });

  test('one of something else, which stays as it was', async () => {
    const path = join(folder, 'a.db');
    const database = new DatabaseSync(path);
    database.exec('create table reports (mine integer)');
    database.close();
    await expect(open(path)).rejects.toMatchObject({ code: 'wrong-version' });
    const again = new DatabaseSync(path);
    expect(again.prepare('select name from sqlite_master').all()).toMatchObject([{ name: 'reports' }]);
    again.close();
  });

  test('one in a folder that is not there', async () => {
    await expect(open(join(folder, 'no', 'a.db'))).rejects.toMatchObject({
      code: 'unavailable',
      fix: expect.stringContaining('folder'),
    });
  });

  test('one that another process keeps locked, until that one lets go of it', async () => {
    const path = join(folder, 'a.db');
    const store = await open(path);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    await expect(store.saveReport(hung())).rejects.toMatchObject({ code: 'unavailable', isTransient: true });
    other.exec('rollback');
    other.close();
    expect((await store.saveReport(hung())).settled).not.toBeNull();
  });
});

const canTrace = spawnSync('strace', ['-V']).status === 0;
const withStrace = canTrace ? test : test.skip;

withStrace('Every commit is on the disk before it is acknowledged, for a power failure (strace)', () => {
  const settings = JSON.stringify({ kind: 'sqlite', path: join(folder, 'a.db') });
  const trace = join(folder, 'trace');
  const options = ['-f', '-e', 'trace=fdatasync,fsync,write', '-s', '8', '-o', trace];
  const writer = new URL('writer.ts', import.meta.url).pathname;
  const program = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    writer,
    settings,
    'ack',
    '1',
    '20',
  ];
  const { status, stderr } = spawnSync('strace', [...options, ...program], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const calls = readFileSync(trace, 'utf8').match(/f(data)?sync\(|write\(1, "ack-/g) ?? [];
  const acknowledged = calls.flatMap((call, index) => (call.startsWith('write') ? [index] : []));
  expect(acknowledged).toHaveLength(20);
  for (const index of acknowledged) expect(calls[index - 1]).toMatch(/sync/);
});

test('Others on the machine cannot read it', async () => {
  const path = join(folder, 'a.db');
  await open(path);
  for (const end of ['', '-wal', '-shm']) expect(statSync(`${path}${end}`).mode & 0o077).toBe(0);
});

const disks: SmallDisk[] = [];
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove();
});
const onSmallDisk = mayMount() ? test : test.skip;

onSmallDisk(
  'On a full disk nothing acknowledged is lost, and it goes on when there is space again',
  async () => {
    const disk = mountSmallDisk(7 * MIB) as SmallDisk;
    disks.push(disk);
    const { path } = disk;
    const store = await open(join(path, 'a.db'));
    const filler = join(path, 'filler');
    writeFileSync(filler, randomBytes(4 * MIB));
    const large = (id: string) => ({ ...exited({ id, podUid: id }), document: randomBytes(30_000) });
    const kept: string[] = [];
    let failure: unknown = null;
    for (let index = 0; failure === null && index < 500; index += 1)
      await store.saveReport(large(`r${index}`)).then(
        () => kept.push(`r${index}`),
        (error: unknown) => {
          failure = error;
        },
      );
    expect(failure).toMatchObject({ name: 'StoreError', code: 'full', isTransient: true });
    await expect(store.saveReport(large('again'))).rejects.toMatchObject({ code: 'full' });
    for (const id of kept) expect(await store.readReport(id)).not.toBeNull();
    rmSync(filler);
    expect(await store.saveReport(large('again'))).toMatchObject({ result: 'accepted' });
    await store.stop();
    const reopened = await open(join(path, 'a.db'));
    for (const id of [...kept, 'again']) expect(await reopened.readReport(id)).not.toBeNull();
    expect((await reopened.overview(0)).terminations).toBe(kept.length + 1);
    expect(await reopened.retain({ keepDays: 30, keepReports: 5 }, T0)).toEqual({
      reports: kept.length - 4,
      hangs: 0,
    });
  },
);
