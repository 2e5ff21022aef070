/** Reads back what is kept, from a store that was opened anew. */

import { ANY_HANG } from '../../src/collector/model/filter.ts';
import { openStore } from '../../src/collector/store/open.ts';
import type { StoreSettings } from '../../src/settings/collector.ts';
import { podOf } from './bodies.ts';

const PAGE = 500;

/** Pods whose last and whole report is not there. */
export async function lostPods(settings: StoreSettings, pods: number): Promise<number> {
  const store = openStore(settings);
  await store.start();
  try {
    const kept = new Set<string>();
    let before: { receivedAtMs: number; id: string } | null = null;
    for (;;) {
      const page = await store.listReports({
        ...ANY_HANG,
        outcome: null,
        fingerprint: null,
        before,
        limit: PAGE,
      });
      for (const { id, complete, abridged } of page) if (complete && !abridged) kept.add(id);
      before = page.at(-1) ?? null;
      if (before === null || page.length < PAGE) break;
    }
    return Array.from({ length: pods }, (_, index) => podOf(index).id).filter((id) => !kept.has(id)).length;
  } finally {
    await store.stop();
  }
}
