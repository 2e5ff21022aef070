/** Creation frames of a task, kept in asyncio's debug mode as a traceback.StackSummary of FrameSummary objects. */

import { originOf } from '../../frames/origin.ts';
import type { CodePlace } from '../../model/frame.ts';
import type { CPythonObjects } from '../../objects/cpython-objects.ts';

const MAX_FRAMES = 64;
const MAX_PATH = 4_096;

/** Outermost first; null when there are none. The places belong to no code object. */
export function readCreation(
  objects: CPythonObjects,
  sourceTraceback: number,
  libraryPath: string | null,
): CodePlace[] | null {
  if (sourceTraceback === 0 || objects.isNone(sourceTraceback)) return null;
  const places: CodePlace[] = [];
  for (const summary of objects.items(sourceTraceback, MAX_FRAMES)) {
    const file = objects.str(objects.attribute(summary, 'filename'), MAX_PATH);
    const name = objects.str(objects.attribute(summary, 'name'));
    if (file === null || name === null) continue;
    const line = objects.int(objects.attribute(summary, 'lineno')) ?? 0;
    const { origin, package: packageName } = originOf(file, libraryPath);
    places.push({
      function: name,
      name,
      file,
      line,
      firstLine: line,
      origin,
      codeId: 0,
      instruction: -1,
      package: packageName,
      kind: 'function',
    });
  }
  return places.length === 0 ? null : places;
}
