/** What is measured side by side. Adding a tool is adding a row. */
export interface Tool {
  name: string;
  command(pid: number): string[];
  /** Beside the benchmark's own. */
  environment?: NodeJS.ProcessEnv;
}

export function toolsFor(paths: {
  straggler: string;
  pySpy: string | null;
  python: string;
  asyncioPs: boolean;
  /** A folder for what Python compiles. */
  bytecode: string;
}): Tool[] {
  const tools: Tool[] = [
    { name: 'straggler dump --json', command: (pid) => [paths.straggler, 'dump', String(pid), '--json'] },
  ];
  const { pySpy, python } = paths;
  if (pySpy !== null) {
    tools.push({
      name: 'py-spy dump --json (threads only)',
      command: (pid) => [pySpy, 'dump', '--json', '--pid', String(pid)],
    });
  }
  if (paths.asyncioPs) {
    // Its modules are many: to compile them is a quarter of its time.
    const command = (pid: number) => [python, '-m', 'asyncio', 'ps', String(pid)];
    // A folder with nothing in it, and nothing written there: as in an image that was made without compiled modules.
    const none = `${paths.bytecode}/none`;
    tools.push(
      {
        name: 'python -m asyncio ps',
        command,
        environment: { PYTHONPYCACHEPREFIX: paths.bytecode, PYTHONDONTWRITEBYTECODE: '' },
      },
      {
        name: 'python -m asyncio ps, its modules not compiled before',
        command,
        environment: { PYTHONPYCACHEPREFIX: none, PYTHONDONTWRITEBYTECODE: '1' },
      },
    );
  }
  return tools;
}
