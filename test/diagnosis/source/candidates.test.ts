import { expect, test } from '@jest/globals';
import { swallowCandidates } from '../../../src/diagnosis/source/candidates.ts';
import { marked } from './snippet.ts';

const found = (text: string) =>
  swallowCandidates(marked(text), 13).map((one) => `${one.construct.kind}@${one.construct.line}`);

test('the handler of the loop that comes back to the line is first', () => {
  const text = `async def work():
    while True:
        try:
            job = await queue.get()  #<
        except BaseException:
            log()
        with suppress(asyncio.CancelledError):
            await handle(job)
`;
  expect(found(text)).toEqual(['except@5', 'suppress@7']);
  expect(swallowCandidates(marked(text), 13)[0]).toMatchObject({
    certainty: 'likely',
    reason: 'catches CancelledError, and the loop goes on',
    landedAt: 4,
  });
});

test('a try that is over before the line can have done it', () => {
  const text = `async def work():
    try:
        await connect()
    except:
        pass
    await serve()  #<
`;
  expect(found(text)).toEqual(['except@4']);
});

test('a construct behind the line, out of any loop, cannot', () => {
  const text = `async def work():
    await serve()  #<
    try:
        await disconnect()
    except:
        pass
`;
  expect(found(text)).toEqual([]);
});

test('a sibling of the line in a common loop can', () => {
  const text = `async def work():
    while True:
        await wait()  #<
        try:
            await send()
        except BaseException as error:
            log(error)
`;
  expect(found(text)).toEqual(['except@6']);
});

test('what ends the loop, raises or catches something else cannot', () => {
  const text = `async def work():
    while True:
        try:
            await a()  #<
        except asyncio.CancelledError:
            break
        except Exception:
            pass
        try:
            await b()
        except BaseException:
            raise
`;
  expect(found(text)).toEqual([]);
});

test('a loop in the handler, on whose line the frame stands, comes first', () => {
  const text = `async def work():
    while True:
        try:
            await a()
        except asyncio.CancelledError:
            while True:
                await b()  #<
`;
  expect(found(text)).toEqual(['except@5']);
});

test('a gather that keeps exceptions, in a loop, and an unknown context manager are mentioned last', () => {
  const text = `async def work():
    while True:
        async with guard(x):
            await asyncio.gather(*jobs, return_exceptions=True)  #<
`;
  expect(found(text)).toEqual(['gather@4', 'with@3']);
});
