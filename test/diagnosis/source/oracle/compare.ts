/** Compares what real Pythons did with what the analysis says they do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { surroundingsOfCode } from '../../../../src/diagnosis/source/bytecode.ts';
import { cancellationFlow } from '../../../../src/diagnosis/source/cancellation-flow.ts';
import { flowThroughChain } from '../../../../src/diagnosis/source/chain.ts';
import { cleanupRegion } from '../../../../src/diagnosis/source/cleanup.ts';
import { sourceFileOf } from '../../../../src/diagnosis/source/file.ts';
import type { FlowStep } from '../../../../src/diagnosis/source/flow-step.ts';
import { surroundingsOf } from '../../../../src/diagnosis/source/parse.ts';
import type { Surroundings } from '../../../../src/diagnosis/source/surroundings.ts';
import type { CodeFacts } from '../../../../src/python/model/frame.ts';
import type { TestPython } from '../../../support/pythons.ts';
import { Generator, PREAMBLE } from './generate.ts';
import { randomFrom } from './random.ts';

interface Fact {
  name: string;
  /** Outermost first: name, line, instruction. */
  frames: [string, number, number][];
  landed: number;
  /** `f_lasti` there. */
  instruction: number;
  /** `waits`, `returns`, `endless`, `raises CancelledError`. */
  end: string;
  line: number;
  seed: number;
}

export interface Comparison {
  facts: number;
  /** The analysis was certain. */
  certain: number;
  certainWrong: string[];
  /** What happened is not among the outcomes that it allows. */
  unforeseen: string[];
  /** The likeliest outcome is what happened. */
  mainRight: number;
}

/** `from`: what the analysis may read. */
export function compareWithPython(
  python: TestPython,
  seed: number,
  count: number,
  from: 'source' | 'bytecode' = 'source',
): Comparison {
  const random = randomFrom(seed);
  const generator = new Generator(random, python.minor);
  let text = PREAMBLE;
  for (let index = 0; index < count; index += 1)
    text += `\n\n${generator.coroutine(`job${String(index).padStart(4, '0')}`)}`;
  return inFolder(python, text, (facts, source, file) => {
    const codes = from === 'source' ? null : codesOf(python, file);
    return compare(facts, source, python.minor, codes);
  });
}

