/** `straggler watch`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { SidecarFlags } from '../settings/sidecar.ts';
import { VIEW_OPTIONS } from './options.ts';
import { DELIVERY_OPTIONS, SIDECAR_OPTIONS } from './sidecar-options.ts';
import type { Take } from './take.ts';

const HELP = `The main process of the sidecar in a pod: says at the start whether it will be able to see
the service, and tells of every termination of the pod why the service did not stop.

standby (the default): after that it becomes a sleeper that costs nothing, and the preStop
hook (straggler prestop) starts the watcher. resident: it stays up, and serves /healthz,
/readyz, /metrics and /prestop.

The pod has to share its process namespace. The chart straggler-sidecar sets all of this;
docs/kubernetes.md tells how.`;

const EPILOGUE = `Examples
  straggler watch --mode resident --grace-seconds 60
  STRAGGLER_PROFILE=ptrace straggler watch

Exit status
  0  it was asked to end
  1  it cannot see the service, and --on-blind is fail
  2  wrong use`;

export function watchCommand(take: Take): CommandModule {
  return {
    command: 'watch',
    describe: "Be a pod's sidecar",
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          ...SIDECAR_OPTIONS,
          ...DELIVERY_OPTIONS,
          'py-spy': VIEW_OPTIONS['py-spy'],
          'log-level': VIEW_OPTIONS['log-level'],
        })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runWatch } = await import('./sidecar/run-watch.ts');
        return runWatch(flags as SidecarFlags);
      });
    },
  };
}
