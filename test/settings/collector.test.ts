import { expect, test } from '@jest/globals';
import { parseCollectorService, parseStoreOnly } from '../../src/settings/collector.ts';
import type { CollectorFlags } from '../../src/settings/collector-texts.ts';
import type { Surroundings } from '../../src/settings/environment.ts';
import { readEnvironment } from '../../src/settings/environment.ts';

function surroundings(variables: Record<string, string> = {}): Surroundings {
  return {
    environment: readEnvironment(variables),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
  };
}

const POD = { KUBERNETES_SERVICE_HOST: '10.96.0.1' };

function parse(flags: CollectorFlags, variables: Record<string, string> = {}) {
  return parseCollectorService(flags, surroundings({ ...POD, ...variables }));
}

test('without a word it receives from pods with their tokens, keeps in SQLite, and shows on the loopback only', () => {
  expect(parse({})).toMatchObject({
    receive: {
      address: { host: '0.0.0.0', port: 8080 },
      tls: null,
      auth: { kind: 'kubernetes', audience: 'straggler' },
    },
    read: { address: { host: '127.0.0.1', port: 8081 }, auth: { kind: 'none' } },
    store: { kind: 'sqlite', path: 'straggler.db' },
    podWatch: { selector: 'straggler.dev/watch=true', namespaces: [] },
    hangs: { max: 500, keepDays: 14 },
    webhook: null,
  });
});

test('a flag is preferred to its variable', () => {
  const variables = { STRAGGLER_COLLECTOR_KEEP_DAYS: '7', STRAGGLER_COLLECTOR_KEEP_REPORTS: '50' };
  expect(parse({ keepDays: '9' }, variables).retention).toEqual({ keepDays: 9, keepReports: 50 });
});

test('the address of a database stands in a file, never in a flag', () => {
  expect(parseStoreOnly({ store: 'postgresql', databaseUrlFile: '/run/url' }, surroundings())).toEqual({
    kind: 'postgresql',
    urlFile: '/run/url',
  });
  expect(() => parse({ store: 'postgresql://user:secret@db/x' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});

test.each<[CollectorFlags, Record<string, string>, RegExp]>([
  [{ auth: 'none' }, {}, /--auth none would let anyone send reports/],
  [{ auth: 'token-file' }, {}, /--auth token-file needs --auth-token-file/],
  [{ readAddress: '0.0.0.0:80' }, {}, /would show the reports to anyone/],
  [{ tlsKeyFile: '/k' }, {}, /--tls-key-file needs --tls-certificate-file/],
  [{ store: 'postgresql' }, {}, /--store postgresql needs --database-url-file/],
  [{}, { STRAGGLER_COLLECTOR_STORE: 'mysql' }, /STRAGGLER_COLLECTOR_STORE is sqlite:PATH, or postgresql/],
  [{ receiveAddress: 'example.org:80' }, {}, /--receive-address takes an address and a port/],
  [{ metricsAddress: '127.0.0.1:99999' }, {}, /--metrics-address takes an address and a port/],
  [{ keepDays: '0' }, {}, /--keep-days takes a whole number/],
  [{ namespaces: 'a,B' }, {}, /--namespaces takes names with commas between/],
  [{ pageUrl: 'straggler' }, {}, /--page-url takes the address of the pages/],
])('%j with %j is refused in a sentence', (flags, variables, sentence) => {
  expect(() => parse(flags, variables)).toThrow(sentence);
});

test('Hang objects keep to the namespaces also where no pod is watched', () => {
  expect(parse({ watchPods: 'false', namespaces: 'shop, bank' })).toMatchObject({
    podWatch: null,
    namespaces: ['shop', 'bank'],
  });
});

test('outside of a cluster nothing is asked of an API server, and what cannot do without is refused', () => {
  const outside = (flags: CollectorFlags) => parseCollectorService(flags, surroundings());
  const local = { auth: 'none', receiveAddress: '127.0.0.1:0' };
  expect(outside(local)).toMatchObject({ podWatch: null, hangs: null });
  const sentence = /needs a cluster's API server, and this is no pod of a cluster: outside, take --auth/;
  expect(() => outside({})).toThrow(sentence);
  expect(() => outside({ ...local, watchPods: 'true' })).toThrow(sentence);
  expect(() => outside({ ...local, readAuth: 'kubernetes' })).toThrow(sentence);
});

test('what is on the loopback needs no token', () => {
  expect(parse({ auth: 'none', receiveAddress: '127.0.0.1:0' }).receive).toMatchObject({
    address: { host: '127.0.0.1', port: 0 },
    auth: { kind: 'none' },
  });
  expect(parse({ auth: 'none', receiveAddress: '[::1]:8080' }).receive.address.host).toBe('::1');
});
