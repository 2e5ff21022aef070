import { describe, expect, test } from '@jest/globals';
import { survivorForest } from '../../../src/report/render/html/forest.ts';
import { chooseDrawing } from '../../../src/report/render/html/graph/choose.ts';
import { inTwoLines, shorten, shortenStart } from '../../../src/report/render/html/graph/label.ts';
import { layOut } from '../../../src/report/render/html/graph/layers.ts';
import { GraphParts } from '../../../src/report/render/html/graph/parts.ts';
import { placeVertically } from '../../../src/report/render/html/graph/places.ts';
import { renderHtml } from '../../../src/report/render/html.ts';
import type { Report, Survivor } from '../../../src/report/report.ts';
import { FIXTURES } from '../support/fixtures.ts';

type Task = Partial<Survivor> & { name: string };

/** Of a hung shutdown; each task stands at a line of its own, and its id is its name. */
function report(tasks: Task[], changes: Partial<Report> = {}): Report {
  const survivors = tasks.map(
    (task, index): Survivor => ({
      id: task.name,
      coroutine: 'run',
      state: 'waiting',
      cancelRequests: 1,
      cancellation: 'requested',
      stack: [{ function: 'run', file: '/srv/app.py', line: index + 1 }],
      waitsFor: null,
      awaitedBy: [],
      sinceSeconds: null,
      createdAt: null,
      role: 'bystander',
      reason: '',
      ...task,
    }),
  );
  return { ...FIXTURES['hung']!(), findings: [], survivors, ...changes };
}

function drawing(of: Report) {
  return chooseDrawing(new GraphParts(of, survivorForest(of)));
}

function arrows(of: Report): string[] {
  return (drawing(of)?.edges ?? []).map(({ from, to }) => `${from.label} -> ${to.label}`).sort();
}

const held = (name: string) => ({
  kind: 'lock' as const,
  description: `asyncio.Lock held by task '${name}'`,
});

