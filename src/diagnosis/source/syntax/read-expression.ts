/** Expressions of the parse tree, with the precedence of `not` mended (@lezer/python lets it reach over `and` and `or`). */
import type { SyntaxNode } from '@lezer/common';
import type { Expression, Keyword } from './expression.ts';
import { OTHER } from './expression.ts';

/** Deeper nesting than this decides nothing that a person would have written. */
const DEEPEST = 100;

export function readExpression(node: SyntaxNode | null, text: string, depth = 0): Expression {
  if (node === null || depth > DEEPEST) return OTHER;
  const next = (child: SyntaxNode | null) => readExpression(child, text, depth + 1);
  switch (node.name) {
    case 'VariableName':
      return { kind: 'name', name: text.slice(node.from, node.to) };
    case 'Boolean':
      return { kind: 'constant', value: text.slice(node.from, node.to) === 'True' };
    case 'None':
      return { kind: 'constant', value: null };
    case 'Number':
      return numberOf(text.slice(node.from, node.to));
    case 'String':
      return stringOf(text.slice(node.from, node.to));
    case 'ParenthesizedExpression':
      return next(contentOf(node));
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression':
      return { kind: 'tuple', items: itemsOf(node, text, depth + 1) };
    case 'MemberExpression':
      return memberOf(node, text, depth + 1);
    case 'CallExpression':
      return callOf(node, text, depth + 1);
    case 'AwaitExpression':
      return { kind: 'await', value: next(node.lastChild) };
    case 'NamedExpression':
      return node.firstChild === null
        ? OTHER
        : {
            kind: 'bind',
            name: text.slice(node.firstChild.from, node.firstChild.to),
            value: next(node.lastChild),
          };
    case 'ConditionalExpression':
      return choiceOf(node, next);
    case 'BinaryExpression':
    case 'UnaryExpression':
      return readOperators(flatten(node, text, depth + 1));
    default:
      return OTHER;
  }
}

/** The expressions between commas, from `first` on until a node that is none. */
export function readList(first: SyntaxNode | null, text: string): Expression[] {
  const items: Expression[] = [];
  for (let node = first; node !== null; node = node.nextSibling) {
    if (node.name === ',' || node.name === '(' || node.name === ')') continue;
    if (!isExpression(node)) break;
    items.push(readExpression(node, text));
  }
  return items;
}

/** Expressions have names in capitals, keywords and punctuation have not; error nodes and bodies are none. */
export function isExpression(node: SyntaxNode): boolean {
  return /^[A-Z]/.test(node.name) && node.name !== 'Body' && !node.type.isError;
}

function contentOf(node: SyntaxNode): SyntaxNode | null {
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (isExpression(child)) return child;
  return null;
}

function numberOf(written: string): Expression {
  const value = Number(written.replaceAll('_', ''));
  return Number.isNaN(value) ? OTHER : { kind: 'constant', value };
}

function stringOf(written: string): Expression {
  const match = /^(['"])([^'"\\]*)\1$/.exec(written);
  return match?.[2] === undefined ? OTHER : { kind: 'constant', value: match[2] };
}

function itemsOf(node: SyntaxNode, text: string, depth: number): Expression[] {
  const items: Expression[] = [];
  let starred = false;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === '*') starred = true;
    if (!isExpression(child)) continue;
    const value = readExpression(child, text, depth);
    items.push(starred ? { kind: 'starred', value } : value);
    starred = false;
  }
  return items;
}

function memberOf(node: SyntaxNode, text: string, depth: number): Expression {
  const property = node.lastChild;
  if (node.firstChild === null || property?.name !== 'PropertyName') return OTHER;
  return {
    kind: 'member',
    object: readExpression(node.firstChild, text, depth),
    name: text.slice(property.from, property.to),
  };
}

