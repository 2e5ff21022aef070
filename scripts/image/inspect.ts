/** What an image holds, read from its archive (as `docker save` or `buildah push docker-archive:` write it), and what is wrong with it. */
import { execFileSync } from 'node:child_process';

const LIMIT_BYTES = 250_000_000;
const LISTING_LIMIT_BYTES = 64 << 20;
const TAR_TIMEOUT_MS = 120_000;

interface ImageFile {
  path: string;
  /** As `ls -l` shows it: `-rwxr-xr-x`. */
  mode: string;
  bytes: number;
}

export interface Image {
  config: { User?: string; Entrypoint?: string[]; Labels?: Record<string, string> };
  files: ImageFile[];
}

export function readImage(archive: string): Image {
  const [manifest] = JSON.parse(tar(['-xOf', archive, 'manifest.json'])) as [
    { Config: string; Layers: string[] },
  ];
  const { config } = JSON.parse(tar(['-xOf', archive, manifest.Config])) as Pick<Image, 'config'>;
  return { config, files: manifest.Layers.flatMap((layer) => filesOf(archive, layer)) };
}

export function unpackedBytes({ files }: Image): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A sentence for everything that the image promises and does not keep. */
export function faultsOf(image: Image): string[] {
  const paths = new Map(image.files.map((file) => [file.path, file]));
  const bytes = unpackedBytes(image);
  return [
    ...(bytes > LIMIT_BYTES ? [`it is ${megabytes(bytes)} unpacked, over ${megabytes(LIMIT_BYTES)}`] : []),
    ...(image.config.User === '1000:1000'
      ? []
      : [`its user is ${image.config.User || 'root'}, not 1000:1000`]),
    ...NEEDED.filter((path) => !paths.has(path)).map((path) => `it lacks ${path}`),
    ...(image.files.some(isCompiledCode) ? [] : ['it lacks the compiled code of the bundle']),
    ...image.files
      .filter(({ path }) => UNWANTED.test(path))
      .map(({ path }) => `${path} has no business in it`),
    ...image.files
      .filter(({ mode }) => /s/i.test(mode.slice(1)))
      .map(({ path }) => `${path} changes its user`),
  ];
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

const NEEDED = [
  'usr/local/bin/node',
  'usr/local/bin/py-spy',
  'usr/bin/env',
  'usr/bin/sleep',
  'opt/straggler/straggler.js',
  'opt/straggler/docs/alerts.md',
  'opt/straggler/docs/causes/unknown.md',
  'opt/straggler/LICENSE',
  'opt/straggler/THIRD-PARTY-NOTICES.txt',
  'opt/straggler/sbom.cdx.json',
];

/** Shells, package managers, sources. */
const UNWANTED = /(^|\/)((ba|da|a)?sh|busybox|apt|apk|dpkg|npm|pip3?)$|\.ts$|(^|\/)node_modules\//;

function isCompiledCode({ path }: ImageFile): boolean {
  return path.startsWith('opt/straggler/.cache/bundle-');
}

function filesOf(archive: string, layer: string): ImageFile[] {
  const listing = execFileSync('tar', ['-tvf', '-'], {
    input: execFileSync('tar', ['-xOf', archive, layer], { timeout: TAR_TIMEOUT_MS, maxBuffer: 1 << 30 }),
    encoding: 'utf8',
    timeout: TAR_TIMEOUT_MS,
    maxBuffer: LISTING_LIMIT_BYTES,
  });
  return listing.split('\n').flatMap((line) => {
    const [, mode, bytes, path] = /^(\S+) +\S+ +(\d+) \S+ \S+ (.+)$/.exec(line) ?? [];
    if (mode === undefined || path === undefined || mode.startsWith('d')) return [];
    return { path: path.replace(/^\.?\//, '').replace(/ -> .*/, ''), mode, bytes: Number(bytes) };
  });
}

function tar(words: string[]): string {
  return execFileSync('tar', words, { encoding: 'utf8', timeout: TAR_TIMEOUT_MS });
}
