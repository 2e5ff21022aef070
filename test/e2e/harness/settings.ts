/** What the suite is told by its surroundings. Images must be known to the cluster, or be pullable by it. */
export interface E2eSettings {
  /** STRAGGLER_E2E_IMAGE: the sidecar's image. */
  sidecarImage: string;
  /** STRAGGLER_E2E_PYTHON_IMAGE: an image with `python3` and `sh` (dash, as in Debian's). */
  pythonImage: string;
  /** STRAGGLER_E2E_KUBECTL: the kubectl to call; it brings the cluster and its rights with its current context. */
  kubectl: string;
}

export function readSettings(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): E2eSettings {
  const text = (name: string, otherwise: string) => variables[name] || otherwise;
  return Object.freeze({
    sidecarImage: text('STRAGGLER_E2E_IMAGE', 'straggler:dev'),
    pythonImage: text('STRAGGLER_E2E_PYTHON_IMAGE', 'python:3.12-slim'),
    kubectl: text('STRAGGLER_E2E_KUBECTL', 'kubectl'),
  });
}
