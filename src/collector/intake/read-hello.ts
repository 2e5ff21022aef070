/** What a pod says when it starts. */
import { isRecord } from '../../report/parse/record.ts';
import type { Pod } from '../../report/report.ts';
import type { Sender } from '../model/identity.ts';
import type { PodHello } from '../model/pod.ts';
import type { FindPod } from './owner.ts';
import { ownerOf } from './owner.ts';
import { malformed } from './receive-error.ts';
import { plain, shaped, word } from './shapes.ts';

const SCHEMA = 'straggler.pod/v1';
const MAX_CONTAINERS = 64;
const MAX_LIMITS = 32;
/** Of the sidecar; others would be new series for whoever likes to invent some. */
const PROFILES = new Set(['same-uid', 'ptrace', 'signals-only']);
const OTHER = '(other)';

/** Throws a ReceiveError, and nothing else. */
export function readHello(text: string, sender: Sender, findPod: FindPod): PodHello {
  const hello = recordOf(text);
  if (hello['schema'] !== SCHEMA) throw flaw(`the schema is not ${SCHEMA}`);
  const pod = podIn(hello['pod']);
  const owner = ownerOf(sender, pod, findPod);
  if (owner === null) throw flaw('it names no pod');
  const { readable } = hello;
  if (typeof readable !== 'boolean') throw flaw('readable is neither true nor false');
  const said = containersIn(hello['containers']);
  // Older sidecars do not say it, and one that sees no Python cannot.
  const containers =
    said.length > 0 ? said : (findPod(owner.podUid)?.containers ?? []).map(({ name }) => name);
  return {
    uid: owner.podUid,
    namespace: owner.namespace,
    name: owner.pod,
    node: owner.node,
    workload: owner.workload,
    containers,
    profile: profileOf(textIn(hello, 'profile')),
    mode: plain(textIn(hello, 'mode'), 32),
    version: plain(textIn(hello, 'version'), 64),
    readable,
    limits: limitsIn(hello['limits']),
  };
}

function recordOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw flaw('it is not JSON', cause);
  }
  if (isRecord(value)) return value;
  throw flaw('it is not an object');
}

function podIn(value: unknown): Pod | null {
  if (value === null || value === undefined) return null;
  if (!isRecord(value)) throw flaw('pod is not an object');
  const { node, workload, image } = value;
  return {
    namespace: textIn(value, 'namespace'),
    name: textIn(value, 'name'),
    uid: textIn(value, 'uid'),
    node: typeof node === 'string' ? node : null,
    workload: isRecord(workload) ? { kind: textIn(workload, 'kind'), name: textIn(workload, 'name') } : null,
    image: typeof image === 'string' ? image : null,
  };
}

function textIn(record: Record<string, unknown>, name: string): string {
  const value = record[name];
  if (typeof value === 'string') return value;
  throw flaw(`${name} is not a text`);
}

function containersIn(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_CONTAINERS) throw flaw('containers is not a short list');
  const names = value.filter((name: unknown) => typeof name === 'string');
  return [...new Set(names.map((name) => shaped('container', name)))];
}

function profileOf(profile: string): string {
  return PROFILES.has(profile) ? profile : OTHER;
}

function limitsIn(value: unknown): string[] {
  if (!Array.isArray(value)) throw flaw('limits is not a list');
  const codes = value.slice(0, MAX_LIMITS).map((limit: unknown) => {
    const code = isRecord(limit) && typeof limit['code'] === 'string' ? limit['code'] : '';
    return word(code) ?? OTHER;
  });
  return [...new Set(codes)];
}

function flaw(what: string, cause?: unknown) {
  const fix = `Post what a sidecar of Straggler posts (schema ${SCHEMA}).`;
  return malformed('not-a-hello', `The body is no hello of a pod: ${what}.`, { fix, cause });
}
