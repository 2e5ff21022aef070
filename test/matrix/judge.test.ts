import { expect, test } from '@jest/globals';
import { readPrograms } from '../support/program-headers.ts';
import type { ReportedFinding } from './judge.ts';
import { judge } from './judge.ts';
import { scoreOf } from './score.ts';

const programs = new Map(readPrograms().map((program) => [program.name, program]));
const swallowed = programs.get('cancel-swallowed-bare-except')!;
const healthy = programs.get('control-healthy-asyncio')!;
const python = { name: '3.12', minor: 12, path: '' };

const lines = { frame: swallowed.frameLines(12)[0]!, construct: swallowed.constructs.lines[0]! };
const right: ReportedFinding = {
  cause: 'cancel-swallowed',
  certainty: 'certain',
  culprit: {
    kind: 'task',
    task: { id: '1', name: 'poller', coroutine: 'Worker.poll' },
    thread: null,
    process: null,
    frame: { function: 'Worker.poll', file: swallowed.path, line: lines.frame },
    construct: { kind: 'except', text: 'except:', file: swallowed.path, line: lines.construct },
  },
};

function problemsOf(finding: ReportedFinding, outcome = 'hung'): string[] {
  return judge(swallowed, python, { outcome, findings: [finding] });
}

test('a report that says what the header says is right', () => {
  expect(problemsOf(right)).toEqual([]);
});

test('up to 3.10, where code does not know its qualified name, the bare one is right too', () => {
  const { culprit } = right;
  const bare = { ...right, culprit: { ...culprit, frame: { ...culprit.frame!, function: 'poll' } } };
  const older = { ...python, minor: 10 };
  expect(judge(swallowed, older, { outcome: 'hung', findings: [bare] })).toEqual([]);
  expect(judge(swallowed, older, { outcome: 'hung', findings: [right] })).toEqual([]);
  expect(problemsOf(bare)).toEqual(['culprit stands in poll, expected Worker.poll']);
});

test('another cause is wrong', () => {
  expect(problemsOf({ ...right, cause: 'cleanup-stuck' })).toEqual([
    `says cleanup-stuck (certain, poller at Worker.poll:${lines.frame}), expected cancel-swallowed`,
  ]);
});

test('what the header wants to be said must stand in the sentence, the fix or the evidence', () => {
  const wanting = { ...swallowed, says: 'let it pass' };
  const problems = (finding: ReportedFinding) =>
    judge(wanting, python, { outcome: 'hung', findings: [finding] });
  expect(problems({ ...right, fix: 'Here let it pass.' })).toEqual([]);
  expect(problems({ ...right, evidence: ['it did not let it pass'] })).toEqual([]);
  expect(problems({ ...right, sentence: 'It waits.', fix: 'End it.' })).toEqual([
    'does not say "let it pass": It waits. End it.',
  ]);
});

test('another line, or no construct, is wrong', () => {
  const { culprit } = right;
  const elsewhere = {
    ...right,
    culprit: { ...culprit, frame: { ...culprit.frame!, line: 1 }, construct: null },
  };
  expect(problemsOf(elsewhere)).toEqual([
    `frame on line 1, expected ${lines.frame}`,
    `no construct, expected line ${lines.construct}`,
  ]);
});

test('another outcome is wrong', () => {
  expect(problemsOf(right, 'exited')).toEqual(['outcome exited, expected hung']);
});

test('an innocent among the findings is wrong, even after the guilty one', () => {
  const { culprit } = right;
  const blamed = {
    ...right,
    certainty: 'possible',
    culprit: { ...culprit, task: { id: '2', name: 'heartbeat', coroutine: 'heartbeat' } },
  };
  expect(judge(swallowed, python, { outcome: 'hung', findings: [right, blamed] })).toHaveLength(1);
});

test('a second cause that is more than possible is wrong', () => {
  const second = { ...right, cause: 'thread-not-daemon' };
  const findings = (certainty: string) => [right, { ...second, certainty }];
  expect(judge(swallowed, python, { outcome: 'hung', findings: findings('likely') })).toHaveLength(1);
  expect(judge(swallowed, python, { outcome: 'hung', findings: findings('possible') })).toEqual([]);
});

test.each<[string, Partial<ReportedFinding>]>([
  ['another cause', { cause: 'thread-not-daemon' }],
  ['another task', { culprit: { ...right.culprit, task: { id: '2', name: 'other', coroutine: 'other' } } }],
  [
    'another function',
    { culprit: { ...right.culprit, frame: { ...right.culprit.frame!, function: 'other' } } },
  ],
  ['another kind of culprit', { culprit: { ...right.culprit, kind: 'thread' } }],
])('a second finding that is certain of %s is wrong', (_what, given) => {
  const second = (certainty: string) => ({ ...right, ...given, certainty });
  const report = { outcome: 'hung', findings: [right, second('certain')] };
  expect(judge(swallowed, python, report)).toHaveLength(1);
  expect(scoreOf(swallowed, python, report).wronglyCertain).toBe(1);
  const unsure = { outcome: 'hung', findings: [right, second('possible')] };
  expect(judge(swallowed, python, unsure)).toEqual([]);
  expect(scoreOf(swallowed, python, unsure).wronglyCertain).toBe(0);
});

test('a control that blames anybody is wrong, be it a guess', () => {
  expect(judge(healthy, python, { outcome: 'exited', findings: [] })).toEqual([]);
  for (const certainty of ['certain', 'likely', 'possible'])
    expect(judge(healthy, python, { outcome: 'exited', findings: [{ ...right, certainty }] })).toHaveLength(
      1,
    );
});

test('every program says what it stands for, and can be read', () => {
  const known =
    /^(signal|loop|cancel|cleanup|drain|executor|thread|asyncgen|atexit|child|process|multiprocessing|native)-|^unknown$/;
  for (const program of programs.values()) {
    for (const cause of program.causes) expect(cause).toMatch(known);
    const needsFrame = program.causes.some((cause) => /^(loop|cancel|cleanup)-/.test(cause));
    if (needsFrame) expect([program.name, program.frameLines(12).length > 0]).toEqual([program.name, true]);
  }
});
