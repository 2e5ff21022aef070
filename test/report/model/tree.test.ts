import { expect, test } from '@jest/globals';
import { buildReport } from '../../../src/report/build.ts';
import { waitGraph } from '../../../src/report/model/graph.ts';
import type { WaitNode } from '../../../src/report/model/tree.ts';
import { waitForest } from '../../../src/report/model/tree.ts';
import { capture, place, task } from '../support/captures.ts';
import { dumpInput } from '../support/inputs.ts';

/** "a<b<c,d": b waits for a; c and d wait for b. Each task stands at a line of its own unless `alike`. */
function survivors(edges: Record<string, string[]>, alike = false) {
  const tasks = Object.entries(edges).map(([name, awaitedBy], line) =>
    task(name, name, [place('run', '/srv/app.py', alike ? 1 : line + 1)], { awaitedBy }),
  );
  const evidence = {
    captures: [{ seconds: 0, capture: capture({ tasks }) }],
    signal: null,
    graceSeconds: null,
    ended: false,
  };
  return buildReport(dumpInput({ evidence })).survivors;
}

function drawn(nodes: readonly WaitNode[]): string {
  return nodes
    .map(({ group, waiters, again }) => {
      const names = group.members.map(({ name }) => name).join('+');
      return `${names}${again ? '!' : ''}${waiters.length > 0 ? `(${drawn(waiters)})` : ''}`;
    })
    .join(' ');
}

function forest(edges: Record<string, string[]>, bounds = { nodes: 100, depth: 10 }, alike = false): string {
  const tasks = survivors(edges, alike);
  const { roots, hidden } = waitForest(tasks, waitGraph(tasks), bounds);
  return `${drawn(roots)}${hidden > 0 ? ` -${hidden}` : ''}`;
}

test('a chain is a tree below its sink', () => {
  expect(forest({ main: [], pump: ['main'], reader: ['pump'] })).toBe('reader(pump(main))');
});

test('who waits for several is told once, and named again', () => {
  expect(forest({ a: ['main'], b: ['main'], main: [] })).toBe('a(main) b(main!)');
});

test('a ring is walked round once', () => {
  expect(forest({ a: ['b'], b: ['c'], c: ['a'] })).toBe('a(b(c(a!)))');
  expect(forest({ a: ['a'] })).toBe('a(a!)');
});

test('what hangs on a ring, and what stands alone, is there too', () => {
  expect(forest({ a: ['b', 'x'], b: ['a'], x: ['y'], y: [], z: [] })).toBe('a(b(a!) x(y)) z');
});

test('ids that nobody has are nobody', () => {
  expect(forest({ a: ['ghost', ''], b: [] })).toBe('a b');
});

test('tasks that are alike are one node, and so are their waiters', () => {
  const edges = { h1: ['w1'], h2: ['w2'], w1: [], w2: [] };
  expect(forest(edges, { nodes: 100, depth: 10 }, true)).toBe('h1+h2(w1+w2)');
});

test('no bound is passed, and what is not shown is counted', () => {
  const chain = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, [`t${n + 1}`]]));
  expect(forest(chain, { nodes: 100, depth: 2 })).toBe('t0(t1(t2)) -47');
  expect(forest(chain, { nodes: 2, depth: 99 })).toBe('t0(t1) -48');
});

test('rings are found, each beginning with the task that was listed first', () => {
  const rings = (edges: Record<string, string[]>) =>
    waitGraph(survivors(edges)).rings.map((ring) => ring.map(({ name }) => name).join('>'));
  expect(rings({ a: ['b'], b: ['a'] })).toEqual(['a>b']);
  expect(rings({ a: ['b'], b: [] })).toEqual([]);
  expect(rings({ a: ['b'], b: ['a'], c: ['d'], d: ['e'], e: ['c'] })).toHaveLength(2);
});
