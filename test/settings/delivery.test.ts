import { expect, test } from '@jest/globals';
import type { DeliveryFlags } from '../../src/settings/delivery.ts';
import { parseDelivery } from '../../src/settings/delivery.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { UsageError } from '../../src/settings/usage-error.ts';

function parse(variables: Record<string, string> = {}, flags: DeliveryFlags = {}) {
  const environment = readEnvironment(variables);
  return parseDelivery(flags, { environment, stdoutIsTerminal: false, stderrIsTerminal: false, width: 80 });
}

test('without any setting reports go to the log and to the message that the kubelet reads', () => {
  const settings = parse();
  expect(settings).toEqual({
    collector: null,
    directory: null,
    terminationMessageFile: '/dev/termination-log',
  });
  expect(Object.isFrozen(settings)).toBe(true);
});

test('variables name the places, and flags have the last word', () => {
  const variables = {
    STRAGGLER_COLLECTOR_URL: 'https://straggler.example:8443/base/',
    STRAGGLER_COLLECTOR_TOKEN_FILE: '/token',
    STRAGGLER_COLLECTOR_CA_FILE: '/ca',
    STRAGGLER_REPORT_DIRECTORY: '/reports',
    STRAGGLER_TERMINATION_MESSAGE_FILE: '/message',
  };
  expect(parse(variables)).toEqual({
    collector: { url: 'https://straggler.example:8443/base', tokenFile: '/token', caFile: '/ca' },
    directory: '/reports',
    terminationMessageFile: '/message',
  });
  const flags = {
    collectorUrl: 'http://other',
    collectorTokenFile: '/t',
    collectorCaFile: '/c',
    reportDirectory: '/r',
    terminationMessageFile: '/m',
  };
  expect(parse(variables, flags)).toEqual({
    collector: { url: 'http://other', tokenFile: '/t', caFile: '/c' },
    directory: '/r',
    terminationMessageFile: '/m',
  });
});

test('a chart may name a token without naming a collector', () => {
  expect(parse({ STRAGGLER_COLLECTOR_TOKEN_FILE: '/token' }).collector).toBeNull();
});

test.each([
  ['straggler:8443', 'https://'],
  ['/v1/reports', 'https://'],
  ['ftp://straggler', 'https://'],
  ['https://user:secret@straggler', 'no password'],
  ['https://straggler?token=secret', '/v1/reports'],
  ['https://straggler/#secret', '/v1/reports'],
])('%s is no address of a collector, and what it holds is not repeated', (url, says) => {
  for (const [name, call] of [
    ['STRAGGLER_COLLECTOR_URL', () => parse({ STRAGGLER_COLLECTOR_URL: url })],
    ['--collector-url', () => parse({}, { collectorUrl: url })],
  ] as const) {
    expect(call).toThrow(UsageError);
    expect(call).toThrow(name);
    expect(call).toThrow(says);
    expect(call).not.toThrow('secret');
  }
});

test.each<keyof DeliveryFlags>([
  'collectorTokenFile',
  'collectorCaFile',
  'reportDirectory',
  'terminationMessageFile',
])('an empty %s is wrong use', (flag) => {
  expect(() => parse({}, { [flag]: '' })).toThrow(UsageError);
});
