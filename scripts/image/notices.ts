/** The licences of everything that the image holds beside Straggler and Debian's packages. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

export function thirdPartyNotices(root: string, pySpyFolder: string): string {
  const record = readdirSync(pySpyFolder).find((name) => name.endsWith('.dist-info'));
  if (record === undefined) throw new Error(`${pySpyFolder} has no record of what pip installed`);
  return [
    'Straggler comes with the software below, under the licences that follow each name.\n',
    ...runtimePackages(root).map((folder) => notice(folder, nameAndVersion(folder))),
    notice(nodeFolder(root), nameAndVersion(join(root, 'node_modules/node'))),
    notice(join(pySpyFolder, record, 'licenses'), record.replace('.dist-info', '')),
  ].join('\n');
}

/** Folders of the packages that the bundle may contain. */
function runtimePackages(root: string): string[] {
  const listing = execFileSync('npm', ['ls', '--omit', 'dev', '--all', '--parseable'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return listing
    .split('\n')
    .filter((folder) => folder.includes('/node_modules/'))
    .sort();
}

/** Node's package fetches another one with the program and its licence. */
function nodeFolder(root: string): string {
  const place = join(root, 'node_modules/node/node_modules');
  const name = readdirSync(place).find((folder) => folder.startsWith('node-linux-'));
  if (name === undefined) throw new Error(`${place} has no Node`);
  return join(place, name);
}

function notice(folder: string, title: string): string {
  const texts = readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  const line = '-'.repeat(title.length);
  return `${title}\n${line}\n${texts.length > 0 ? texts.join('\n\n') : declared(folder)}\n\n`;
}

function declared(folder: string): string {
  const { license } = manifest(folder);
  if (license === undefined) throw new Error(`${folder} names no licence`);
  return `Licence: ${license}`;
}

function nameAndVersion(folder: string): string {
  const { name, version } = manifest(folder);
  return `${name} ${version}`;
}

function manifest(folder: string): { name: string; version: string; license?: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
