/** Paths as SARIF's artifact locations: relative to the target's working folder, which a checkout usually mirrors. */
import type { ArtifactLocation } from 'sarif';

export function sarifArtifact(file: string, workingFolder: string | null): ArtifactLocation {
  const prefix = workingFolder === null ? null : `${workingFolder.replace(/\/+$/, '')}/`;
  if (prefix !== null && file.startsWith(prefix)) {
    return { uri: encoded(file.slice(prefix.length)), uriBaseId: 'SRCROOT' };
  }
  return file.startsWith('/') ? { uri: `file://${encoded(file)}` } : { uri: encoded(file) };
}

export function workingFolderUri(workingFolder: string | null): string | null {
  return workingFolder === null ? null : `file://${encoded(`${workingFolder.replace(/\/+$/, '')}/`)}`;
}

function encoded(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
