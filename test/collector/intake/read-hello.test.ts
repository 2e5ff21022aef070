import { expect, test } from '@jest/globals';
import type { FindPod } from '../../../src/collector/intake/owner.ts';
import { readHello } from '../../../src/collector/intake/read-hello.ts';
import { ReceiveError } from '../../../src/collector/intake/receive-error.ts';
import { POD } from '../../delivery/support/reports.ts';

const OWN = { kind: 'pod', namespace: POD.namespace, name: POD.name, uid: POD.uid } as const;
const HELLO = {
  schema: 'straggler.pod/v1',
  pod: POD,
  containers: ['app', 'worker'],
  profile: 'same-uid',
  mode: 'standby',
  version: '1.2.3',
  readable: false,
  limits: [{ code: 'ptrace-refused', sentence: '…', fix: '…' }],
};

const read = (hello: unknown, findPod: FindPod = () => null) =>
  readHello(JSON.stringify(hello), OWN, findPod);

test('a hello becomes what is kept of a pod', () => {
  expect(read(HELLO)).toEqual({
    uid: POD.uid,
    namespace: 'shop',
    name: POD.name,
    node: 'node-1',
    workload: POD.workload,
    containers: ['app', 'worker'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1.2.3',
    readable: false,
    limits: ['ptrace-refused'],
  });
});

test('an older sidecar names no containers: those that the API server knows are taken, or none', () => {
  const { containers: _, ...older } = HELLO;
  expect(read(older).containers).toEqual([]);
  const facts = { node: null, workload: null, containers: [{ name: 'app', image: 'orders:2' }] };
  expect(read(older, () => facts).containers).toEqual(['app']);
  expect(read({ ...HELLO, containers: [] }, () => facts).containers).toEqual(['app']);
});

test('profiles and limits that somebody made up become no label', () => {
  const limits = Array.from({ length: 100 }, (_, index) => ({ code: `Made up ${index}` }));
  expect(read({ ...HELLO, profile: 'made-up', limits })).toMatchObject({
    profile: '(other)',
    limits: ['(other)'],
  });
});

test('what is no hello is refused', () => {
  const wrong: unknown[] = [
    null,
    [],
    { ...HELLO, schema: 'straggler.pod/v2' },
    { ...HELLO, pod: 'x' },
    { ...HELLO, readable: 'yes' },
    { ...HELLO, limits: null },
    { ...HELLO, profile: 1 },
    { ...HELLO, containers: ['A"}'] },
    { ...HELLO, containers: Array.from({ length: 65 }, (_, index) => `c${index}`) },
    { ...HELLO, pod: { ...POD, workload: { kind: 'x"', name: 'y' } } },
  ];
  for (const hello of wrong) expect(() => read(hello)).toThrow(ReceiveError);
  expect(() => readHello('{', OWN, () => null)).toThrow(ReceiveError);
  expect(() => readHello(JSON.stringify({ ...HELLO, pod: null }), { kind: 'trusted' }, () => null)).toThrow(
    ReceiveError,
  );
});
