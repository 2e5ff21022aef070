/** Opens a page in the user's browser, where there is one; the address has been printed anyway. */
import { spawn } from 'node:child_process';

export function openBrowser(url: string): void {
  const child = spawn('xdg-open', [url], { detached: true, stdio: 'ignore' });
  // It is not installed.
  child.on('error', () => undefined);
  child.unref();
}
