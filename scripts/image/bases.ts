/** The images that others are made of where there is no registry, and the tool that makes them. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Base {
  name: string;
  packages: string[];
}

export const DEBIAN_BASE: Base = {
  name: 'localhost/straggler-base:bookworm',
  packages: ['binutils', 'ca-certificates', 'libatomic1'],
};
/** With pip, which brings py-spy; the tests on a cluster run their programs in it. */
export const PYTHON_BASE: Base = {
  name: 'localhost/straggler-base-python:bookworm',
  packages: ['ca-certificates', 'python3', 'python3-pip'],
};

/** Words for the builder: it prints the path of the image's archive. */
export function baseImage({ name, packages }: Base): string[] {
  return ['base-image', name, `--include=${packages.join(',')}`];
}

/** STRAGGLER_DEV_CLUSTER, or the one beside the checkout. */
export function builderPath(): { path: string; isThere: boolean } {
  const beside = resolve(import.meta.dirname, '../../../shared/dev-cluster/dev-cluster');
  const path = process.env['STRAGGLER_DEV_CLUSTER'] ?? beside;
  return { path, isThere: existsSync(path) };
}
