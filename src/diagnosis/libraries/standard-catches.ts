/** Where Python's own library calls the service's code and keeps what that raises: a table; adding one is adding a row. */
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';

export interface StandardCatch {
  file: string;
  function: string;
  /** The clause as it stands there. */
  text: string;
  /** SystemExit as well, and exceptions that derive from BaseException alone. */
  everything: boolean;
}

const CATCHES: readonly StandardCatch[] = [
  // Lib/socketserver.py: printed by handle_error, and the next request is awaited.
  {
    file: 'socketserver.py',
    function: '_handle_request_noblock',
    text: 'except Exception:',
    everything: false,
  },
  // Lib/wsgiref/handlers.py: answered as an error 500.
  { file: 'wsgiref/handlers.py', function: 'run', text: 'except:', everything: true },
  // Lib/xmlrpc/server.py: sent to the client as a Fault (`except:` up to 3.10).
  {
    file: 'xmlrpc/server.py',
    function: '_marshaled_dispatch',
    text: 'except BaseException as exc:',
    everything: true,
  },
];

/** Null where nothing is kept. */
export function standardCatch(place: CodePlace): StandardCatch | null {
  if (place.origin !== 'python') return null;
  const path = standardFile(place.file);
  return CATCHES.find((one) => one.function === place.name && path.endsWith(`/${one.file}`)) ?? null;
}
