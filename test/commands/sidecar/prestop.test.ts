/** The hook and the watcher as processes of their own, beside a sleeper that is one, too. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { endAll } from '../../support/processes.ts';

const STRAGGLER = resolve(import.meta.dirname, '../../../bin/straggler');
const TIMEOUT_MS = 30_000;
afterEach(endAll);

/** What the first process' log took, and the hook's exit status on its last line. */
function hook(
  environment: Record<string, string>,
): Promise<{ lines: string[]; status: string; stderr: string }> {
  return new Promise((fulfil) => {
    // As in a pod: a process namespace of its own with a sleeper and the hook, and a pipe for a log.
    const script = `sleep 20 & sleeper=$!; "${STRAGGLER}" prestop; code=$?; sleep 3; echo $code; kill -9 $sleeper`;
    const inPod = 'unshare --pid --fork --mount-proc --kill-child sh -c "$1" | cat';
    const env = { PATH: process.env['PATH'], ...environment };
    execFile('sh', ['-c', inPod, 'sh', script], { timeout: TIMEOUT_MS, env }, (_error, stdout, stderr) => {
      const lines = stdout.trim().split('\n');
      fulfil({ status: lines.pop() ?? '', lines, stderr });
    });
  });
}

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;

asRoot(
  'the hook returns with status 0, and the watcher writes to the log of the first process',
  async () => {
    const { status, lines, stderr } = await hook({});
    expect({ status, stderr }).toEqual({ status: '0', stderr: '' });
    const line = JSON.parse(lines[0]!) as { event: string; msg: string };
    expect(line.event).toBe('watch');
    expect(line.msg).toContain('nothing to watch');
  },
  TIMEOUT_MS,
);

asRoot(
  'a wrong setting is said, and the hook still returns with status 0: the kubelet would only log its failure',
  async () => {
    const { status, stderr } = await hook({ STRAGGLER_GRACE_SECONDS: 'soon' });
    expect(status).toBe('0');
    expect(stderr).toContain('STRAGGLER_GRACE_SECONDS takes seconds');
  },
  TIMEOUT_MS,
);

asRoot(
  'where no resident watcher answers, the hook starts one all the same',
  async () => {
    const { status, lines } = await hook({ STRAGGLER_MODE: 'resident', STRAGGLER_PORT: '1' });
    expect(status).toBe('0');
    expect(lines[0]).toContain('nothing to watch');
  },
  TIMEOUT_MS,
);
