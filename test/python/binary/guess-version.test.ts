import { expect, test } from '@jest/globals';
import { pythonByNames } from '../../../src/python/binary/guess-version.ts';

const byNames = (...paths: string[]) => pythonByNames(paths.map((path) => ({ path })));

test.each([
  ['/usr/local/lib/libpython3.8.so.1.0', 3, 8, false],
  ['/usr/bin/python3.11', 3, 11, false],
  ['/usr/lib/libpython2.7.so.1.0', 2, 7, false],
  ['/opt/python3.13t/bin/python3.13t', 3, 13, true],
  ['/usr/bin/python3.11d', 3, 11, false],
  ['/srv/x/_asyncio.cpython-310-x86_64-linux-gnu.so', 3, 10, false],
  ['/srv/x/_asyncio.cpython-313t-aarch64-linux-gnu.so', 3, 13, true],
  ['/srv/x/_asyncio.cpython-39-x86_64-linux-musl.so', 3, 9, false],
  ['/usr/lib/python3.9/lib-dynload/_json.so', 3, 9, false],
])('%s is a file of Python %d.%d', (path, major, minor, freeThreaded) => {
  expect(byNames('/usr/sbin/uwsgi', path)).toEqual({ implementation: 'cpython', major, minor, freeThreaded });
});

test('the library tells more than an extension module of another Python', () => {
  const named = byNames('/x/_a.cpython-39-x86_64-linux-gnu.so', '/usr/lib/libpython3.12.so.1.0');
  expect(named).toMatchObject({ minor: 12 });
});

test('PyPy is told from CPython', () => {
  expect(byNames('/opt/pypy3/bin/pypy3.10', '/opt/pypy3/lib/libpypy3.10-c.so')).toEqual({
    implementation: 'pypy',
  });
});

test('other files have no version', () => {
  expect(byNames('/usr/bin/sleep', '/usr/lib/x86_64-linux-gnu/libc.so.6', '/srv/python-service')).toBeNull();
});
