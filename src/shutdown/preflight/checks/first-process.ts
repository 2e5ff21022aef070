import { has, SIGTERM } from '../../../diagnosis/causes/signal-masks.ts';
import { launcherRule } from '../../../diagnosis/libraries/launchers.ts';
import type { ProcessFacts } from '../../../target/facts.ts';
import { SHELLS } from '../../../target/launchers.ts';
import type { ContainerTargets } from '../../pod/pod-targets.ts';
import type { Check, CheckResult } from '../check.ts';

type Result = Omit<CheckResult, 'code'>;

const EXEC_FORM =
  'use the exec form ["python", "app.py"] of CMD/ENTRYPOINT (or command: in the pod), or `exec python app.py` as the last line of the script';

/**
 * Who gets the kubelet's SIGTERM, and what it will do with it: with the shared process namespace, and without, where a
 * first process is PID 1 and the kernel drops a signal that it does not handle (pid_namespaces(7)). Measured:
 * reference/kubernetes.md, 1.5.
 */
export const firstProcess: Check = {
  code: 'first-process',
  look: ({ targets }) => targets.filter(({ pythons }) => pythons.length > 0).map(resultOf),
};

/** What is not well with a container's first process; null when it is. */
export function firstProcessWarning(container: ContainerTargets): string | null {
  const { status, sentence } = resultOf(container);
  return status === 'warning' ? sentence : null;
}

function resultOf(container: ContainerTargets): Result {
  const { first, pythons, name } = container;
  const isPython = pythons.some(({ pid }) => pid === first.pid);
  const handles = has(first.signals.caught, SIGTERM);
  const who = `Container ${name}: its first process is ${describe(first)}`;
  if (has(first.signals.ignored, SIGTERM))
    return warning(
      `${who}, which ignores SIGTERM: it will be killed at the end of the grace period.`,
      'Install a handler for SIGTERM in the service, or start it without nohup or trap "" TERM.',
    );
  if (isPython) return handles ? handled(who) : unhandledPython(who);
  return SHELLS.has(first.comm) ? shell(who, handles) : launcher(who, first);
}

function handled(who: string): Result {
  return { status: 'ok', sentence: `${who}, which handles SIGTERM.`, fix: '' };
}

function unhandledPython(who: string): Result {
  return warning(
    `${who}, which has no handler for SIGTERM: with the shared process namespace it dies at once, without any cleanup; alone in its container it would be PID 1, the kernel would drop the signal, and it would be killed at the end of the grace period.`,
    'Install a handler: loop.add_signal_handler(signal.SIGTERM, …), or signal.signal.',
  );
}

function shell(who: string, handles: boolean): Result {
  if (handles)
    return warning(
      `${who}, a shell with a trap for SIGTERM: it runs the trap only after the command in the foreground has ended, and Python is not told unless the trap tells it.`,
      `Let the trap signal its child (\`python app.py & wait\`), or ${EXEC_FORM}.`,
    );
  return warning(
    `${who}, a shell that does not pass SIGTERM on: with the shared process namespace it dies of SIGTERM, and the runtime kills Python with it at once; alone in its container it would be PID 1 and ignore SIGTERM, and Python would be killed at the end of the grace period without ever being told.`,
    `Let Python take the shell's place: ${EXEC_FORM}.`,
  );
}

function launcher(who: string, first: ProcessFacts): Result {
  const rule = launcherRule(first);
  if (rule === null || rule.forwards)
    return { status: 'ok', sentence: `${who}, which starts Python.`, fix: '' };
  return warning(`${who}, which does not pass SIGTERM on to Python.`, rule.fix);
}

function warning(sentence: string, fix: string): Result {
  return { status: 'warning', sentence, fix };
}

function describe({ comm, pid, command }: ProcessFacts): string {
  return `${comm} (pid ${pid}: ${command.join(' ').slice(0, 120)})`;
}
