import type { Status } from '../../../target/status.ts';
import type { Check, CheckResult } from '../check.ts';

const DAC_READ_SEARCH = 2n;
const SYS_PTRACE = 19n;

/** Kubernetes has no ambient capabilities (KEP-2763): what is added helps uid 0 only. Measured: reference/kubernetes.md, 1.6 and 9. */
export const profile: Check = {
  code: 'profile',
  look({ profile, own }) {
    switch (profile) {
      case 'ptrace':
        return [ptrace(own)];
      case 'same-uid':
        return [
          {
            status: 'ok',
            sentence: `Profile same-uid: runs as ${own.uid}:${own.gid} and needs no capability.`,
            fix: '',
          },
        ];
      case 'signals-only':
        return [
          {
            status: 'note',
            sentence:
              'Profile signals-only: reports tell of processes and signals, and of no task, thread or line.',
            fix: '',
          },
        ];
    }
  },
};

function ptrace(own: Status): Omit<CheckResult, 'code'> {
  const missing = [
    ...(has(own, SYS_PTRACE) ? [] : ['SYS_PTRACE']),
    ...(has(own, DAC_READ_SEARCH) ? [] : ['DAC_READ_SEARCH']),
  ];
  if (missing.length === 0)
    return { status: 'ok', sentence: 'Profile ptrace: has SYS_PTRACE and DAC_READ_SEARCH.', fix: '' };
  const why =
    own.uid === 0
      ? 'its securityContext does not add them, or a policy took them away'
      : `it runs as uid ${own.uid}, and Kubernetes gives added capabilities to root only`;
  return {
    status: 'blind',
    sentence: `Profile ptrace, but Straggler lacks ${missing.join(' and ')}: ${why}.`,
    fix: 'Let the chart set the securityContext (profile: ptrace gives runAsUser 0 with SYS_PTRACE, DAC_READ_SEARCH and KILL), in a namespace whose Pod Security level is privileged; or choose profile: same-uid.',
  };
}

function has({ capabilities }: Status, capability: bigint): boolean {
  return ((capabilities >> capability) & 1n) === 1n;
}
