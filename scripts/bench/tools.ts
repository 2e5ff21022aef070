/** What is measured side by side. Adding a tool is adding a row. */
export interface Tool {
  name: string;
  command(pid: number): string[];
}

export function toolsFor(paths: {
  straggler: string;
  pySpy: string | null;
  python: string;
  asyncioPs: boolean;
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
  if (paths.asyncioPs)
    tools.push({
      name: 'python -m asyncio ps',
      command: (pid) => [python, '-m', 'asyncio', 'ps', String(pid)],
    });
  return tools;
}
