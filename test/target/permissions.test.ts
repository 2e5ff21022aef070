import { expect, test } from '@jest/globals';
import { explainRefusal } from '../../src/target/permissions.ts';
import { FakeSystem } from '../support/fake-system.ts';

const SYS_PTRACE = 1n << 19n;
const DAC_READ_SEARCH = 1n << 2n;

interface Who {
  uid: number;
  capabilities?: bigint;
}

function refusal(own: Who, target: Who, { yama = '0', owner = target.uid } = {}) {
  const status = ({ uid, capabilities = 0n }: Who) =>
    `Uid:\t${uid}\t${uid}\nGid:\t${uid}\t${uid}\nCapEff:\t${capabilities.toString(16)}\nCapPrm:\t${capabilities.toString(16)}\n`;
  const files = {
    '/proc/self/status': status(own),
    '/proc/17/status': status(target),
    '/proc/sys/kernel/yama/ptrace_scope': yama,
  };
  return explainRefusal(new FakeSystem(files, { '/proc/17': owner }), 17);
}

test('another user: says both users, what is missing, and whom to become', () => {
  const { missing, sentence, fix } = refusal({ uid: 1000 }, { uid: 0 });
  expect(missing).toEqual(['same-user', 'SYS_PTRACE', 'DAC_READ_SEARCH']);
  expect(sentence).toContain('uid 1000');
  expect(sentence).toContain('uid 0');
  expect(fix).toContain("target's user (uid 0");
});

test('root without capabilities, facing another user, lacks the capabilities and not only the uid', () => {
  expect(refusal({ uid: 0 }, { uid: 1000 }).missing).toEqual(['same-user', 'SYS_PTRACE', 'DAC_READ_SEARCH']);
});

test('SYS_PTRACE alone is not enough for the memory file of another user', () => {
  expect(refusal({ uid: 0, capabilities: SYS_PTRACE }, { uid: 1000 }).missing).toEqual(['DAC_READ_SEARCH']);
});

test('the same user under Yama lacks SYS_PTRACE, and the sysctl is named', () => {
  const { missing, fix } = refusal({ uid: 1000 }, { uid: 1000 }, { yama: '1\n' });
  expect(missing).toEqual(['yama', 'SYS_PTRACE']);
  expect(fix).toContain('kernel.yama.ptrace_scope');
});

test('root that dropped its capabilities may not look at root that kept them', () => {
  const { missing } = refusal({ uid: 0 }, { uid: 0, capabilities: DAC_READ_SEARCH });
  expect(missing).toEqual(['capabilities', 'SYS_PTRACE']);
});

test('a target that changed its user after its start is guarded by the kernel', () => {
  expect(refusal({ uid: 1000 }, { uid: 1000 }, { owner: 0 }).missing).toEqual(['dumpable', 'SYS_PTRACE']);
});

test('where every rule is kept, a security module is suspected', () => {
  const all = { uid: 0, capabilities: SYS_PTRACE | DAC_READ_SEARCH };
  expect(refusal(all, { uid: 1000 }).sentence).toContain('SELinux');
});

test('a process that cannot be seen at all is said to be hidden', () => {
  expect(explainRefusal(new FakeSystem({}), 17).sentence).toContain('hidepid');
});
