/**
 * Why the kernel lets Straggler not look into a process, and what would allow it.
 * Rules: `__ptrace_may_access` in kernel/ptrace.c, `cap_ptrace_access_check`, Yama; measured in
 * `reference/cpython-memory.md`, section 7. Opening `/proc/PID/mem` needs the file's own permission bits besides.
 */

import type { Status } from './status.ts';
import { parseStatus } from './status.ts';
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

type MissingPermission =
  | 'same-user'
  | 'SYS_PTRACE'
  | 'DAC_READ_SEARCH'
  | 'capabilities'
  | 'yama'
  | 'dumpable';

export interface Refusal {
  missing: MissingPermission[];
  /** "Straggler (uid 1000) may not look into process 17 (uid 0): …" */
  sentence: string;
  fix: string;
}

const DAC_OVERRIDE = 1n;
const DAC_READ_SEARCH = 2n;
const SYS_PTRACE = 19n;

/** To be asked after the kernel has said EACCES or EPERM. */
export function explainRefusal(system: System, pid: number): Refusal {
  const own = statusOf(system, 'self');
  const target = statusOf(system, String(pid));
  if (own === null || target === null) return hidden(pid);
  const missing = missingPermissions(system, pid, own, target);
  const reasons = missing.map((name) => REASONS[name](own, target)).join(', and ');
  return {
    missing,
    sentence: `Straggler (uid ${own.uid}) may not look into process ${pid} (uid ${target.uid}): ${reasons || 'the kernel refuses it: the process is not dumpable (prctl, file capabilities, another user at its start), or a security module (SELinux, AppArmor, seccomp) forbids it'}.`,
    fix: fixFor(missing, target),
  };
}

function missingPermissions(system: System, pid: number, own: Status, target: Status): MissingPermission[] {
  const sameUser = own.uid === target.uid && own.gid === target.gid;
  const ownsFiles = sameUser || has(own, DAC_OVERRIDE) || has(own, DAC_READ_SEARCH);
  if (has(own, SYS_PTRACE)) return ownsFiles ? [] : ['DAC_READ_SEARCH'];
  const missing: MissingPermission[] = [];
  if (!sameUser) missing.push('same-user');
  else if ((target.permitted & ~own.permitted) !== 0n) missing.push('capabilities');
  else if (yamaScope(system) > 0) missing.push('yama');
  else if (isUndumpable(system, pid, target)) missing.push('dumpable');
  else return [];
  missing.push('SYS_PTRACE');
  if (!ownsFiles) missing.push('DAC_READ_SEARCH');
  return missing;
}

const REASONS: Record<MissingPermission, (own: Status, target: Status) => string> = {
  'same-user': (own, target) =>
    `it runs as another user or group (${target.uid}:${target.gid}, not ${own.uid}:${own.gid})`,
  capabilities: () => 'it holds capabilities that Straggler lacks',
  yama: () =>
    'Yama (/proc/sys/kernel/yama/ptrace_scope is not 0) forbids looking into processes that are not children',
  dumpable: () =>
    'it changed its user after its start, or asked for it (prctl), so the kernel guards it (not dumpable)',
  SYS_PTRACE: () => 'Straggler lacks CAP_SYS_PTRACE',
  DAC_READ_SEARCH: () => 'Straggler lacks CAP_DAC_READ_SEARCH (its memory file belongs to its user)',
};

function fixFor(missing: MissingPermission[], target: Status): string {
  const give =
    'give Straggler CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH as root (sudo; docker run --cap-add SYS_PTRACE --cap-add DAC_READ_SEARCH; securityContext.capabilities.add in Kubernetes)';
  if (missing.includes('same-user'))
    return `Run Straggler as the target's user (uid ${target.uid}, gid ${target.gid}), or ${give}.`;
  if (missing.includes('yama'))
    return `Set kernel.yama.ptrace_scope to 0 (sysctl -w kernel.yama.ptrace_scope=0), or ${give}.`;
  return `${give.charAt(0).toUpperCase()}${give.slice(1)}.`;
}

function hidden(pid: number): Refusal {
  return {
    missing: ['same-user'],
    sentence: `Process ${pid} is hidden from Straggler's user (/proc is mounted with hidepid).`,
    fix: "Run Straggler as the target's user or as root.",
  };
}

function yamaScope(system: System): number {
  const text = orNull(() => system.readFile('/proc/sys/kernel/yama/ptrace_scope').toString('latin1'));
  return text === null ? 0 : Number(text) || 0;
}

/** The kernel gives the `/proc` folder of such a process to root. */
function isUndumpable(system: System, pid: number, target: Status): boolean {
  const folder = orNull(() => system.stat(`/proc/${pid}`));
  return folder !== null && folder.ownerUid !== target.uid;
}

function has(status: Status, capability: bigint): boolean {
  return ((status.capabilities >> capability) & 1n) === 1n;
}

function statusOf(system: System, name: string): Status | null {
  const text = orNull(() => system.readFile(`/proc/${name}/status`).toString('utf8'));
  return text === null ? null : parseStatus(text);
}
