/** A file system that is soon full. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  path: string;
  remove(): void;
}

/** null where nothing may be mounted. */
export function mountSmallDisk(bytes: number): SmallDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'straggler-disk-'));
  const { status } = run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path);
  if (status !== 0) {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    remove: () => {
      run('umount', '--lazy', path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export function mayMount(): boolean {
  const disk = mountSmallDisk(65_536);
  disk?.remove();
  return disk !== null;
}

function run(program: string, ...args: string[]) {
  return spawnSync(program, args);
}
