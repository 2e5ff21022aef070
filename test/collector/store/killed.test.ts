import { afterEach, expect } from '@jest/globals';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import type { StoreSettings } from '../../../src/settings/collector.ts';
import { endAll, start, until } from '../../support/processes.ts';
import { withEachStore, withStore } from './each-store.ts';
import { T0 } from './incoming.ts';

const WRITER = new URL('writer.ts', import.meta.url).pathname;

interface Writer {
  acknowledged(): string[];
  kill(): Promise<void>;
}

function startWriter(settings: StoreSettings, prefix: string): Writer {
  const child = start(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    WRITER,
    JSON.stringify(settings),
    prefix,
  ]);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  return {
    // Of the last line only a part may have come.
    acknowledged: () => output.split('\n').slice(0, -1),
    kill: async () => {
      // It may have ended by itself, without its database.
      child.kill('SIGKILL');
      await closed;
    },
  };
}

async function expectKept(store: Store, ids: readonly string[]): Promise<void> {
  const lost: string[] = [];
  for (const id of ids) if ((await store.readReport(id)) === null) lost.push(id);
  expect(lost).toEqual([]);
}

afterEach(endAll);

withEachStore((storeTest) => {
  storeTest(
    'After a kill -9 in the middle of writing nothing is lost that was acknowledged',
    async (bench) => {
      const settings = await bench.settings();
      const acknowledged: string[] = [];
      for (const prefix of ['a', 'b', 'c']) {
        const writer = startWriter(settings, prefix);
        await until(() => writer.acknowledged().length > 100, 'a hundred acknowledged reports', 20_000);
        await writer.kill();
        acknowledged.push(...writer.acknowledged());
      }
      const store = await bench.open(settings);
      await expectKept(store, acknowledged);
      // Counted with the report, or not at all.
      const { reports } = await store.size();
      expect(await store.listHangs(ANY_HANG, T0)).toMatchObject([{ occurrences: reports, pods: reports }]);
      expect((await store.overview(0)).terminations).toBe(reports);
    },
    90_000,
  );
});

withStore('postgresql', (storeTest) => {
  storeTest(
    'After a kill -9 of PostgreSQL nothing is lost that was acknowledged',
    async (bench) => {
      const settings = await bench.settings();
      const writer = startWriter(settings, 'a');
      await until(() => writer.acknowledged().length > 200, 'two hundred acknowledged reports', 20_000);
      await bench.postgresql?.kill();
      try {
        await writer.kill();
      } finally {
        // For the tests that follow, too.
        await bench.postgresql?.startAgain();
      }
      await expectKept(await bench.open(settings), writer.acknowledged());
    },
    90_000,
  );
});
