/** `straggler preflight`: its options and its help. */

import type { ArgumentsCamelCase, Argv, CommandModule } from 'yargs';
import type { SidecarFlags } from '../settings/sidecar.ts';
import { VIEW_OPTIONS } from './options.ts';
import { SIDECAR_OPTIONS } from './sidecar-options.ts';
import type { Take } from './take.ts';

const HELP = `Says whether a sidecar in this pod will be able to see the service when it hangs: is the
process namespace shared, which Pythons are there and can be read, who is first in each
container and what it will do with SIGTERM, is py-spy there. Each trouble comes with the
chart value that mends it.

  kubectl exec POD -c straggler -- node /opt/straggler/straggler.js preflight`;

const EPILOGUE = `Exit status
  0  every Python of the other containers can be seen (warnings about the service are none of it)
  1  it cannot see one, or lacks what its profile promises
  2  wrong use
  3  there is nothing to look at: no Python was found, or the process namespace is not shared`;

export function preflightCommand(take: Take): CommandModule {
  return {
    command: 'preflight',
    describe: "Say whether a pod's sidecar can see the service",
    builder: (parser: Argv) =>
      parser
        .usage(HELP)
        .options({
          json: { type: 'boolean', describe: 'Print one JSON document on standard output, and nothing else' },
          profile: SIDECAR_OPTIONS['profile'] ?? {},
          containers: SIDECAR_OPTIONS['containers'] ?? {},
          'py-spy': VIEW_OPTIONS['py-spy'],
        })
        .epilogue(EPILOGUE),
    handler: (flags: ArgumentsCamelCase) => {
      take(async () => {
        const { runPreflightCommand } = await import('./sidecar/run-preflight.ts');
        return runPreflightCommand(flags as SidecarFlags & { json?: boolean });
      });
    },
  };
}
