/**
 * Who may import whom: data flows one way, left to right, and a stage imports only what lies to its left.
 *
 *     target -> python -> diagnosis -> report -> delivery -> shutdown -> commands -> cli.ts
 *                                        ├-----> collector ----------------┤
 *                                        └-----> explain (for delivery, collector and commands)
 *     beside them, importing nobody: settings, metrics, kubernetes
 */
const anyone = ['settings', 'metrics'];
const stages = ['target', 'python', 'diagnosis', 'report', 'delivery', 'shutdown'];

/** Every folder (or file) directly below src/ and the other ones it may import. What is not in the table is refused. */
const mayImport = {
  settings: [],
  metrics: [],
  kubernetes: [],
  target: [...anyone],
  python: ['target', ...anyone],
  diagnosis: ['target', 'python', ...anyone],
  report: ['target', 'python', 'diagnosis', ...anyone],
  explain: ['diagnosis', 'report'],
  delivery: ['target', 'python', 'diagnosis', 'report', 'explain', ...anyone],
  shutdown: ['target', 'python', 'diagnosis', 'report', 'delivery', ...anyone],
  collector: ['diagnosis', 'report', 'explain', 'kubernetes', ...anyone],
  commands: [...stages, 'explain', 'collector', 'kubernetes', ...anyone],
  'cli.ts': [...stages, 'commands', 'collector', 'kubernetes', ...anyone],
};

const places = (names) => `^src/(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})(/|$)`;

const tableRules = Object.entries(mayImport).map(([place, others]) => ({
  name: `${place}-imports-only-to-its-left`,
  severity: 'error',
  comment: `src/${place} may import ${others.length === 0 ? 'nobody' : others.join(', ')}. A line that needs more belongs further right.`,
  from: { path: places([place]) },
  to: { path: '^src/', pathNot: places([place, ...others]) },
}));

export default {
  forbidden: [
    ...tableRules,
    {
      name: 'every-folder-is-in-the-table',
      severity: 'error',
      comment:
        'A new folder below src/ needs its row in the table of .dependency-cruiser.js (and in CONTRIBUTING.md).',
      from: { path: '^src/', pathNot: places(Object.keys(mayImport)) },
      to: {},
    },
    {
      name: 'diagnosis-knows-captures-only-as-data',
      severity: 'error',
      comment:
        'diagnosis takes types from target and python, and constants from python/model; never how a capture is taken.',
      from: { path: '^src/diagnosis/' },
      to: { path: '^src/(target|python)/', pathNot: '^src/python/model/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'diagnosis-is-pure',
      severity: 'error',
      comment: 'captures in, findings out: no file, no clock, no process, no network.',
      from: { path: '^src/diagnosis/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(path|path/posix|crypto|assert)$' },
    },
    {
      name: 'kubernetes-is-the-only-home-of-its-client',
      severity: 'error',
      comment: 'everyone else calls the small functions of src/kubernetes.',
      from: { path: '^src/', pathNot: places(['kubernetes']) },
      to: { path: '(^|/)@kubernetes/' },
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      comment: 'what ships cannot import what does not.',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench|dist)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that need each other are one concern, or hide a third that both need.',
      from: { path: '^src/' },
      to: { circular: true },
    },
  ],
  // TypeScript 7 has no API for tools yet: swc reads the files, and keeps type imports apart.
  options: { parser: 'swc', doNotFollow: { path: 'node_modules' } },
};
