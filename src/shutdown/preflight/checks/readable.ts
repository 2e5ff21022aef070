import { blindness } from '../../../report/blindness.ts';
import type { Refusal } from '../../../target/permissions.ts';
import { explainRefusal } from '../../../target/permissions.ts';
import type { Check, CheckResult, LookedAt, PreflightScene } from '../check.ts';

/** One real look at each Python process: what it gives now is what it will give at the time of need. */
export const readable: Check = {
  code: 'readable',
  look(scene) {
    if (scene.profile === 'signals-only') return [];
    if (scene.sharesProcesses && scene.looks.length === 0) return [noPython(scene)];
    return scene.looks.map((look) => resultOf(scene, look));
  },
};

function noPython({ others }: PreflightScene): Omit<CheckResult, 'code'> {
  const names = others.map(({ name }) => name ?? '(no name)').join(', ');
  return {
    status: 'blind',
    sentence: `No Python process was found in the other containers${names === '' ? '' : ` (${names})`}.`,
    fix: 'If the service starts late, raise preflightSeconds; if Straggler watches the wrong containers, set containers.',
  };
}

function resultOf(
  scene: PreflightScene,
  { container, process, capture }: LookedAt,
): Omit<CheckResult, 'code'> {
  const who = `Process ${process.pid} of container ${container}`;
  const limit = capture === null ? null : blindness(capture);
  if (capture !== null && capture.python !== null && limit === null)
    return { status: 'ok', sentence: `${who} is Python ${capture.python.version} and can be read.`, fix: '' };
  if (limit?.code === 'no-permission') {
    const refusal = explainRefusal(scene.system, process.pid);
    return {
      status: 'blind',
      sentence: `${who} cannot be read. ${refusal.sentence}`,
      fix: chartFix(refusal, process),
    };
  }
  if (limit !== null) return { status: 'blind', sentence: `${who}: ${limit.sentence}`, fix: limit.fix };
  return {
    status: 'warning',
    sentence: `${who} could not be looked at: it had ended, or is no Python.`,
    fix: 'Nothing, if it restarts by itself; else look at its own log.',
  };
}

const USE_PTRACE =
  'profile: ptrace (root with SYS_PTRACE and DAC_READ_SEARCH, in a namespace whose Pod Security level is privileged)';

function chartFix({ missing }: Refusal, { uid, gid }: LookedAt['process']): string {
  if (missing.includes('same-user'))
    return `Set runAsUser: ${uid} and runAsGroup: ${gid} for the sidecar (uid and gid both have to be those of the service), or take ${USE_PTRACE}.`;
  if (missing.includes('yama'))
    return `This node's kernel allows it to ptrace only (Yama): take ${USE_PTRACE}, or nodes with kernel.yama.ptrace_scope 0.`;
  if (missing.includes('capabilities'))
    return `Let the service drop its capabilities (securityContext.capabilities.drop: [ALL]), or take ${USE_PTRACE}.`;
  return `Take ${USE_PTRACE}.`;
}
