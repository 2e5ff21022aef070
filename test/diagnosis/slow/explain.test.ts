import { expect, test } from '@jest/globals';
import type { Evidence } from '../../../src/diagnosis/context.ts';
import { explainSlow } from '../../../src/diagnosis/slow/explain.ts';
import type { CauseCode, Culprit, Finding } from '../../../src/diagnosis/vocabulary.ts';
import { captureOf } from '../../support/captures.ts';

const nobody = { kind: 'task', pid: 17, task: null, thread: null, process: null, frame: null } as const;

function taskAt(name: string, line: number): Culprit {
  const task = { id: `0x${name}`, name, coroutine: name };
  return {
    ...nobody,
    task,
    frame: { function: name, file: '/srv/app.py', line, source: null },
    construct: null,
  };
}

function findingOf(culprit: Culprit, given: Partial<Finding> = {}): Finding {
  return {
    cause: 'cleanup-stuck',
    certainty: 'certain',
    sentence: 'It is stuck for ever.',
    fix: 'Bound it.',
    culprit,
    waitsFor: null,
    evidence: ['it never ends'],
    blocks: [],
    ...given,
  };
}

/** What each look found, by its seconds; the first look is from before the signal. */
function explain(looks: [number, Finding[]][], exitSeconds: number, totalSeconds = exitSeconds): Finding[] {
  const evidence: Evidence = {
    captures: [-0.1, ...looks.map(([seconds]) => seconds)].map((seconds) => ({
      seconds,
      capture: captureOf(),
    })),
    signal: { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: 17 },
    graceSeconds: 30,
    ended: true,
    slow: { exitSeconds, totalSeconds },
  };
  return explainSlow(evidence, (until) => {
    expect(until).toMatchObject({ ended: false, slow: null });
    const [, found = []] = looks.find(([seconds]) => seconds === until.captures.at(-1)?.seconds) ?? [];
    return found;
  });
}

test('who was seen longest is named, with what is known of how long, and in the past', () => {
  const flush = findingOf(taskAt('flush', 10));
  const close = findingOf(taskAt('close', 20), { waitsFor: { kind: 'timer', description: 'a timer' } });
  const looks: [number, Finding[]][] = [
    [0.03, [flush]],
    [0.9, [flush]],
    [1.9, [close]],
    [3.9, [close]],
    [5.9, [close]],
  ];
  const [finding, ...others] = explain(looks, 6.5);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    cause: 'cleanup-stuck',
    certainty: 'likely',
    sentence:
      "Stopped after 6.5 s; at least 4.0 s of it task 'close' was in its cleanup, at app.py:20 in close.",
    fix: 'If it should stop sooner: bound it.',
    held: { leastSeconds: 4, mostSeconds: 5.6, ofSeconds: 6.5 },
  });
  expect(finding?.evidence).toEqual([
    'it held the shutdown for at least 4.0 of 6.5 s: seen at 1.9, 3.9 and 5.9 s',
    "at least 0.87 s task 'flush' was in its cleanup, at app.py:10 in flush: seen at 0.03 and 0.9 s",
    'at 5.9 s: a timer',
  ]);
});

test('a task that goes from line to line is one holder, and stands where it was longest', () => {
  const at = (line: number) => [findingOf(taskAt('drain', line))];
  const other = findingOf(taskAt('other', 50));
  const [finding] = explain(
    [
      [1, [...at(10), other]],
      [2, [...at(10), other]],
      [3, at(12)],
      [4, at(12)],
      [5, at(12)],
    ],
    6,
  );
  expect(finding?.culprit.frame?.line).toBe(12);
  expect(finding?.held).toEqual({ leastSeconds: 4, mostSeconds: 6, ofSeconds: 6 });
  expect(finding?.evidence).toContain('at least 1.0 s of that it was in its cleanup, at app.py:10 in drain');
});

test('what one look alone saw is a guess with an upper bound', () => {
  const [finding] = explain([[5, [findingOf(taskAt('late', 10))]]], 6);
  expect(finding).toMatchObject({ certainty: 'possible', held: { leastSeconds: 0, mostSeconds: 6 } });
  expect(finding?.sentence).toContain('at most 6.0 s of it');
});

test('who held less than half of it is a guess', () => {
  const seen = [findingOf(taskAt('short', 10))];
  const looks: [number, Finding[]][] = [1, 2, 3, 6, 9].map((at) => [at, at < 3 ? seen : []]);
  expect(explain(looks, 10)[0]).toMatchObject({ certainty: 'possible', held: { leastSeconds: 1 } });
});

test('a guess counts at a look only where nothing better was found', () => {
  const guess = findingOf(taskAt('guess', 10), { certainty: 'possible' });
  const sure = findingOf(taskAt('sure', 20), { certainty: 'likely' });
  const [finding] = explain(
    [
      [1, [guess]],
      [2, [sure, guess]],
      [5, [sure, guess]],
    ],
    6,
  );
  expect(finding?.culprit.task?.name).toBe('sure');
  expect(finding?.certainty).toBe('likely');
});

test.each<CauseCode>(['unknown', 'signal-handler-replaced', 'signal-handler-failed'])(
  'where only %s was seen nobody is named as the cause',
  (cause) => {
    const seen = [findingOf(taskAt('handler', 10), { cause })];
    const [finding] = explain(
      [
        [1, seen],
        [5, seen],
      ],
      6,
    );
    expect(finding).toMatchObject({ cause: 'unknown', certainty: 'possible' });
  },
);

test('a signal that came late is part of the whole, and the looks are told from the beginning', () => {
  const seen = [findingOf(taskAt('close', 10))];
  const [finding] = explain(
    [
      [1, seen],
      [5, seen],
    ],
    6,
    8,
  );
  expect(finding?.sentence).toMatch(/^Stopped after 8\.0 s; at least 4\.0 s of it/);
  expect(finding?.evidence[0]).toBe('it held the shutdown for at least 4.0 of 8.0 s: seen at 3.0 and 7.0 s');
});

test('without a look since the signal nothing is said', () => {
  expect(explain([], 6)).toEqual([]);
});
