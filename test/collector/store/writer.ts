/** A process of its own that saves one report after the other, and says which of them were acknowledged. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/collector/store/open.ts';
import type { StoreSettings } from '../../../src/settings/collector.ts';
import { hung } from './incoming.ts';

const [settings = '', prefix = '', atOnce = '24', limit = 'Infinity'] = process.argv.slice(2);
const store = openStore(JSON.parse(settings) as StoreSettings);
await store.start();
let number = 0;

async function saveAll(): Promise<void> {
  while (number < Number(limit)) {
    number += 1;
    const id = `${prefix}-${number}`;
    const { settled } = await store.saveReport(hung({ id, podUid: id, text: id.repeat(500) }));
    if (settled === null) throw new Error(`${id} was settled by somebody else`);
    writeSync(1, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, saveAll));
await store.stop();
