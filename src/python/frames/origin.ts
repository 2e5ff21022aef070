/** Whose code a file holds, from its path alone. */
import type { CodeOrigin } from '../model/frame.ts';

export interface FileOrigin {
  origin: CodeOrigin;
  /** `aiohttp` for a library, `asyncio` for the standard library, null for the service's own code. */
  package: string | null;
}

const PACKAGES = /\/(?:site|dist)-packages\//g;
/** Frames that the interpreter puts on a stack for itself (`_Py_MakeShimCode`, Objects/codeobject.c, from 3.12 on). */
const SHIM = /^<(?:interpreter trampoline|shim)>$/;
/** `<frozen importlib._bootstrap>`, `<frozen runpy>`. */
const FROZEN = /^<frozen ([\w.]+)>$/;
/**
 * Code that a library has made at run time carries a made-up name: `<attrs generated init app.Job>`, `<decorator-gen-7>`,
 * `<__array_function__ internals>`, sanic's `connection_task` (sanic/touchup/service.py compiles it so). Other names in
 * brackets are those of the service's own plugins and rules, which it compiles by itself. Where a frame of such code is seen,
 * its module tells more (`learnOrigin`).
 */
const MADE_UP =
  /^(?:<.*(?:generated|-gen-|internals|template|lambdif|eval_with_key|unknown|fstring|frozen).*>|[^/.<]+)$/;
/** Where the standard library lies when the process does not tell. Its zip file counts too. */
const USUAL_LIBRARY = /^\/.*\/lib(?:64)?\/python3(?:\.\d+t?|\d+\.zip)\//;

/**
 * `libraryPath`: folder of the standard library, or null when unknown. `installed`: the package of a file that lies elsewhere
 * than in site-packages, null for the service's own.
 */
export function originOf(
  file: string,
  libraryPath: string | null,
  installed: (file: string) => string | null = () => null,
): FileOrigin {
  const inPackages = afterLastMatch(file, PACKAGES);
  if (inPackages !== null) return { origin: 'library', package: topLevel(inPackages) };
  if (SHIM.test(file)) return { origin: 'python', package: null };
  const frozen = FROZEN.exec(file)?.[1];
  if (frozen !== undefined) return { origin: 'python', package: frozen.split('.')[0] ?? null };
  const inLibrary = withoutLibrary(file, libraryPath);
  if (inLibrary !== null) return { origin: 'python', package: topLevel(inLibrary) };
  if (MADE_UP.test(file)) return { origin: 'library', package: null };
  const name = installed(file);
  return { origin: name === null ? 'user' : 'library', package: name };
}

function withoutLibrary(file: string, libraryPath: string | null): string | null {
  if (libraryPath !== null) {
    return file.startsWith(`${libraryPath}/`) ? file.slice(libraryPath.length + 1) : null;
  }
  const prefix = USUAL_LIBRARY.exec(file)?.[0];
  return prefix === undefined ? null : file.slice(prefix.length);
}

function afterLastMatch(file: string, pattern: RegExp): string | null {
  const last = [...file.matchAll(pattern)].at(-1);
  return last === undefined ? null : file.slice(last.index + last[0].length);
}

function topLevel(path: string): string | null {
  const name = path.split('/')[0] ?? '';
  return name.replace(/\.(?:py|so|pyc|zip)$/, '') || null;
}
