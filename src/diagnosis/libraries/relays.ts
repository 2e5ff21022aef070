/** Code that only hands on what another task of the same request does. Adding one is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';

const RELAYS: readonly { functions: readonly string[]; file: string; source: string }[] = [
  {
    functions: ['call_next', 'receive_or_disconnect', 'body_stream', 'stream_response'],
    file: 'starlette/middleware/base.py',
    source: 'BaseHTTPMiddleware runs the application in a task of its own and reads its answer from a stream',
  },
];

/** The innermost code that is not Python's own, nor the library's that makes the stream, is a relay's. */
export function isRelay(stack: readonly CodePlace[]): boolean {
  const place = stack.findLast((one) => one.origin !== 'python' && one.package !== 'anyio');
  return (
    place !== undefined &&
    RELAYS.some(({ functions, file }) => functions.includes(place.name) && place.file.endsWith(file))
  );
}
