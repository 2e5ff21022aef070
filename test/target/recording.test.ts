import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFamily } from '../../src/target/family.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import {
  decodeRecording,
  encodeRecording,
  loadRecording,
  saveRecording,
} from '../../src/target/recording-file.ts';
import { RecordingSystem } from '../../src/target/recording-system.ts';
import { ReplaySystem } from '../../src/target/replay-system.ts';
import { endAll, start } from '../support/processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-recording-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true });
});

/** What was recorded, after a way through a file. */
function replayOf(system: RecordingSystem): ReplaySystem {
  const path = join(folder, 'recording');
  saveRecording(path, system.recording);
  return new ReplaySystem(loadRecording(path));
}

test('a family read from a recording is the family that was recorded, after the processes have ended', () => {
  const child = start('sh', ['-c', 'sleep 60; true']);
  const system = new RecordingSystem(new LiveSystem(), child.pid);
  const seen = readFamily(system, child.pid);
  endAll();
  const replay = replayOf(system);
  expect(replay.recording.pid).toBe(child.pid);
  expect(readFamily(replay, child.pid)).toEqual(seen);
});

test('any part of a range that was asked for can be read again, and nothing beyond it', () => {
  const file = join(folder, 'file');
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
  writeFileSync(file, bytes);
  const system = new RecordingSystem(new LiveSystem(), 1);
  expect(system.readAt(file, 5000, 4000).equals(bytes.subarray(5000, 9000))).toBe(true);
  expect(system.readAt(file, 19_000, 4000).equals(bytes.subarray(19_000))).toBe(true);
  const replay = replayOf(system);
  rmSync(file);
  expect(replay.readAt(file, 4865, 100).equals(bytes.subarray(4865, 4965))).toBe(true);
  expect(replay.readAt(file, 8000, 4000).equals(bytes.subarray(8000, 9216))).toBe(true);
  expect(replay.readAt(file, 19_990, 100).equals(bytes.subarray(19_990))).toBe(true);
  expect(replay.readAt(file, 20_100, 100)).toHaveLength(0);
  expect(() => replay.readAt(file, 0, 10)).toThrow(expect.objectContaining({ code: 'EIO' }));
});

test('a glance is answered, and not kept: a replay shows zeros where nothing else was read', () => {
  const file = join(folder, 'file');
  writeFileSync(file, Buffer.alloc(4000, 7));
  const system = new RecordingSystem(new LiveSystem(), 1);
  expect(system.glanceAt(file, 100, 3000).equals(Buffer.alloc(3000, 7))).toBe(true);
  system.readAt(file, 1100, 10);
  const seen = replayOf(system).glanceAt(file, 100, 3000);
  const whole = Buffer.alloc(3000);
  whole.fill(7, 1024 - 100, 1280 - 100);
  expect(seen.equals(whole)).toBe(true);
});

test('a refusal is answered with the same code again', () => {
  const system = new RecordingSystem(new LiveSystem(), process.pid);
  const questions = [
    (asked: RecordingSystem | ReplaySystem) => asked.readFile('/proc/none'),
    (asked: RecordingSystem | ReplaySystem) => asked.readLink('/proc/self/status'),
    (asked: RecordingSystem | ReplaySystem) => asked.list('/proc/self/status'),
    (asked: RecordingSystem | ReplaySystem) => asked.stat('/none'),
    (asked: RecordingSystem | ReplaySystem) => asked.readAt('/proc/self/mem', 0, 100),
  ];
  const codeOf = (asked: RecordingSystem | ReplaySystem, question: (typeof questions)[number]) => {
    try {
      question(asked);
      return null;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };
  const codes = questions.map((question) => codeOf(system, question));
  expect(codes).toEqual(['ENOENT', 'EINVAL', 'ENOTDIR', 'ENOENT', 'EIO']);
  const replay = replayOf(system);
  expect(questions.map((question) => codeOf(replay, question))).toEqual(codes);
});

test('a file that changes gives its contents in the order of asking, then the last one', () => {
  const file = join(folder, 'file');
  const system = new RecordingSystem(new LiveSystem(), 1);
  for (const text of ['one', 'two']) {
    writeFileSync(file, text);
    system.readFile(file);
  }
  const replay = replayOf(system);
  const answers = [1, 2, 3].map(() => replay.readFile(file).toString());
  expect(answers).toEqual(['one', 'two', 'two']);
  expect(new ReplaySystem(replay.recording).readFile(file, 2).toString()).toBe('on');
});

test('the clock runs as it ran, and stands still afterwards', () => {
  const system = new RecordingSystem(new LiveSystem(), 1);
  const times = [1, 2, 3].map(() => system.nowMs());
  const replay = replayOf(system);
  for (const nowMs of times) expect(replay.nowMs()).toBeCloseTo(nowMs, 2);
  expect(replay.nowMs()).toBeCloseTo(times[2]!, 2);
});

test('blobs come back byte for byte', () => {
  const system = new RecordingSystem(new LiveSystem(), 1);
  system.recording.blobs.set('py-spy', Buffer.from([0, 255, 10, 13]));
  expect(replayOf(system).recording.blobs.get('py-spy')).toEqual(Buffer.from([0, 255, 10, 13]));
});

test('the environment of a process is never read into a recording', () => {
  const system = new RecordingSystem(new LiveSystem(), process.pid);
  expect(() => system.readFile(`/proc/${process.pid}/environ`)).toThrow('never read');
  expect(() => system.readAt('/proc/self/environ', 0, 10)).toThrow('never read');
});

test('a recording is for its owner only, and leaves no draft behind', () => {
  const path = join(folder, 'recording');
  saveRecording(path, new RecordingSystem(new LiveSystem(), 1).recording);
  expect(new LiveSystem().list(folder)).toEqual(['recording']);
  expect(readFileSync(path).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});

const whole = () => {
  const system = new RecordingSystem(new LiveSystem(), process.pid);
  system.readAt('/proc/self/exe', 0, 100_000);
  return encodeRecording(system.recording);
};
const broken: [string, () => Buffer][] = [
  ['nothing', () => Buffer.alloc(0)],
  ['rubbish', () => Buffer.from('rubbish')],
  ['a text that is packed', () => gzipSync('hello')],
  ['another version', () => gzipSync('straggler.recording/v9\n{}\n')],
  ['no description', () => gzipSync('straggler.recording/v1\nnull\n')],
  ['half a file', () => whole().subarray(0, 2000)],
  [
    'a range beyond the end',
    () =>
      gzipSync(
        'straggler.recording/v1\n{"pid":1,"files":{},"links":{},"lists":{},"stats":{},"ranges":{"/x":[[0,0,9999]]},"refusedPages":{},"clock":[],"blobs":{}}\n',
      ),
  ],
];
test.each(broken)('%s is refused as a bad recording', (_, bytes) => {
  expect(() => decodeRecording(bytes())).toThrow(expect.objectContaining({ code: 'bad-recording' }));
});

test('a recording that is not there is said to be so', () => {
  expect(() => loadRecording(join(folder, 'none'))).toThrow(
    expect.objectContaining({ code: 'bad-recording' }),
  );
});
