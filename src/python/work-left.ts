/**
 * What loops that are under way have before them: the rounds of a `for`, and the containers in a frame's sight, from which a
 * `while` may take one piece after the other. Between looks it tells a drain that goes on from one that is stuck.
 */
import type { TasksAgain } from './asyncio/raw-task.ts';
import type { RawFrame } from './frames/frames.ts';
import { hexId } from './hex-id.ts';
import type { WorkLeft } from './model/capture.ts';
import type { Pass } from './pass.ts';
import type { WalkedThread } from './threads/walk-threads.ts';

/** A service that is stopping has few; of one with more, what one of them does is not what holds it. */
const MAX_TASKS = 256;
const MAX_FRAMES = 64;
const MAX_CONTAINERS = 32;
/** Of a frame that runs, the depth of the stack is known to C alone: loops stand at its bottom. */
const LEAST_SLOTS = 3;
/** `PyStackRef_TagInt` (3.15): the index of a `for` over a list or tuple lies on the stack beside it. */
const INTEGER_TAG = 3;
const CONTAINERS: ReadonlySet<string> = new Set([
  'list',
  'dict',
  'set',
  'collections.deque',
  'collections.OrderedDict',
]);
/** Where queues keep their items: asyncio/queues.py, queue.py. */
const ITEMS = ['_queue', 'queue'] as const;
/** Of a longer queue the end is not looked for: it would take longer than the rest of a look. */
const MAX_ITEMS = 10_000;

type Found = Pick<WorkLeft, 'id' | 'left' | 'in'>;
type Content = { left: number; hasEndSign: boolean; hasConnections: boolean } | null;
/** By address: hundreds of workers may have one queue in sight. */
type Contents = Map<number, Content>;

export function readWorkLeft(pass: Pass, threads: readonly WalkedThread[], tasks: TasksAgain): WorkLeft[] {
  const all: WorkLeft[] = [];
  const contents: Contents = new Map();
  for (const { id, frames } of threads) {
    if (pass.outOfTime()) break;
    frames.slice(0, MAX_FRAMES).forEach((frame, index) => {
      for (const one of leftIn(pass, contents, frame, LEAST_SLOTS))
        all.push({ ...one, taskId: null, threadId: id, frameIndex: frames.length - 1 - index });
    });
  }
  let count = 0;
  for (const { address, frames } of tasks()) {
    if (count >= MAX_TASKS || pass.outOfTime()) break;
    count += 1;
    frames.forEach((frame, frameIndex) => {
      for (const one of leftIn(pass, contents, frame, 0))
        all.push({ ...one, taskId: hexId(address), threadId: null, frameIndex });
    });
  }
  return all;
}

function leftIn(pass: Pass, contents: Contents, frame: RawFrame, least: number): Found[] {
  if (frame.place.origin === 'python') return [];
  return [...rounds(pass, frame, least), ...containers(pass, contents, frame)];
}

function rounds({ frames, objects }: Pass, frame: RawFrame, least: number): Found[] {
  const found: Found[] = [];
  const stack = frames.storedStack(frame.address, least);
  stack.forEach(({ value }, index) => {
    const left = value === 0 ? null : (objects.left(value) ?? leftByIndex(value, stack[index + 1]?.stored));
    if (left !== null) found.push({ id: hexId(value), left, in: { kind: 'iterator' } });
  });
  return found;

  function leftByIndex(sequence: number, stored: number | undefined): number | null {
    if (stored === undefined || (stored & 3) !== INTEGER_TAG) return null;
    const length = objects.length(sequence);
    return length === null ? null : Math.max(0, length - Math.floor(stored / 4));
  }
}

/** Locals, and attributes of `self`, by the name that a loop's source has for them. */
function containers({ frames, objects }: Pass, contents: Contents, frame: RawFrame): Found[] {
  const found: Found[] = [];
  const add = (name: string, value: number) => {
    if (found.length >= MAX_CONTAINERS) return;
    let one = contents.get(value);
    if (one === undefined) {
      one = containerAt(objects, value);
      contents.set(value, one);
    }
    if (one !== null)
      found.push({ id: hexId(value), left: one.left, in: { kind: 'container', name, ...one } });
  };
  for (const [name, value] of frames.locals(frame.address)) {
    if (name !== 'self') add(name, value);
    else
      for (const [attribute, held] of objects.attributes(value, MAX_CONTAINERS))
        add(`self.${attribute}`, held);
  }
  return found;
}

function containerAt(objects: Pass['objects'], value: number): Content {
  if (CONTAINERS.has(objects.typeName(value))) {
    const left = objects.length(value);
    return left === null
      ? null
      : { left, hasEndSign: false, hasConnections: firstOf(objects, value).some(isConnection) };
  }
  if (!objects.typeLineage(value).some((name) => name === 'Queue' || name.endsWith('.Queue'))) return null;
  for (const name of ITEMS) {
    const items = objects.attribute(value, name);
    const left = items === 0 ? null : objects.length(items);
    if (left !== null)
      return {
        left,
        hasConnections: false,
        hasEndSign: left <= MAX_ITEMS && hasEndSign(objects, objects.items(items, MAX_ITEMS)),
      };
  }
  return null;
}

/** What a service keeps of its connections: asyncio/protocols.py, transports.py, streams.py, socket.py; uvloop's names are dotted. */
const CONNECTIONS = /(^|\.)(BaseProtocol|BaseTransport|UVBaseTransport|StreamWriter|socket)$/;
/** Connections are alike: the first few tell of all. */
const FEW = 4;

function firstOf(objects: Pass['objects'], container: number): string[][] {
  const items = [
    ...objects.items(container, FEW),
    ...objects.members(container, FEW),
    ...objects.entries(container, FEW).flat(),
  ];
  return items.map((item) => objects.typeLineage(item));
}

function isConnection(lineage: readonly string[]): boolean {
  return lineage.some((name) => CONNECTIONS.test(name));
}

/** The last item is None, or of another type than the first: `END = object()`. */
function hasEndSign(objects: Pass['objects'], items: readonly number[]): boolean {
  const last = items.at(-1);
  const [first] = items;
  if (last === undefined || first === undefined) return false;
  return objects.isNone(last) || (items.length > 1 && objects.typeOf(first) !== objects.typeOf(last));
}
