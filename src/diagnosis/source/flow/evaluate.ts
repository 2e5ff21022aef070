/** The truth of a condition, as far as names set on the path, constants and the exception in hand tell it. */
import type { Expression } from '../syntax/expression.ts';
import { dottedName, lastName } from '../syntax/expression.ts';
import type { Answer } from './exceptions.ts';
import { catches, caughtNames } from './exceptions.ts';
import type { Env, Machine, Path, Value } from './state.ts';

export function truth(expression: Expression, path: Path, machine: Machine): Answer {
  switch (expression.kind) {
    case 'not':
      return negated(truth(expression.operand, path, machine));
    case 'and':
      return both(truth(expression.left, path, machine), truth(expression.right, path, machine));
    case 'or':
      return negated(
        both(negated(truth(expression.left, path, machine)), negated(truth(expression.right, path, machine))),
      );
    case 'compare':
      return compared(expression, path, machine);
    case 'tuple':
      return expression.items.some((one) => one.kind === 'starred')
        ? 'maybe'
        : toAnswer(expression.items.length > 0);
    case 'call': {
      const answer = calledTruth(expression, path, machine);
      if (answer !== null) return answer;
      break;
    }
    default:
      break;
  }
  const value = knownValue(expression, path, machine);
  if (value === null) return 'maybe';
  return value.kind === 'constant' ? toAnswer(Boolean(value.value)) : 'yes';
}

function toAnswer(value: boolean): Answer {
  return value ? 'yes' : 'no';
}

function negated(answer: Answer): Answer {
  if (answer === 'maybe') return 'maybe';
  return answer === 'yes' ? 'no' : 'yes';
}

function both(one: Answer, other: Answer): Answer {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' && other === 'yes' ? 'yes' : 'maybe';
}

/** null when nothing is known. */
export function knownValue(expression: Expression, path: Path, machine: Machine): Value | null {
  switch (expression.kind) {
    case 'constant':
      return expression;
    case 'bind':
      return knownValue(expression.value, path, machine);
    case 'not':
    case 'compare': {
      const answer = truth(expression, path, machine);
      return answer === 'maybe' ? null : { kind: 'constant', value: answer === 'yes' };
    }
    case 'call':
      return calledValue(expression, path, machine);
    case 'name':
    case 'member': {
      if (expression.kind === 'member' && expression.name === '__class__') {
        const object = knownValue(expression.object, path, machine);
        return object?.kind === 'exception' ? { kind: 'exception-class', thrown: object.thrown } : null;
      }
      return namedValue(dottedName(expression), path.env, machine);
    }
    default:
      return null;
  }
}

function namedValue(name: string | null, env: Env, machine: Machine): Value | null {
  if (name === null) return null;
  const known = env.get(name);
  if (known !== undefined) return known;
  const once = machine.locals.get(name);
  return once?.kind === 'constant' ? once : null;
}

type Call = Expression & { kind: 'call' };

function calledValue(call: Call, path: Path, machine: Machine): Value | null {
  const callee = dottedName(call.callee);
  const [first] = call.positional;
  if (callee === 'type' && first !== undefined && call.positional.length === 1) {
    const object = knownValue(first, path, machine);
    return object?.kind === 'exception' ? { kind: 'exception-class', thrown: object.thrown } : null;
  }
  // `error.with_traceback(None)` is the same exception.
  if (call.callee.kind === 'member' && call.callee.name === 'with_traceback')
    return knownValue(call.callee.object, path, machine);
  if (callee === 'bool' && first !== undefined) {
    const answer = truth(first, path, machine);
    return answer === 'maybe' ? null : { kind: 'constant', value: answer === 'yes' };
  }
  // Task.cancelling() counts the requests that were not taken back (3.11+): at least the one in flight.
  if (lastName(call.callee) === 'cancelling' && machine.minor >= 11 && path.handling.length > 0)
    return { kind: 'constant', value: 1 };
  return callee === null || call.positional.length > 0 ? null : (path.env.get(`${callee}()`) ?? null);
}

function calledTruth(call: Call, path: Path, machine: Machine): Answer | null {
  const callee = dottedName(call.callee);
  const [object, type] = call.positional;
  if ((callee !== 'isinstance' && callee !== 'issubclass') || object === undefined || type === undefined)
    return null;
  const value = knownValue(object, path, machine);
  if (value === null) return 'maybe';
  if (value.kind === 'constant') return 'no';
  return catches(value.thrown, caughtNames(type, machine), machine);
}

function compared(expression: Expression & { kind: 'compare' }, path: Path, machine: Machine): Answer {
  const { operator } = expression;
  if (operator === 'is not' || operator === '!=' || operator === 'not in')
    return negated(compared({ ...expression, operator: OPPOSITE[operator] as string }, path, machine));
  const left = knownValue(expression.left, path, machine);
  if (left !== null && left.kind !== 'constant') {
    if (operator === 'in' || operator === 'is' || operator === '==')
      return comparedClass(left, expression.right, path, machine);
    return 'maybe';
  }
  const right = knownValue(expression.right, path, machine);
  if (left === null || right === null) return 'maybe';
  if (right.kind !== 'constant') return operator === 'is' || operator === '==' ? 'no' : 'maybe';
  return comparedConstants(operator, left.value, right.value);
}

const OPPOSITE: Readonly<Record<string, string>> = { 'is not': 'is', '!=': '==', 'not in': 'in' };

/** `exc_type is CancelledError`, `type(error) in (A, B)`, `error is None`. */
function comparedClass(left: Value, right: Expression, path: Path, machine: Machine): Answer {
  const value = knownValue(right, path, machine);
  if (value?.kind === 'constant') return 'no';
  if (left.kind === 'exception')
    return value?.kind === 'exception' && value.thrown === left.thrown ? 'yes' : 'maybe';
  if (left.kind !== 'exception-class') return 'maybe';
  const names = caughtNames(right, machine);
  const [only] = left.thrown.names;
  if (only !== undefined && left.thrown.names.length === 1 && names.includes(only)) return 'yes';
  return names.some(
    (name) => name === '?' || left.thrown.names.length === 0 || left.thrown.names.includes(name),
  )
    ? 'maybe'
    : 'no';
}

type Constant = boolean | number | string | null;

function comparedConstants(operator: string, left: Constant, right: Constant): Answer {
  if (operator === 'is' || operator === '==') {
    const same = operator === '==' ? asNumber(left) === asNumber(right) : left === right;
    return toAnswer(same);
  }
  if (typeof left !== 'number' || typeof right !== 'number') return 'maybe';
  switch (operator) {
    case '<':
      return toAnswer(left < right);
    case '<=':
      return toAnswer(left <= right);
    case '>':
      return toAnswer(left > right);
    case '>=':
      return toAnswer(left >= right);
    default:
      return 'maybe';
  }
}

/** In Python, True == 1. */
function asNumber(value: Constant): Constant {
  return typeof value === 'boolean' ? Number(value) : value;
}
