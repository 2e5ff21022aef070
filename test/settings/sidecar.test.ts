import { expect, test } from '@jest/globals';
import { readEnvironment } from '../../src/settings/environment.ts';
import type { SidecarFlags } from '../../src/settings/sidecar.ts';
import { parseSidecar } from '../../src/settings/sidecar.ts';
import { UsageError } from '../../src/settings/usage-error.ts';

const parse = (variables: Record<string, string>, flags: SidecarFlags = {}) =>
  parseSidecar(flags, {
    environment: readEnvironment(variables),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
  });

test('without any variable it is a sidecar in standby that needs no right', () => {
  expect(parse({})).toMatchObject({
    mode: 'standby',
    profile: 'same-uid',
    onBlind: 'warn',
    graceSeconds: 30,
    slowSeconds: 24,
    containers: [],
    signal: { policy: 'auto', afterSeconds: 1 },
    hold: false,
    port: 9187,
    apiWatch: false,
    pod: null,
    readSource: true,
  });
});

test('variables are what the chart sets, and a flag is stronger than its variable', () => {
  const variables = {
    STRAGGLER_MODE: 'resident',
    STRAGGLER_GRACE_SECONDS: '60',
    STRAGGLER_CONTAINERS: 'app, worker',
    STRAGGLER_POD_NAME: 'orders-1',
    STRAGGLER_POD_NAMESPACE: 'shop',
    STRAGGLER_POD_UID: 'u',
    STRAGGLER_WORKLOAD_KIND: 'Deployment',
    STRAGGLER_WORKLOAD_NAME: 'orders',
  };
  expect(parse(variables)).toMatchObject({
    mode: 'resident',
    graceSeconds: 60,
    slowSeconds: 48,
    containers: ['app', 'worker'],
    pod: {
      name: 'orders-1',
      namespace: 'shop',
      uid: 'u',
      node: null,
      workload: { kind: 'Deployment', name: 'orders' },
    },
  });
  expect(parse(variables, { graceSeconds: '5' }).graceSeconds).toBe(5);
});

test('the variables that a Service called straggler gives to each pod of its namespace are no settings', () => {
  expect(parse({ STRAGGLER_PORT: 'tcp://10.96.7.7:8080' }).port).toBe(9187);
});

test.each([
  [{ STRAGGLER_MODE: 'on' }, /STRAGGLER_MODE is one of standby, resident/],
  [{ STRAGGLER_GRACE_SECONDS: '0' }, /STRAGGLER_GRACE_SECONDS must be more than 0/],
  [{ STRAGGLER_CONTAINERS: 'App' }, /STRAGGLER_CONTAINERS takes names with commas between/],
  [{ STRAGGLER_PORT: '99999' }, /STRAGGLER_PORT takes a port/],
  [{ STRAGGLER_HOLD: 'yes' }, /STRAGGLER_HOLD is one of true, false/],
])('%j is refused by the name of its variable', (variables, message) => {
  expect(() => parse(variables)).toThrow(UsageError);
  expect(() => parse(variables)).toThrow(message);
});

test('a wrong flag is refused by its own name', () => {
  expect(() => parse({}, { signal: 'maybe' })).toThrow(/--signal is one of auto, always, never/);
});
