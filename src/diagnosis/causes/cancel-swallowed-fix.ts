/** What to change in a construct that has swallowed a cancellation. */
import type { TaskState } from '../../python/model/capture.ts';
import type { Swallower } from '../cancellation/swallow-search.ts';
import type { Situation } from '../situation.ts';
import type { ExceptHandler, FunctionFacts } from '../source/surroundings.ts';
import type { Construct } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';

export function swallowFix(situation: Situation, task: TaskState, swallower: Swallower): string {
  const { construct } = swallower;
  switch (construct.kind) {
    case 'except':
      return fixForClause(situation, task, swallower);
    case 'suppress':
      if (awaitsByName(situation, swallower)) return AWAITED_FIX;
      return 'Do not suppress CancelledError around an await of the loop; suppress it only around the await of a task that you cancelled yourself.';
    case 'finally':
      return 'Take `return`, `break` and `continue` out of the finally block: each of them throws the CancelledError away.';
    case 'gather':
      return 'With return_exceptions=True a cancelled child looks like a result: look for CancelledError in the results and stop the loop, or use asyncio.TaskGroup.';
    case 'with':
      return fixForManager(situation, swallower);
    default:
      return 'Let CancelledError pass, so that the task ends when it is asked to.';
  }
}

function fixForClause(situation: Situation, task: TaskState, { construct, place }: Swallower): string {
  // A `try` has clauses of one kind only (PEP 654).
  if (/^except\s*\*/.test(construct.text))
    return 'Let it pass: name what you expect (`except* OSError:`, or `except* Exception:`), which leaves a cancellation alone.';
  if (situation.minor >= 8 && !/Cancelled/.test(construct.text))
    return 'Let it pass: put `except asyncio.CancelledError: raise` before this clause, or write `except Exception:` instead.';
  if (task.wait?.on.kind === 'shield')
    return 'Bound the shielded work, `await asyncio.wait_for(asyncio.shield(job), seconds)`, cancel the job when the time is over, and let the cancellation pass then.';
  const handler = handlerAt(situation, place, construct);
  const exit = handler?.exit;
  const isForeign = situation.minor >= 11 && FOREIGN.has(task.wait?.on.kind ?? '');
  const own = isForeign
    ? ' Where it may be the cancellation of what is awaited, `asyncio.current_task().cancelling()` tells: above 0 the task itself is meant.'
    : '';
  if (exit?.raisesOther != null)
    return `Let it pass: raise the CancelledError itself (\`raise\`) instead of another exception, which the code around takes for an error like any other.${own}`;
  if (exit?.reraises === true)
    return `Let it pass on every way: the handler's \`raise\` depends on a condition, which did not hold.${own}`;
  if (awaitsByName(situation, { place })) return AWAITED_FIX;
  // The errors beside it are to be kept.
  if ((handler?.types.length ?? 0) > 1)
    return `Let it pass: put \`except asyncio.CancelledError: raise\` before this clause, or take CancelledError out of it.${own}`;
  return `Let it pass: end the handler with \`raise\` (after the cleanup), so that the loop ends with the task.${own}`;
}

/** `task.cancel()`, and then `await task` in a `try`: a cancellation of its own that comes meanwhile looks the same. */
function awaitsByName(situation: Situation, { place }: Pick<Swallower, 'place'>): boolean {
  const text = situation.sourceLine(place.file, place.line);
  return text !== null && /\bawait\s+[\w.]+\s*(#.*)?$/.test(text);
}

const AWAITED_FIX =
  'Tell its own cancellation from that of what it awaits: wait with `await asyncio.wait({task})`, which raises only its own, or raise again where `asyncio.current_task().cancelling()` is above 0 (from 3.11).';

/** Waits that may end with a CancelledError which somebody else asked for. */
const FOREIGN: ReadonlySet<string> = new Set(['task', 'tasks', 'future']);

function handlerAt(
  situation: Situation,
  place: Swallower['place'],
  { line }: Construct,
): ExceptHandler | undefined {
  const tries = situation.surroundings(place)?.function?.tries ?? [];
  return tries.flatMap(({ handlers }) => handlers).find((one) => one.line === line);
}

/** `for attempt in retry_context(…):` and in it `with attempt:`; the loop's header. */
function givenBy(situation: Situation, place: Swallower['place'], text: string): string | null {
  const name = /\bwith\s+(\w+)\s*(?:as\b.*)?:/.exec(text)?.[1];
  if (name === undefined) return null;
  const gives = new RegExp(`\\bfor\\s+${name}\\s+in\\b`);
  const loops = situation.surroundings(place)?.layers.filter((layer) => layer.kind === 'loop') ?? [];
  return loops.find((layer) => gives.test(layer.text))?.text.replace(/:$/, '') ?? null;
}

/** `self.span` may be of a base class, and `self.db.transaction` of any. */
function managerNamed(situation: Situation, file: string, callee: string): FunctionFacts | null {
  const method = /\.(\w+)$/.exec(callee)?.[1];
  if (method === undefined) return situation.functionNamed(file, callee);
  const found = situation.functionsMatching(file, new RegExp(`\\bdef ${method}\\(`));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A manager may be a generator, whose own except decides, or a stack of others. */
function fixForManager(situation: Situation, { construct: { text, file }, place }: Swallower): string {
  const given = givenBy(situation, place, text);
  if (given !== null)
    return `Look which exceptions \`${given}\` is told to try again upon: BaseException takes CancelledError along, and so does a predicate that says yes to everything.`;
  const callee = /\bwith\s+(?:await\s+)?([\w.]+)\(/.exec(text)?.[1] ?? '';
  const manager = managerNamed(situation, file, callee);
  if (manager !== null)
    return `Let CancelledError out of ${manager.qualifiedName} (${placeLabel({ file, line: manager.line })}): end what catches it around the \`yield\` there with \`raise\`, or catch \`Exception\` only.`;
  if (/(^|\.)(Async)?ExitStack$/.test(callee))
    return 'Put nothing on the stack that swallows CancelledError: no suppress() of it, and no exit that returns a true value for it.';
  return 'Let its exit leave CancelledError alone: a true value of __aexit__/__exit__ swallows it, and another exception takes its place. A generator of contextlib must not keep it around its `yield`.';
}
