/** The machine as a sidecar sees its pod: a few of its processes, said to live in containers. Everything else is real. */
import { LiveSystem } from '../../src/target/live-system.ts';
import { systemError } from './fake-system.ts';

export const POD_UID = '7b0c1c3e-0000-4000-8000-000000000001';

/** Container names and the pids in them; the test itself lives in `straggler`. */
export class PodSystem extends LiveSystem {
  readonly #containers: Readonly<Record<string, readonly number[]>>;

  constructor(containers: Readonly<Record<string, readonly number[]>>) {
    super();
    this.#containers = { ...containers, straggler: [process.pid] };
  }

  override list(path: string): string[] {
    return path === '/proc' ? Object.values(this.#containers).flat().map(String) : super.list(path);
  }

  override readFile(path: string, maxBytes?: number): Buffer {
    const [, pid = '', file = ''] = /^\/proc\/(\d+)\/(cgroup|mountinfo)$/.exec(path) ?? [];
    const name = Object.entries(this.#containers).find(([, pids]) => pids.includes(Number(pid)))?.[0];
    if (file === '' || name === undefined) return super.readFile(path, maxBytes);
    if (this.#isGone(pid)) throw systemError('ESRCH', path);
    if (file === 'cgroup') return Buffer.from(`0::/kubepods/pod${POD_UID}/${name}\n`);
    return Buffer.from(
      `29 1 0:26 / / rw - overlay overlay rw\n412 29 254:1 /var/lib/kubelet/pods/${POD_UID}/containers/${name}/1f2e3d4c /dev/termination-log rw - ext4 /dev/vda1 rw\n`,
    );
  }

  #isGone(pid: string): boolean {
    try {
      super.readFile(`/proc/${pid}/stat`);
      return false;
    } catch {
      return true;
    }
  }
}
