/** What a resident sidecar says of itself. What terminations did is counted by the collector: a counter that is born in a dying pod is never rated. */
import { Gauge, Registry } from 'prom-client';

export const SIDECAR_METRICS = {
  readable: {
    name: 'straggler_target_readable',
    help: '1 when every Python process of the other containers can be read, else 0',
    labelNames: [],
  },
  pythons: {
    name: 'straggler_target_pythons',
    help: 'Python processes of the other containers',
    labelNames: [],
  },
  info: {
    name: 'straggler_sidecar_info',
    help: '1; what this sidecar is',
    labelNames: ['version', 'mode', 'profile'],
  },
} as const satisfies Record<string, { name: string; help: string; labelNames: readonly string[] }>;

export interface SidecarMetrics {
  readonly contentType: string;
  setTarget(target: { readable: boolean; pythons: number }): void;
  /** The exposition format of Prometheus. */
  text(): Promise<string>;
}

export function createSidecarMetrics(info: {
  version: string;
  mode: string;
  profile: string;
}): SidecarMetrics {
  const registry = new Registry();
  const gauge = ({ name, help, labelNames }: { name: string; help: string; labelNames: readonly string[] }) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const readable = gauge(SIDECAR_METRICS.readable);
  const pythons = gauge(SIDECAR_METRICS.pythons);
  gauge(SIDECAR_METRICS.info).set(info, 1);
  return {
    contentType: registry.contentType,
    setTarget: (target) => {
      readable.set(target.readable ? 1 : 0);
      pythons.set(target.pythons);
    },
    text: () => registry.metrics(),
  };
}
