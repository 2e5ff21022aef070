import { expect, test } from '@jest/globals';
import type { ContainerTargets } from '../../../src/shutdown/pod/pod-targets.ts';
import { readSeen, writeSeen } from '../../../src/shutdown/pod/seen.ts';
import { LiveSystem } from '../../../src/target/live-system.ts';
import { readProcess } from '../../../src/target/process.ts';

const system = new LiveSystem();
const me = readProcess(system, process.pid);
const targets: ContainerTargets[] = [{ name: 'app', podUid: 'u', first: me, pythons: [me] }];

test('what the preflight saw comes back out of the environment of the sleeper', () => {
  const [seen] = readSeen(writeSeen(targets));
  expect(seen).toMatchObject({ name: 'app', podUid: 'u' });
  expect(seen!.pythons[0]).toMatchObject({ pid: me.pid, startTicks: me.startTicks, command: me.command });
});

test('what is none of that is nothing', () => {
  for (const text of [null, '', '{', '[{}]', '"x"', '7']) expect(readSeen(text)).toEqual([]);
});

test('a pod with more than an environment holds keeps nothing rather than half of it', () => {
  const many = Array.from({ length: 3000 }, () => targets[0]!);
  expect(writeSeen(many)).toBe('');
});
