/** What is answered when it cannot be answered: a page, or JSON for a program. */
import { problemPage } from '../pages/problem-page.ts';
import { problemOf } from '../problem.ts';
import { isForPrograms } from '../routes.ts';
import type { Answer } from './answer.ts';
import { jsonAnswer } from './answer.ts';

/** `onTrouble` is told of what was not foreseen. */
export function problemAnswer(error: unknown, path: string, onTrouble: (error: unknown) => void): Answer {
  const problem = problemOf(error);
  if (problem.code === 'failed') onTrouble(error);
  const { code, message, fix, status } = problem;
  const answer = isForPrograms(path)
    ? jsonAnswer({ code, sentence: message, fix }, status)
    : problemPage(problem);
  if (code === 'not-signed-in')
    return { ...answer, headers: { 'www-authenticate': 'Basic realm="Straggler", charset="UTF-8"' } };
  if (status === 405) return { ...answer, headers: { allow: 'GET, HEAD' } };
  return status === 503 ? { ...answer, headers: { 'retry-after': '5' } } : answer;
}
