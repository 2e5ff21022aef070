/**
 * A whole collector as `straggler collector` starts it, but that it finds the API server by a kubeconfig: STORE
 * KUBECONFIG. It tells its port, and ends with its parent.
 */
import { Collector } from '../../src/collector/collector.ts';
import { fromKubeconfig } from '../../src/kubernetes/api.ts';
import type { StoreSettings } from '../../src/settings/collector.ts';
import { parseCollectorService } from '../../src/settings/collector.ts';
import { readSurroundings } from '../../src/settings/environment.ts';
import { openLog } from '../../src/settings/log.ts';
import { AUDIENCE } from './settings.ts';

const SCRAPE_EVERY_MS = 15_000;
const ANY_PORT = '127.0.0.1:0';
const [, , storeText = '', kubeconfig = ''] = process.argv;

const store = JSON.parse(storeText) as StoreSettings;
const flags = {
  receiveAddress: ANY_PORT,
  metricsAddress: ANY_PORT,
  readAddress: ANY_PORT,
  audience: AUDIENCE,
  watchPods: 'false',
  writeHangs: 'false',
  logLevel: 'warn',
  ...(store.kind === 'sqlite'
    ? { store: `sqlite:${store.path}` }
    : { store: 'postgresql', databaseUrlFile: store.urlFile }),
};
const settings = parseCollectorService(flags, readSurroundings());
const collector = new Collector({
  settings,
  access: fromKubeconfig({ context: null, path: kubeconfig }),
  log: await openLog(settings.log),
  version: 'load',
});
const ports = await collector.start(new AbortController().signal);
if (ports === null) throw new Error('it was not to end');

/** As Prometheus does. */
setInterval(() => {
  fetch(`http://127.0.0.1:${ports.metrics}/metrics`)
    .then((response) => response.text())
    .catch((error: Error) => console.error(error.message));
}, SCRAPE_EVERY_MS).unref();

process.send?.({ port: ports.receive });
process.on('disconnect', async () => {
  await collector.stop();
  process.exit();
});
