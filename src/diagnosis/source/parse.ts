/** What stands around a line of a source file. */
import type { SourceText } from '../../python/model/capture.ts';
import { blockOf, sourceFileOf } from './file.ts';
import type { SourcePlace } from './find-scope.ts';
import { findScope } from './find-scope.ts';
import { functionFactsOf, withFactsOf } from './function-facts.ts';
import { layersOf } from './layers.ts';
import { callsIn } from './read-calls.ts';
import type { FunctionFacts, Surroundings, WithFacts } from './surroundings.ts';
import { shownText } from './syntax/lines.ts';
import { locate } from './syntax/locate.ts';
import type { Scope } from './syntax/scopes.ts';
import type { Step } from './syntax/tree.ts';

/** For facts that no version changes; the flow of an exception is asked with the version of its own process. */
const ANY_MINOR = 15;

/**
 * null when the source has no text, or holds no function of that name which begins at that line and holds the line:
 * then the file is not what runs.
 */
export function surroundingsOf(source: SourceText, place: SourcePlace): Surroundings | null {
  const file = sourceFileOf(source);
  const scope = file === null ? null : findScope(file.scopes, place);
  if (file === null || scope === null) return null;
  const body = blockOf(file, scope);
  const way = locate(body, place.line);
  const innermost = way[way.length - 1];
  const span = innermost === undefined ? null : statementSpan(innermost, place.line);
  const options = { file, scope, block: body, minor: ANY_MINOR, stopsAtWaits: false };
  return {
    file: source.file,
    line: place.line,
    from: 'source',
    text: shownText(file.source.lines.text(place.line)),
    function: functionFactsOf(file, scope, ANY_MINOR),
    layers: layersOf(way, options),
    statement: innermost === undefined || span === null ? null : { text: innermost.statement.text, span },
    calls:
      span === null
        ? callsIn(file.source, scope.node, place.line, place.line)
        : callsIn(file.source, scope.node, span.fromLine, span.toLine),
    withHeader: headerOf(innermost),
    maybeInExit: endingAt(way, place.line),
    syntax: { file, scope, body, way },
    bytecode: null,
  };
}

/** The last of that name: it is what a name at module or class level stands for. */
export function functionNamed(source: SourceText, qualifiedName: string): FunctionFacts | null {
  const file = sourceFileOf(source);
  const scope = file?.scopes.findLast(
    (one) => one.qualifiedName === qualifiedName && (one.kind === 'function' || one.kind === 'lambda'),
  );
  return file === null || scope === undefined ? null : functionFactsOf(file, scope, ANY_MINOR);
}

/** The functions that have a line which the pattern fits, a nested one's left to itself. */
export function functionsMatching(source: SourceText, pattern: RegExp): FunctionFacts[] {
  const file = sourceFileOf(source);
  if (file === null || source.text === null) return [];
  const found = new Set<Scope>();
  for (const [index, text] of source.text.split(/\r?\n/).entries()) {
    if (!pattern.test(text)) continue;
    const line = index + 1;
    // Of two that hold the line the inner one comes later.
    const scope = file.scopes.findLast(
      (one) => one.kind === 'function' && line >= one.line && line <= one.toLine,
    );
    if (scope !== undefined) found.add(scope);
  }
  return [...found].map((scope) => functionFactsOf(file, scope, ANY_MINOR));
}

/** Names of the classes from which a class of the file is made, as written; empty where the file has no such class. */
export function classBases(source: SourceText, name: string): string[] {
  return sourceFileOf(source)?.names.scopes.get(name)?.bases ?? [];
}

/** A simple statement whole, of a compound one its header. */
function statementSpan({ statement, part }: Step, line: number) {
  if (statement.kind === 'simple') return statement.span;
  if (statement.kind === 'if') {
    const arm = statement.arms.find((one) => line >= one.line && line <= one.headerTo);
    if (arm !== undefined) return { fromLine: arm.line, toLine: arm.headerTo };
  }
  return part.part === 'header'
    ? { fromLine: statement.span.fromLine, toLine: statement.headerTo }
    : { fromLine: line, toLine: line };
}

function headerOf(step: Step | undefined): WithFacts | null {
  const statement = step?.statement;
  return statement?.kind === 'with' && statement.isAsync && step?.part.part === 'header'
    ? withFactsOf(statement)
    : null;
}

function endingAt(way: readonly Step[], line: number): WithFacts[] {
  return way.toReversed().flatMap(({ statement, part }) => {
    if (statement.kind !== 'with' || !statement.isAsync || part.part !== 'body') return [];
    const last = statement.body.statements[statement.body.statements.length - 1];
    const ends = last !== undefined && line >= last.span.fromLine && line <= last.span.toLine;
    return ends ? [withFactsOf(statement)] : [];
  });
}
