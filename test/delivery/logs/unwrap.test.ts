import { expect, test } from '@jest/globals';
import { watchLine } from '../../../src/delivery/lines.ts';
import { Unwrapper } from '../../../src/delivery/logs/unwrap.ts';

const LINE = watchLine('info', 'A message with {braces} and "quotes".', 0).trimEnd();
const TIME = '2026-11-22T12:00:00.123456789Z';

test.each([
  ['kubectl logs', LINE],
  ['kubectl logs --timestamps', `${TIME} ${LINE}`],
  ['kubectl logs --prefix', `[pod/orders-7d9c-x2x4z/straggler] ${LINE}`],
  ['kubectl logs --prefix --timestamps', `[pod/orders-7d9c-x2x4z/straggler] ${TIME} ${LINE}`],
  ['stern', `orders-7d9c-x2x4z straggler ${LINE}`],
  ['stern in colours', `\x1b[32morders-7d9c\x1b[0m \x1b[33mstraggler\x1b[0m ${LINE}`],
  ['/var/log/pods', `2026-11-22T12:00:00.123456789+01:00 stdout F ${LINE}`],
  ['Docker', JSON.stringify({ log: `${LINE}\n`, stream: 'stdout', time: TIME })],
  ['a log shipper', `{"kubernetes":{"pod":"x"},"message":${JSON.stringify(LINE)}}`],
  ['Windows', `${LINE}\r`],
])('a line as %s gives it is the line as it was written', (_, row) => {
  expect(new Unwrapper().unwrap(row)).toBe(LINE);
});

test('what was written again with its keys in another order is still found', () => {
  const row = '{"event": "watch", "msg": "x", "level": "info"}';
  expect(new Unwrapper().unwrap(`x ${row}`)).toBe(row);
});

test.each([
  '',
  'GET / 200',
  '{"level":"info","msg":"another program"}',
  '{"event":"login","user":"x"}',
  `2026-11-22T12:00:00Z stdout P ${LINE}`,
  'the word "event":"report" without any object',
  '{"message":"\\"event\\":\\"report\\" without any object"}',
  '{"cut":"\\"event\\":\\"report\\"',
])('%j is nothing of the sidecar', (row) => {
  expect(new Unwrapper().unwrap(row)).toBeNull();
});

test('pieces of a runtime are joined, those of each stream and container by themselves', () => {
  const unwrapper = new Unwrapper();
  const [a, b, c] = [LINE.slice(0, 30), LINE.slice(30, 60), LINE.slice(60)];
  for (const row of [
    `${TIME} stdout P ${a}`,
    `${TIME} stderr P another`,
    `[pod/x/straggler] ${TIME} stdout P ${a}`,
    `${TIME} stdout P ${b}`,
    `${TIME} stderr F  program`,
  ])
    expect(unwrapper.unwrap(row)).toBeNull();
  expect(unwrapper.unwrap(`${TIME} stdout F ${c}`)).toBe(LINE);
  expect(unwrapper.unwrap(`[pod/x/straggler] ${TIME} stdout F ${b}${c}`)).toBe(LINE);
});

test('pieces without an end are not kept for ever: neither many, nor long ones', () => {
  const unwrapper = new Unwrapper();
  const heads = Array.from({ length: 500 }, (_, index) => `[pod/${index}/straggler] ${TIME} stdout`);
  for (const head of heads) unwrapper.unwrap(`${head} P ${LINE.slice(0, 30)}`);
  const whole = heads.filter((head) => unwrapper.unwrap(`${head} F ${LINE.slice(30)}`) === LINE);
  expect(whole).toHaveLength(64);
  for (let index = 0; index < 10; index += 1)
    unwrapper.unwrap(`${TIME} stdout P ${'x'.repeat(index === 9 ? 0 : 16_000)}`);
  expect(unwrapper.unwrap(`${TIME} stdout F ${LINE}`)).toBe(LINE);
});
