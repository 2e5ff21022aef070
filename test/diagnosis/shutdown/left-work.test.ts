/** Whether the main thread has gone on to what comes after its work, by its stack before the signal and now. */
import { expect, test } from '@jest/globals';
import { mainInShutdown } from '../../../src/diagnosis/shutdown/left-work.ts';
import { situationOf } from '../../../src/diagnosis/situation-of.ts';
import type { CodePlace } from '../../../src/python/model/frame.ts';
import { captureOf, placeOf, threadOf } from '../../support/captures.ts';

const SOURCE = `
def serve(stop):
    while True:
        job = take()
        handle(job)
        if job is None:
            break
    drain()
    flush()

def close_all():
    drain()

def drain():
    idle.wait()

serve(stop)
drain()
while True:
    serve(stop)
    drain()
`;
const FILE = '/srv/app.py';

function at(name: string, line: number): CodePlace {
  const kind = 'function';
  return placeOf(name, line, { kind, codeId: name.length, file: FILE, firstLine: name === 'serve' ? 2 : 1 });
}

/** One look before the signal, and one for each further stack. */
function isFound(before: CodePlace[], since: CodePlace[][], seconds = [0.1, 1, 2, 3]): boolean {
  const look = (stack: CodePlace[], when: number) => ({
    seconds: when,
    capture: captureOf({
      loops: [],
      tasks: [],
      threads: [threadOf({ loopId: null, stack, waitsFor: { kind: 'unknown' } })],
      sources: new Map([[FILE, { file: FILE, text: SOURCE }]]),
    }),
  });
  const situation = situationOf({
    captures: [look(before, -0.1), ...since.map((stack, index) => look(stack, seconds[index] ?? index))],
    signal: { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 },
    graceSeconds: 4,
    ended: false,
  });
  return mainInShutdown(situation) !== null;
}

const twice = (stack: CodePlace[]) => [stack, stack, stack];

test('a line after the loop that it was in is the shutdown', () => {
  const work = [at('<module>', 17), at('serve', 4)];
  expect(isFound(work, twice([at('<module>', 17), at('serve', 8), at('drain', 15)]))).toBe(true);
  expect(isFound(work, twice([at('<module>', 18), at('drain', 15)]))).toBe(true);
});

test('another line of the same loop is the next step of the work', () => {
  const work = [at('<module>', 17), at('serve', 4)];
  expect(isFound(work, twice([at('<module>', 17), at('serve', 5)]))).toBe(false);
  expect(isFound([at('<module>', 20)], twice([at('<module>', 21), at('drain', 15)]))).toBe(false);
});

test('a function whose name says that it closes is the shutdown, in a loop too', () => {
  const work = [at('<module>', 20)];
  expect(isFound(work, twice([at('<module>', 21), at('close_all', 12), at('drain', 15)]))).toBe(true);
});

test('who stands where it stood, or has only just come there, tells nothing', () => {
  const [work, drain] = [
    [at('<module>', 17), at('serve', 4)],
    [at('<module>', 18), at('drain', 15)],
  ];
  expect(isFound(work, twice(work))).toBe(false);
  expect(isFound(work, [work, work, drain], [0.1, 1, 2])).toBe(false);
  expect(isFound(work, [work, drain, drain], [0.1, 1, 2.5])).toBe(true);
});
