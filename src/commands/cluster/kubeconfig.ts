/** Which kubeconfig is meant, as kubectl would take it. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { noKubeconfig } from './cluster-words.ts';

/** Where a pod has what stands for one. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The file to read; null: where the client of Kubernetes looks by itself. That is also so for a list of files (of
 * KUBECONFIG), which it reads and joins. Throws a `ReadingError` where there is nothing to read.
 */
export function kubeconfigToRead(given: string | null, home = homedir()): string | null {
  if (given === null) {
    if (existsSync(join(home, '.kube/config')) || existsSync(SERVICE_ACCOUNT)) return null;
    throw noKubeconfig(null);
  }
  if (existsSync(given)) return given;
  const [first, second] = given.split(delimiter).filter((path) => path !== '' && existsSync(path));
  if (first === undefined) throw noKubeconfig(given);
  return second === undefined ? first : null;
}
