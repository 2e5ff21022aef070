/** The same pod with the sidecar and without it, ended at the same moment. */
import { basename } from 'node:path';
import type { Program } from '../../support/program-headers.ts';
import type { TestNamespace } from './namespace.ts';
import { inNamespace } from './namespace.ts';
import type { AppOptions, PodOptions } from './pod-spec.ts';
import { python } from './pod-spec.ts';
import type { PodUnderTest, Termination } from './pod-under-test.ts';
import type { SidecarOptions } from './sidecar-spec.ts';

export interface Scenario extends Omit<PodOptions, 'apps' | 'sidecar'> {
  /** Each program in a container of its own; the first one's is called `app`. */
  programs: readonly Program[];
  /** Of the container with the same index. */
  apps?: readonly Partial<AppOptions>[];
  sidecar?: SidecarOptions;
  /** Files that are mounted beside the programs. */
  helpers?: readonly string[];
  podSecurity?: 'restricted' | 'baseline' | 'privileged';
  /** Asks for the end of a pod; deletes it when left out. */
  end?: (pod: PodUnderTest) => Promise<number>;
}

export interface Outcome {
  watched: Termination;
  /** The same pod without the sidecar. */
  plain: Termination;
  pod: PodUnderTest;
}

export async function inScenario(
  scenario: Scenario,
  test: (seen: Outcome) => void | Promise<void>,
): Promise<void> {
  const { podSecurity, helpers = [] } = scenario;
  const programs = [...scenario.programs.map(({ path }) => path), ...helpers];
  await inNamespace(
    { programs, ...(podSecurity === undefined ? {} : { podSecurity }) },
    async (namespace) => {
      await test(await endBoth(namespace, scenario));
    },
  );
}

async function endBoth(namespace: TestNamespace, scenario: Scenario): Promise<Outcome> {
  const end = scenario.end ?? ((pod: PodUnderTest) => pod.delete());
  const watched = namespace.pod('watched', podOptions(scenario));
  const plain = namespace.pod('plain', { ...podOptions(scenario), sidecar: null });
  const pods = [watched, plain];
  await Promise.all(pods.map((pod) => pod.create()));
  await Promise.all(pods.map((pod) => pod.ready()));
  const asked = await Promise.all(pods.map(end));
  const [seen, other] = await Promise.all(pods.map((pod, index) => pod.gone(asked[index] ?? 0)));
  if (seen === undefined || other === undefined) throw new Error('two pods, two ends');
  return { watched: seen, plain: other, pod: watched };
}

function podOptions({ programs, apps = [], sidecar = {}, ...rest }: Scenario): PodOptions {
  return {
    ...rest,
    sidecar,
    apps: programs.map((program, index) => ({
      name: index === 0 ? 'app' : `app-${index + 1}`,
      command: python(basename(program.path)),
      ...apps[index],
    })),
  };
}
