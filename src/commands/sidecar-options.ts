/** Flags of the sidecar's commands, from the table of its variables. */
import type { Options } from 'yargs';
import { SIDECAR_VARIABLES } from '../settings/sidecar-variables.ts';

const text = (describe: string): Options => ({ type: 'string', requiresArg: true, describe });

export const SIDECAR_OPTIONS: Record<string, Options> = Object.fromEntries(
  Object.values(SIDECAR_VARIABLES).map(({ flag, variable, describe, byDefault }) => [
    flag,
    text(`${describe} (${variable})${byDefault === null ? '' : ` [default: ${byDefault}]`}`),
  ]),
);

export const DELIVERY_OPTIONS: Record<string, Options> = {
  'collector-url': text('Where reports are posted to (STRAGGLER_COLLECTOR_URL)'),
  'collector-token-file': text('Holds the token that says who posts (STRAGGLER_COLLECTOR_TOKEN_FILE)'),
  'collector-ca-file': text("Who signed the collector's certificate (STRAGGLER_COLLECTOR_CA_FILE)"),
  'report-directory': text('A folder for <container>.json (STRAGGLER_REPORT_DIRECTORY)'),
  'termination-message-file': text(
    "The container's terminationMessagePath (STRAGGLER_TERMINATION_MESSAGE_FILE)",
  ),
};
