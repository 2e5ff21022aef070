/**
 * Writes src/diagnosis/source/bytecode/tables/: names and inline caches of every opcode of a Python, specialised and
 * instrumented ones under the name of what they stand for. Run it with a Python of each minor version:
 *
 *     node scripts/opcode-tables.ts python3.8 … python3.15
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ASK = `
import dis, json, opcode, sys
names = [''] * 256
known = dict(getattr(dis, '_all_opmap', opcode.opmap))
known.update(getattr(opcode, '_specialized_opmap', {}))
back = dict(getattr(dis, 'deoptmap', {}))
for name, number in known.items():
    if number < 256:
        name = back.get(name, name)
        names[number] = name.replace('INSTRUMENTED_', '', 1) if name.replace('INSTRUMENTED_', '', 1) in opcode.opmap else name
entries = getattr(opcode, '_inline_cache_entries', {})
if isinstance(entries, list):
    entries = {opcode.opname[number]: count for number, count in enumerate(entries)}
caches = {name: count for name, count in dict(entries).items() if count and name in names}
print(json.dumps({'minor': sys.version_info[1], 'haveArgument': opcode.HAVE_ARGUMENT, 'names': names, 'caches': caches}))
`;

interface Answer {
  minor: number;
  haveArgument: number;
  names: string[];
  caches: Record<string, number>;
}

const folder = resolve(import.meta.dirname, '../src/diagnosis/source/bytecode/tables');
for (const python of process.argv.slice(2)) {
  const answer = JSON.parse(execFileSync(python, ['-c', ASK], { encoding: 'utf8' })) as Answer;
  const { minor, haveArgument, names, caches } = answer;
  const text = `/** Written by scripts/opcode-tables.ts from Python 3.${minor}'s own opcode and dis modules. */
import type { OpcodeTable } from '../table.ts';

export const PYTHON_3_${minor}: OpcodeTable = {
  haveArgument: ${haveArgument},
  caches: {${Object.entries(caches)
    .map(([name, count]) => ` ${name}: ${count}`)
    .join(',')} },
  // By number, from 0 on; a gap is a number that is not used.
  names:
    '${names.join(' ').trimEnd()}',
};
`;
  writeFileSync(resolve(folder, `python-3-${minor}.ts`), text);
  console.log(`3.${minor}: ${names.filter((name) => name !== '').length} opcodes`);
}