function callOf(node: SyntaxNode, text: string, depth: number): Expression {
  const positional: Expression[] = [];
  const keywords: Keyword[] = [];
  const list = node.getChild('ArgList');
  for (let child = list?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (child.name === '*' || child.name === '**') {
      child = child.nextSibling ?? child;
      positional.push({ kind: 'starred', value: readExpression(child, text, depth) });
    } else if (child.name === 'VariableName' && child.nextSibling?.name === 'AssignOp') {
      const value = child.nextSibling.nextSibling;
      keywords.push({ name: text.slice(child.from, child.to), value: readExpression(value, text, depth) });
      if (value !== null) child = value;
    } else if (isExpression(child)) {
      positional.push(readExpression(child, text, depth));
    }
  }
  return { kind: 'call', callee: readExpression(node.firstChild, text, depth), positional, keywords };
}

function choiceOf(node: SyntaxNode, next: (child: SyntaxNode | null) => Expression): Expression {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (isExpression(child)) parts.push(child);
  const [whenTrue, test, whenFalse] = parts;
  if (whenTrue === undefined || test === undefined || whenFalse === undefined) return OTHER;
  return { kind: 'choice', test: next(test), whenTrue: next(whenTrue), whenFalse: next(whenFalse) };
}

type Token = { operator: string } | { operand: Expression };

const WORD_OPERATORS = new Set(['and', 'or', 'not', 'in', 'is']);

function flatten(node: SyntaxNode, text: string, depth: number): Token[] {
  const isChain = node.name === 'BinaryExpression' || node.firstChild?.name === 'not';
  if (!isChain || isArithmetic(node) || depth > DEEPEST) return [{ operand: leafOf(node, text, depth) }];
  const tokens: Token[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (WORD_OPERATORS.has(child.name)) tokens.push({ operator: child.name });
    else if (child.name === 'CompareOp') tokens.push({ operator: text.slice(child.from, child.to) });
    else if (isExpression(child)) tokens.push(...flatten(child, text, depth + 1));
  }
  return tokens;
}

function isArithmetic(node: SyntaxNode): boolean {
  return node.getChild('ArithOp') !== null || node.getChild('BitOp') !== null;
}

function leafOf(node: SyntaxNode, text: string, depth: number): Expression {
  if (node.name !== 'UnaryExpression' && node.name !== 'BinaryExpression')
    return readExpression(node, text, depth + 1);
  const [sign, operand] = [node.firstChild, node.lastChild];
  if (node.name === 'UnaryExpression' && sign !== null && text[sign.from] === '-') {
    const value = readExpression(operand, text, depth + 1);
    if (value.kind === 'constant' && typeof value.value === 'number')
      return { kind: 'constant', value: -value.value };
  }
  return OTHER;
}

/** or < and < not < comparison (Python reference, 6.17). */
function readOperators(tokens: readonly Token[]): Expression {
  let at = 0;
  const operatorAt = (index: number) => {
    const token = tokens[index];
    return token !== undefined && 'operator' in token ? token.operator : null;
  };
  const readOr = (): Expression => {
    let left = readAnd();
    while (operatorAt(at) === 'or') {
      at += 1;
      left = { kind: 'or', left, right: readAnd() };
    }
    return left;
  };
  const readAnd = (): Expression => {
    let left = readNot();
    while (operatorAt(at) === 'and') {
      at += 1;
      left = { kind: 'and', left, right: readNot() };
    }
    return left;
  };
  const readNot = (): Expression => {
    if (operatorAt(at) !== 'not') return readComparison();
    at += 1;
    return { kind: 'not', operand: readNot() };
  };
  const readComparison = (): Expression => {
    let left = readOperand();
    let count = 0;
    for (
      let operator = operatorAt(at);
      operator !== null && operator !== 'and' && operator !== 'or';
      operator = operatorAt(at)
    ) {
      at += 1;
      const second = operatorAt(at);
      const joined = (operator === 'not' && second === 'in') || (operator === 'is' && second === 'not');
      if (joined) at += 1;
      left = {
        kind: 'compare',
        operator: joined ? `${operator} ${second}` : operator,
        left,
        right: readOperand(),
      };
      count += 1;
    }
    return count > 1 ? OTHER : left;
  };
  const readOperand = (): Expression => {
    const token = tokens[at];
    at += 1;
    return token !== undefined && 'operand' in token ? token.operand : OTHER;
  };
  const result = readOr();
  return at === tokens.length ? result : OTHER;
}