function inFolder(
  python: TestPython,
  text: string,
  use: (facts: Fact[], source: { file: string; text: string }, file: string) => Comparison,
): Comparison {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-oracle-'));
  try {
    const file = join(folder, 'jobs.py');
    writeFileSync(file, text);
    const answer = execFileSync(python.path, [resolve(import.meta.dirname, 'harness.py'), file], {
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const facts = answer.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Fact]));
    return use(facts, { file, text }, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function codesOf(python: TestPython, file: string): Map<string, CodeFacts> {
  const script = resolve(import.meta.dirname, 'code_facts.py');
  const answer = execFileSync(python.path, ['-W', 'ignore', script, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const codes = new Map<string, CodeFacts>();
  for (const line of answer.split('\n').filter((one) => one !== '')) {
    const { name, bytecode, exceptionTable, ...facts } = JSON.parse(line);
    codes.set(name, {
      ...facts,
      bytecode: Buffer.from(bytecode, 'hex'),
      exceptionTable: Buffer.from(exceptionTable, 'hex'),
    });
  }
  return codes;
}

function surroundings(
  source: { file: string; text: string },
  fact: Fact,
  firstLine: number,
  codes: Map<string, CodeFacts> | null,
): Surroundings | null {
  if (codes === null) return surroundingsOf(source, { line: fact.landed, name: fact.name, firstLine });
  const code = codes.get(fact.name);
  return code === undefined
    ? null
    : surroundingsOfCode(code, {
        function: fact.name,
        name: fact.name,
        file: source.file,
        line: fact.landed,
        firstLine,
        origin: 'user',
        codeId: code.codeId,
        instruction: fact.instruction,
        package: null,
        kind: 'coroutine',
      });
}

function compare(
  facts: readonly Fact[],
  source: { file: string; text: string },
  minor: number,
  codes: Map<string, CodeFacts> | null,
): Comparison {
  const result: Comparison = { facts: 0, certain: 0, certainWrong: [], unforeseen: [], mainRight: 0 };
  const scopes = new Map(sourceFileOf(source)?.scopes.map((scope) => [scope.name, scope]));
  for (const fact of facts) {
    const scope = scopes.get(fact.name);
    if (scope === undefined) throw new Error(`${fact.name} was not found by the parser`);
    const s = surroundings(source, fact, scope.firstLine, codes);
    if (s === null) throw new Error(`no surroundings at ${fact.landed}`);
    const step = cancellationFlow(s, 'CancelledError', minor);
    // Bytecode does not tell the names of locals: a busy loop on one that nothing changes cannot be known for endless.
    if (codes !== null && fact.end === 'endless') continue;
    result.facts += 1;
    const words = step.outcomes.flatMap(wordsOf);
    const main = step.outcomes[0];
    const happened = fact.end === 'waits' ? `waits ${fact.line}` : fact.end;
    const told = () =>
      `3.${minor} ${fact.name} at ${fact.landed}: ${happened}; said ${step.certainty} ${words.join(', ')}\n${excerpt(source.text, scope.firstLine, scope.toLine)}`;
    if (main !== undefined && wordsOf(main).some((word) => matches(word, happened))) result.mainRight += 1;
    if (step.certain) {
      result.certain += 1;
      if (!kindRight(step, happened)) result.certainWrong.push(told());
    }
    if (!words.some((word) => matches(word, happened))) result.unforeseen.push(told());
  }
  return result;
}

function wordsOf(outcome: FlowStep['outcomes'][number]): string[] {
  switch (outcome.kind) {
    case 'goes-on':
      return [outcome.isEndless ? 'endless' : `waits ${outcome.line}`];
    case 'returns':
      return ['returns'];
    case 'propagates':
      return ['raises CancelledError'];
    case 'converted':
      return outcome.types.length === 0
        ? ['raises *']
        : outcome.types.map((type) => `raises ${type.slice(type.lastIndexOf('.') + 1)}`);
    case 'exits':
      return ['exits'];
  }
}

function matches(word: string, happened: string): boolean {
  // A loop that only computes, on a condition that never changes: it lives, as with any other wait.
  if (happened === 'endless') return word === 'endless' || word.startsWith('waits');
  if (word === 'raises *') return happened.startsWith('raises ');
  return word === happened;
}

/** The kind alone: whether the coroutine lives, ends, or which sort of exception leaves it. */
function kindRight(step: FlowStep, happened: string): boolean {
  switch (step.kind) {
    case 'propagates':
      return happened === 'raises CancelledError';
    case 'converted':
      return happened.startsWith('raises ');
    case 'swallowed':
      return step.next === 'returns' ? happened === 'returns' : /^(waits|endless)/.test(happened);
  }
}

function excerpt(text: string, from: number, to: number): string {
  return text
    .split('\n')
    .slice(from - 1, to)
    .map((line, index) => `${String(from + index).padStart(5)} ${line}`)
    .join('\n');
}

/** Pairs of coroutines, of which one awaits the other: how the task ends, by the chain of their frames. */
export function compareChains(
  python: TestPython,
  seed: number,
  count: number,
  from: 'source' | 'bytecode' = 'source',
): Comparison {
  const generator = new Generator(randomFrom(seed), python.minor);
  let text = PREAMBLE;
  for (let index = 0; index < count; index += 1) {
    const number = String(index).padStart(4, '0');
    text += `\n\n${generator.coroutine(`sub${number}`)}\n\n${generator.coroutine(`job${number}`, `sub${number}`)}`;
  }
  return inFolder(python, text, (facts, source, file) => {
    const codes = from === 'source' ? null : codesOf(python, file);
    return chains(facts, source, python.minor, codes);
  });
}

function chains(
  facts: readonly Fact[],
  source: { file: string; text: string },
  minor: number,
  codes: Map<string, CodeFacts> | null,
): Comparison {
  const result: Comparison = { facts: 0, certain: 0, certainWrong: [], unforeseen: [], mainRight: 0 };
  const scopes = new Map(sourceFileOf(source)?.scopes.map((scope) => [scope.name, scope]));
  for (const fact of facts) {
    if (fact.frames.length < 2 || (codes !== null && fact.end === 'endless')) continue;
    const frames = fact.frames.toReversed().flatMap(([name, landed, instruction]) => {
      const firstLine = scopes.get(name)?.firstLine ?? 0;
      return surroundings(source, { ...fact, name, landed, instruction }, firstLine, codes) ?? [];
    });
    if (frames.length !== fact.frames.length) continue;
    // Python counts an exception in a caller's hand as in hand, and the harness then lets a wait pass.
    if (frames.slice(1).some((frame) => cleanupRegion(frame) !== null)) continue;
    const flow = flowThroughChain(frames, 'CancelledError', minor);
    const happened = chainEnd(fact.end);
    result.facts += 1;
    if (flow.kind === happened) result.mainRight += 1;
    if (flow.certainty !== 'certain') continue;
    result.certain += 1;
    if (flow.kind === happened) continue;
    const parts = fact.frames.map(([name]) => scopes.get(name)).flatMap((one) => one ?? []);
    const shown = parts.map((one) => excerpt(source.text, one.firstLine, one.toLine)).join('\n');
    result.certainWrong.push(
      `3.${minor} ${JSON.stringify(fact.frames)}: ${fact.end} ${fact.line}; said ${flow.kind}\n${shown}`,
    );
  }
  return result;
}

function chainEnd(end: string): 'lives' | 'ends' | 'passes' {
  if (end === 'returns') return 'ends';
  return end.startsWith('raises') ? 'passes' : 'lives';
}
