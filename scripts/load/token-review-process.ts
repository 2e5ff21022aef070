/** Stands in for the API server's TokenReview: takes a few milliseconds, and says whose the token is. Run as a process. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { AUDIENCE } from './settings.ts';

/** What an API server takes for one, about. */
const REVIEW_MS = 5;

const server = createServer(async (request, response) => {
  const { spec } = (await json(request)) as { spec: { token: string } };
  await sleep(REVIEW_MS);
  const payload = spec.token.split('.')[1] ?? '';
  const { namespace, name, uid } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
    string,
    string
  >;
  const status = {
    authenticated: true,
    audiences: [AUDIENCE],
    user: {
      username: `system:serviceaccount:${namespace}:default`,
      extra: {
        'authentication.kubernetes.io/pod-name': [name],
        'authentication.kubernetes.io/pod-uid': [uid],
      },
    },
  };
  response.statusCode = 201;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ kind: 'TokenReview', status }));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
