/** Copies of modules of the standard library under other names, with the same functions and the same locals. */
const FORKS: readonly { part: RegExp; standard: string; source: string }[] = [
  {
    part: /\/multiprocess\//,
    standard: '/multiprocessing/',
    source: 'pypi.org/project/multiprocess: multiprocessing with dill, of pathos, mpire and datasets',
  },
  {
    part: /\/billiard\//,
    standard: '/multiprocessing/',
    source: 'pypi.org/project/billiard: multiprocessing of celery',
  },
  {
    part: /\/loky\/process_executor\.py$/,
    standard: '/concurrent/futures/process.py',
    source:
      'pypi.org/project/loky: ProcessPoolExecutor of joblib, begun as a copy of concurrent/futures/process.py',
  },
];

/** The path as the standard library's own module would have it; itself where it is no copy of one. */
export function standardFile(file: string): string {
  const fork = FORKS.find(({ part }) => part.test(file));
  return fork === undefined ? file : file.replace(fork.part, fork.standard);
}

/** Whether the file is such a copy: code of Python's own, wherever it was installed from. */
export function isFork(file: string): boolean {
  return standardFile(file) !== file;
}
