/** What the sidecar uses while nothing happens. */
import { inNamespace } from '../../test/e2e/harness/namespace.ts';
import { python } from '../../test/e2e/harness/pod-spec.ts';
import { helper } from '../../test/e2e/harness/programs.ts';
import { SIDECAR } from '../../test/e2e/harness/sidecar-spec.ts';
import type { Mode } from './table.ts';

export interface Idle {
  commands: string[];
  residentKiB: number;
  /** Pages shared with others count in part. */
  proportionalKiB: number;
  processorSeconds: number;
  seconds: number;
}

export async function measureIdle(mode: Mode, seconds: number): Promise<Idle> {
  let idle: Idle | null = null;
  await inNamespace({ programs: [helper('heartbeat.py'), helper('use.py')] }, async (namespace) => {
    const apps = [{ command: python('heartbeat.py', '100') }];
    const pod = namespace.pod('idle', { graceSeconds: 2, apps, sidecar: { mode } });
    await pod.create();
    await pod.ready();
    const { code, stdout, stderr } = await pod.exec('app', python('use.py', SIDECAR, String(seconds)));
    if (code !== 0) throw new Error(`use.py failed: ${stderr}`);
    idle = { ...(JSON.parse(stdout) as Omit<Idle, 'seconds'>), seconds };
  });
  if (idle === null) throw new Error('nothing was measured');
  return idle;
}
