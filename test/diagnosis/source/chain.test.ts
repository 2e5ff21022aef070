import { expect, test } from '@jest/globals';
import { flowThroughChain } from '../../../src/diagnosis/source/chain.ts';
import { cleanupRegion } from '../../../src/diagnosis/source/cleanup.ts';
import { marked, surroundingsAt } from './snippet.ts';

const callee = (handler: string) =>
  `async def get():\n    try:\n        await socket.recv()  #<\n    ${handler}\n`;
const caller = (handler: string) =>
  `async def work():\n    while True:\n        try:\n            data = await get()  #<\n        ${handler}\n`;
const chain = (...texts: string[]) => {
  const flow = flowThroughChain(
    texts.map((text) => marked(text)),
    'CancelledError',
    13,
  );
  const by =
    flow.decisive === null
      ? ''
      : ` by frame ${flow.decisive.frameIndex} line ${flow.decisive.step.construct.line}`;
  return `${flow.kind}${by} (${flow.certainty})`;
};

test('the innermost frame lets it pass, its caller catches it', () => {
  expect(chain(callee('except ValueError: pass'), caller('except: pass'))).toBe(
    'lives by frame 1 line 5 (certain)',
  );
});
test('the innermost frame swallows and returns, and its caller goes on', () => {
  expect(chain(callee('except BaseException: return None'), caller('except Exception: pass'))).toBe(
    'lives by frame 0 line 4 (certain)',
  );
});
test('the innermost frame turns it into another exception, which the caller eats', () => {
  expect(
    chain(callee('except BaseException as e: raise ConnectionError from e'), caller('except OSError: pass')),
  ).toBe('lives by frame 0 line 4 (certain)');
});
test('nobody catches it', () => {
  expect(chain(callee('finally: close()'), caller('except Exception: pass'))).toBe('passes (certain)');
});
test('all frames return: the task ends', () => {
  const last = 'async def main():\n    await get()  #<\n';
  expect(chain(callee('except asyncio.CancelledError: pass'), last)).toBe('ends by frame 0 line 4 (certain)');
});

test('handlers and finally blocks are cleanups, the rest is not', () => {
  const region = (text: string, holds = false) => {
    const found = cleanupRegion(marked(text), holds);
    return found === null ? null : `${found.kind}@${found.construct.line}`;
  };
  expect(region('async def f():\n  try:\n    x\n  finally:\n    await y  #<')).toBe('finally@4');
  expect(region('async def f():\n  try:\n    x\n  except A:\n    async with b:\n      await y  #<')).toBe(
    'except@4',
  );
  expect(region('async def f():\n  try:\n    await y  #<\n  except A:\n    z')).toBeNull();
  expect(region('async def f():\n  async with a:  #<\n    b')).toBeNull();
  expect(region('async def f():\n  async with a:  #<\n    b', true)).toBe('with-exit@2');
  // 3.8 and 3.9 report the last line of the body.
  expect(region('async def f():\n  async with a:\n    await b  #<', true)).toBe('with-exit@2');
  expect(region('async def f():\n  async with a:\n    await b  #<\n    c', true)).toBeNull();
});

test('calls are found by the end of what is called', async () => {
  const { findCalls, keepsExceptions } = await import('../../../src/diagnosis/source/calls.ts');
  const text =
    'async def f():\n  await asyncio.shield(job)\n  t.uncancel()\n  shielded()\n  await gather(*a, return_exceptions=True)\n  def g(): shield(1)';
  const facts = surroundingsAt(text, 2).function;
  expect(facts === null ? [] : findCalls(facts, ['shield', 'uncancel']).map((one) => one.text)).toEqual([
    'asyncio.shield(job)',
    't.uncancel()',
  ]);
  expect(facts?.calls.filter(keepsExceptions).map((one) => one.line)).toEqual([5]);
});
