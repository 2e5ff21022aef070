/** Which control group a process lives in: the sign of its container or service. cgroups(7). */

/**
 * The most telling path of `/proc/PID/cgroup`: of the unified hierarchy (`0::`), or, where that says nothing,
 * of the first older hierarchy that does. null when there is none at all.
 */
export function parseCgroup(text: string): string | null {
  const paths = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ unified: line.startsWith('0::'), path: line.split(':').slice(2).join(':') }));
  const unified = paths.find(({ unified: isUnified, path }) => isUnified && path !== '/');
  return (unified ?? paths.find(({ path }) => path !== '/') ?? paths[0])?.path ?? null;
}

/** A group that holds one container or one service, so that its outermost process is the first one of it. */
export function isContainerGroup(path: string | null): boolean {
  return (
    path !== null &&
    /\.service$|kubepods|docker|containerd|libpod|crio|lxc|buildah|machine\.slice|\/ecs\//.test(path) &&
    !/\/user@\d+\.service$/.test(path)
  );
}
