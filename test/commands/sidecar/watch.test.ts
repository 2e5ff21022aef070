/** The sidecar's main process, outside of a pod: it sees nobody, and tells a collector that never answers. */

import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { endAll, printed, start, until } from '../../support/processes.ts';

const STRAGGLER = resolve(import.meta.dirname, '../../../bin/straggler');
const TIMEOUT_MS = 30_000;
let silent: Server | null = null;
afterEach(() => {
  endAll();
  silent?.close();
});

test(
  'a SIGTERM during the hello ends it: as a sleeper it would never hear of it, and hold up the pod',
  async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent?.listen(0, '127.0.0.1', listening));
    const { port } = silent.address() as AddressInfo;
    const env = {
      PATH: process.env['PATH'],
      STRAGGLER_PREFLIGHT_SECONDS: '0',
      STRAGGLER_POD_NAME: 'orders-1',
      STRAGGLER_POD_NAMESPACE: 'shop',
      STRAGGLER_COLLECTOR_URL: `http://127.0.0.1:${port}`,
    };
    const sidecar = start(STRAGGLER, ['watch'], { env });
    await printed(sidecar, '"event":"preflight"', TIMEOUT_MS);
    sidecar.kill('SIGTERM');
    await until(() => sidecar.exitCode !== null || sidecar.signalCode !== null, 'its end', 10_000);
    expect(sidecar.exitCode).toBe(0);
  },
  TIMEOUT_MS,
);
