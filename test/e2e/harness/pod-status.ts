/** The few fields of a pod that the suite looks at. */
export interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string };
  status: {
    phase?: string;
    podIP?: string;
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface ContainerStatus {
  name: string;
  restartCount: number;
  state: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  running?: { startedAt: string };
  waiting?: { reason: string; message?: string };
  terminated?: Ended;
}

export interface Ended {
  exitCode: number;
  signal?: number;
  reason?: string;
  /** What the container left in its termination message file. */
  message?: string;
  finishedAt: string;
}

export function statusOf(pod: Pod, container: string): ContainerStatus | null {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status;
  return [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container) ?? null;
}
