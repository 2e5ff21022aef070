/** What a path says of whose code it is, and how it is written for people and for fingerprints. */

const INSTALLED = /^.*\/(?:site|dist)-packages\//;
const STANDARD_LIBRARY = /^.*\/lib(?:64)?\/python\d+(?:\.\d+)?t?\//;
const FINGERPRINT_PARTS = 3;

/** Neither an installed package's nor the standard library's, nor a module frozen into the interpreter (`<string>` is the user's: `python -c`). */
export function isUserFile(file: string): boolean {
  return !(INSTALLED.test(file) || STANDARD_LIBRARY.test(file) || file.startsWith('<frozen '));
}

/** For people: relative to the target's working folder, or below site-packages or the standard library. */
export function shortPath(file: string, workingFolder: string | null): string {
  const below = belowFolder(file, workingFolder);
  if (below !== null) return below;
  return file.replace(INSTALLED, '').replace(STANDARD_LIBRARY, '');
}

/**
 * For a fingerprint: the same for every pod and release that holds the same code. Below site-packages or the standard
 * library, else below the working folder; then the last three parts, without folders that name a release.
 */
export function stablePath(file: string, workingFolder: string | null): string {
  const relative = shortPath(file, isUserFile(file) ? workingFolder : null);
  const parts = relative
    .split('/')
    .filter((part) => part !== '' && part !== '.' && !isReleaseName(part))
    .map((part) => part.replace(/[-_]v?\d+(?:\.\d+)+(?=$|\/)/, ''));
  return parts.slice(-FINGERPRINT_PARTS).join('/');
}

/** `1.4.2`, `v12`, `20261122T1200`, a commit's hash. */
function isReleaseName(part: string): boolean {
  return /^v?\d[\d._\-T]*$/.test(part) || /^(?=.*\d)[0-9a-f]{7,64}$/.test(part);
}

function belowFolder(file: string, folder: string | null): string | null {
  if (folder === null || folder === '/' || folder === '') return null;
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return file.startsWith(prefix) ? file.slice(prefix.length) : null;
}
