/** Frames of contextlib's around a function that is decorated with a context manager. */
import type { CodePlace } from './frame.ts';

/** Lib/contextlib.py, `AsyncContextDecorator.__call__`: one function up to 3.14, one for each kind of function from 3.15 on. */
const WRAPPER = /^(async_|asyncgen_|gen_)?inner$/;

/** It stands in the `with` of the service's own manager. */
export function isDecoratorFrame({ name, file }: Pick<CodePlace, 'name' | 'file'>): boolean {
  return WRAPPER.test(name) && file.endsWith('/contextlib.py');
}
