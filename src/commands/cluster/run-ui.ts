/** The pages of a collector, until Ctrl-C. */
import { once } from 'node:events';
import { visible } from '../../report/sanitise.ts';
import { readSurroundings } from '../../settings/environment.ts';
import type { UiFlags } from '../../settings/reading.ts';
import { parseUi } from '../../settings/reading.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { say } from '../messages.ts';
import { openBrowser } from './browser.ts';
import { badAnswer } from './client.ts';
import { recordOf } from './fields.ts';
import { PageProxy } from './page-proxy.ts';
import { print } from './print-list.ts';
import type { Route } from './route.ts';
import { withCollector } from './with-collector.ts';

const SCHEMA = /^straggler\.read\/v1$/;

export async function runUi(flags: UiFlags): Promise<ExitStatus> {
  const settings = parseUi(flags, readSurroundings());
  return await withCollector(settings.connection, async ({ client, connection }) => {
    const { schema } = recordOf((await client.getJson('/api/v1/version')).value);
    if (typeof schema !== 'string' || !SCHEMA.test(schema)) throw badAnswer();
    const proxy = new PageProxy(connection, (route) =>
      say(`straggler: the pages come from ${named(route)} now\n`),
    );
    const { port } = await proxy.start(settings.port);
    const url = `http://127.0.0.1:${port}/`;
    print(`${url}\n`);
    say(`straggler: the pages of ${named(await connection.current())}, until Ctrl-C\n`);
    if (settings.opensBrowser) openBrowser(url);
    const { signal } = connection;
    if (!signal.aborted) await once(signal, 'abort');
    await proxy.stop();
    return EXIT.inTime;
  });
}

function named(route: Route): string {
  return visible(route.to);
}
