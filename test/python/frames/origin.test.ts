import { expect, test } from '@jest/globals';
import { originOf } from '../../../src/python/frames/origin.ts';

const LIBRARY = '/usr/local/lib/python3.12';

test.each([
  ['/srv/app.py', LIBRARY, 'user', null],
  ['app.py', LIBRARY, 'user', null],
  ['<string>', LIBRARY, 'user', null],
  ['<stdin>', LIBRARY, 'user', null],
  // The service's own, sent to a worker by value (cloudpickle).
  ['<dynamic-code>', LIBRARY, 'user', null],
  // Made by a library at run time: attrs, decorator, sanic.
  ['<attrs generated init app.Job>', LIBRARY, 'library', null],
  ['<decorator-gen-7>', LIBRARY, 'library', null],
  ['connection_task', LIBRARY, 'library', null],
  // Compiled by the service itself.
  ['<plugin:mailer>', LIBRARY, 'user', null],
  ['/usr/local/lib/python3.12/asyncio/tasks.py', LIBRARY, 'python', 'asyncio'],
  ['/usr/local/lib/python3.12/threading.py', LIBRARY, 'python', 'threading'],
  ['<frozen importlib._bootstrap>', LIBRARY, 'python', 'importlib'],
  ['<frozen runpy>', LIBRARY, 'python', 'runpy'],
  ['<interpreter trampoline>', LIBRARY, 'python', null],
  ['/usr/local/lib/python3.12/site-packages/aiohttp/web.py', LIBRARY, 'library', 'aiohttp'],
  ['/usr/lib/python3/dist-packages/six.py', LIBRARY, 'library', 'six'],
  ['/srv/venv/lib/python3.12/site-packages/google/cloud/x.py', LIBRARY, 'library', 'google'],
  // A library that carries another one inside.
  ['/v/site-packages/pip/_vendor/site-packages/rich/a.py', LIBRARY, 'library', 'rich'],
  // A service that lives in a folder of the same name as the library's start.
  ['/usr/local/lib/python3.12-app/main.py', LIBRARY, 'user', null],
  ['/usr/lib/python3.9/asyncio/queues.py', null, 'python', 'asyncio'],
  ['/usr/lib/python39.zip/asyncio/queues.py', null, 'python', 'asyncio'],
  ['/srv/main.py', null, 'user', null],
])('%s (library in %s) is %s code of %s', (file, library, origin, name) => {
  expect(originOf(file, library)).toEqual({ origin, package: name });
});

test('what pip has installed beside the service is code of a library', () => {
  const installed = (file: string) => (file.startsWith('/app/lib/uvicorn/') ? 'uvicorn' : null);
  expect(originOf('/app/lib/uvicorn/server.py', LIBRARY, installed)).toEqual({
    origin: 'library',
    package: 'uvicorn',
  });
  expect(originOf('/app/main.py', LIBRARY, installed)).toEqual({ origin: 'user', package: null });
});