describe('what is drawn', () => {
  test('an arrow leads from who waits to what it waits for, and the last one to what is no task', () => {
    const queue = { kind: 'queue' as const, description: 'asyncio.Queue, empty' };
    const tasks = [
      { name: 'poller', role: 'culprit' as const, awaitedBy: ['main'], waitsFor: queue },
      { name: 'main', role: 'victim' as const },
    ];
    expect(arrows(report(tasks))).toEqual(['main -> poller', 'poller -> asyncio.Queue, empty']);
  });

  test('whoever waits for a lock waits for its holder', () => {
    const tasks = [
      { name: 'vacuum', role: 'culprit' as const },
      { name: 'request', role: 'victim' as const, waitsFor: held('vacuum') },
    ];
    expect(arrows(report(tasks))).toEqual(['request -> vacuum']);
  });

  test('a name that two tasks have says nothing of who holds the lock', () => {
    const tasks = [
      { name: 'twin', id: '1' },
      { name: 'twin', id: '2' },
      { name: 'request', role: 'culprit' as const, waitsFor: held('twin') },
    ];
    expect(arrows(report(tasks))).toEqual(["request -> asyncio.Lock held by task 'twin'"]);
  });

  test('tasks that wait for each other are a ring, also where they are alike', () => {
    const stack = [{ function: 'close', file: '/srv/app.py', line: 1 }];
    const ring = ['a', 'b', 'c'].map((name, index, all) => ({
      name,
      stack,
      role: 'culprit' as const,
      waitsFor: held(all[(index + 1) % 3] ?? ''),
    }));
    const found = drawing(report(ring));
    expect(arrows(report(ring))).toEqual(['a -> b', 'b -> c', 'c -> a']);
    expect(found?.rings.size).toBe(3);
    expect(renderHtml(report(ring))).toContain('go round in a ring');
  });

  test('a culprit that is a thread is drawn, and who is said to wait for it', () => {
    expect(arrows(FIXTURES['slow']!())).toEqual([
      "Task-1 -> Thread 'asyncio_0'",
      "Thread 'asyncio_0' -> a sleep in a loop",
    ]);
    const page = renderHtml(FIXTURES['slow']!());
    expect(page).toContain('href="#thread-23"');
    expect(page).toContain('id="thread-23"');
  });

  test('whom a finding names as waiting is drawn once, and not where it waits through another', () => {
    const [finding] = FIXTURES['hung']!().findings;
    const blocks = ["Task 'main' (main)", "Task 'pump'", 'the main thread in asyncio.run'];
    const culprit = { ...finding!.culprit, task: { id: 'poller', name: 'poller', coroutine: 'run' } };
    const tasks = [
      { name: 'poller', role: 'culprit' as const },
      { name: 'pump', awaitedBy: ['main'] },
      { name: 'main' },
    ];
    expect(arrows(report(tasks, { findings: [{ ...finding!, culprit, blocks }] }))).toEqual([
      'main -> pump',
      'pump -> poller',
      'the main thread in asyncio.run -> poller',
    ]);
  });

  test('who waits for nobody, and for whom nobody waits, is counted and not drawn', () => {
    const tasks = [
      { name: 'poller', role: 'culprit' as const, awaitedBy: ['main'] },
      { name: 'main' },
      { name: 'idle' },
      { name: 'idler' },
    ];
    expect(drawing(report(tasks))?.nodes.map(({ label }) => label)).toEqual(['poller', 'main']);
    expect(renderHtml(report(tasks))).toContain('Not drawn: 2 tasks that wait for no other');
  });

  test('without anyone who waits there is no picture', () => {
    expect(drawing(report([{ name: 'idle' }, { name: 'idler' }]))).toBeNull();
    expect(renderHtml(FIXTURES['exited']!())).not.toContain('Who waits for whom');
  });

  test('of a crowd the ones nearest to the culprit are drawn, and no more than 40', () => {
    const pairs = Array.from({ length: 100 }, (_, index) => [
      { name: `pump${index}`, awaitedBy: [`waiter${index}`] },
      { name: `waiter${index}` },
    ]).flat();
    const chain = ['poller', 'pump', 'worker', 'main'];
    const tasks = [
      ...pairs,
      ...chain.map((name, index) => ({
        name,
        role: index === 0 ? ('culprit' as const) : ('victim' as const),
        awaitedBy: chain.slice(index + 1, index + 2),
      })),
    ];
    const found = drawing(report(tasks));
    expect(found!.nodes.length).toBeLessThanOrEqual(40);
    expect(found!.nodes.map(({ label }) => label)).toEqual(expect.arrayContaining(chain));
    expect(renderHtml(report(tasks))).toMatch(/Not drawn: \d+ tasks found no room/);
  });

  test('a page of 2,000 survivors in a tangle stays light', () => {
    const tasks = Array.from({ length: 2_000 }, (_, index) => ({
      name: `t${index}`,
      role: 'victim' as const,
      awaitedBy: Array.from({ length: 20 }, (__, step) => `t${(index * 7 + step * 13) % 2_000}`),
    }));
    const page = renderHtml(report(tasks));
    expect(page.length).toBeLessThan(400_000);
  });

  test('of a tangle not every arrow is drawn, and it is said how many are left', () => {
    const names = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const page = renderHtml(report(names.map((name) => ({ name, awaitedBy: names }))));
    expect(page).toContain('Not drawn: 260 more arrows.');
    expect(page.match(/class="edge/g)).toHaveLength(120);
  });

  test('every box leads to an entry that is on the page', () => {
    for (const fixture of Object.values(FIXTURES)) {
      const page = renderHtml(fixture());
      for (const [, id = ''] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('a dump accuses nobody but the culprits, and clears nobody', () => {
    expect(drawing(FIXTURES['dump']!())?.nodes.map(({ role }) => role)).not.toContain('bystander');
  });
});

describe('where it is drawn', () => {
  test('whoever waits stands to the left, right beside what it waits for', () => {
    const { column } = layOut(4, [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 3, to: 2 },
    ]);
    expect(column).toEqual([0, 1, 2, 1]);
  });

  test('a ring is led back once, and everyone in it has a column', () => {
    const { column, edges } = layOut(3, [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
    ]);
    expect(column.slice(0, 3)).toEqual([0, 1, 2]);
    expect(edges.filter(({ isBack }) => isBack)).toHaveLength(1);
  });

  test('nothing stands upon another', () => {
    const edges = Array.from({ length: 60 }, (_, index) => ({
      from: (index * 7) % 20,
      to: (index * 11 + 1) % 20,
    }));
    const layout = layOut(
      20,
      edges.filter(({ from, to }) => from !== to),
    );
    const heights = layout.column.map((_, item) => (item < 20 ? 46 : 12));
    const { middles, height } = placeVertically(layout, heights, 22);
    for (const items of layout.order)
      for (const [index, item] of items.entries()) {
        const top = middles[item]! - heights[item]! / 2;
        expect(top).toBeGreaterThanOrEqual(-0.001);
        expect(middles[item]! + heights[item]! / 2).toBeLessThanOrEqual(height + 0.001);
        const above = items[index - 1];
        if (above !== undefined)
          expect(top - middles[above]! - heights[above]! / 2).toBeGreaterThanOrEqual(21.999);
      }
  });
});

describe('words in a box', () => {
  test('a name is cut where the box ends, and wide characters take the room of two', () => {
    expect(shorten('a'.repeat(30), 10)).toBe(`${'a'.repeat(9)}…`);
    expect(shorten('漢字漢字漢字', 6)).toBe('漢字…');
    expect(shorten('fits', 10)).toBe('fits');
    expect(shorten('a\nb\u202e', 20)).toBe('a\\nb\\u202e');
  });

  test('of a path the end is kept', () => {
    expect(shortenStart('/srv/a/very/long/worker.py:42', 14)).toBe('…/worker.py:42');
  });

  test('a description breaks between words', () => {
    expect(inTwoLines('asyncio.Queue, empty, nobody puts', 25)).toEqual([
      'asyncio.Queue, empty,',
      'nobody puts',
    ]);
    expect(inTwoLines('x'.repeat(80), 25)).toEqual(['x'.repeat(25), `${'x'.repeat(24)}…`]);
  });
});
