/** A store in which every string is an attack, and every number none. */
import type { Report } from '../../../../src/report/report.ts';
import { FIXTURES, HOSTILE } from '../../../report/support/fixtures.ts';
import { hangDetail, hangFinding, reportSummary } from './cluster-scene.ts';
import { FixtureStore } from './fixture-store.ts';

export const EVIL = `${HOSTILE.markup}'><img src=x onerror=alert(1)>${HOSTILE.escape}${HOSTILE.bidi}`;
/** Would leave its place in a path or a query. */
export const EVIL_ID = `../../"><script>alert(1)</script>?x=1&y#z%2f`;

export function hostileStore(): FixtureStore {
  const store = new FixtureStore();
  const place = { text: EVIL, file: EVIL, line: Number.NaN };
  store.hangs.push(
    hangDetail({
      fingerprint: EVIL_ID,
      namespaces: [EVIL],
      workloads: [{ namespace: EVIL, workload: { kind: EVIL, name: EVIL }, pods: Number.POSITIVE_INFINITY }],
      images: [{ image: EVIL, firstSeenMs: Number.NaN, lastSeenMs: 1e300, occurrences: 1 }],
      nodes: [{ node: EVIL, occurrences: 1 }],
      goneSince: { image: EVIL, sinceMs: -1e300 },
      firstSeenMs: Number.NaN,
      finding: hangFinding({
        cause: EVIL,
        certainty: EVIL,
        title: EVIL,
        sentence: `${EVIL} \`${EVIL}\``,
        fix: EVIL,
        culprit: EVIL,
        file: EVIL,
        construct: place,
        source: { ...place, line: 1 },
        evidence: [EVIL],
      }),
    }),
  );
  store.addReport(
    reportSummary({
      id: EVIL_ID,
      namespace: EVIL,
      pod: EVIL,
      node: EVIL,
      workload: { kind: EVIL, name: EVIL },
      container: EVIL,
      image: EVIL,
      outcome: EVIL as Report['outcome'],
      cause: EVIL,
      certainty: EVIL,
      fingerprint: EVIL_ID,
      culprit: EVIL,
      summary: EVIL,
      receivedAtMs: Number.NaN,
    }),
    FIXTURES['hostile']!(),
  );
  return store;
}
