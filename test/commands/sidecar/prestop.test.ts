/** The hook and the watcher as processes of their own, beside a sleeper that is one, too. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { endAll } from '../../support/processes.ts';

const STRAGGLER = resolve(import.meta.dirname, '../../../bin/straggler');
const TIMEOUT_MS = 30_000;
afterEach(endAll);

function hook(
  environment: Record<string, string>,
): Promise<{ code: unknown; stdout: string; stderr: string; tookMs: number }> {
  const startMs = performance.now();
  return new Promise((fulfil) => {
    // As in a pod: a process namespace of its own, in which only a sleeper and the hook live.
    const script = `sleep 20 & sleeper=$!; "${STRAGGLER}" prestop; code=$?; sleep 4; kill -9 $sleeper; exit $code`;
    const words = ['--pid', '--fork', '--mount-proc', '--kill-child', 'sh', '-c', script];
    const env = { PATH: process.env['PATH'], ...environment };
    execFile('unshare', words, { timeout: TIMEOUT_MS, env }, (error, stdout, stderr) => {
      fulfil({ code: error?.code ?? 0, stdout, stderr, tookMs: performance.now() - startMs });
    });
  });
}

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;

asRoot(
  'the hook returns with status 0, and the watcher writes to the log of the first process',
  async () => {
    const { code, stdout, stderr } = await hook({});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const line = JSON.parse(stdout.trim().split('\n')[0]!) as { event: string; msg: string };
    expect(line.event).toBe('watch');
    expect(line.msg).toContain('nothing to watch');
  },
  TIMEOUT_MS,
);

asRoot(
  'a wrong setting is said, and the hook still returns with status 0: the kubelet would only log its failure',
  async () => {
    const { code, stderr } = await hook({ STRAGGLER_GRACE_SECONDS: 'soon' });
    expect(code).toBe(0);
    expect(stderr).toContain('STRAGGLER_GRACE_SECONDS takes seconds');
  },
  TIMEOUT_MS,
);

asRoot(
  'where no resident watcher answers, the hook starts one all the same',
  async () => {
    const { code, stdout } = await hook({ STRAGGLER_MODE: 'resident', STRAGGLER_PORT: '1' });
    expect(code).toBe(0);
    expect(stdout).toContain('nothing to watch');
  },
  TIMEOUT_MS,
);
