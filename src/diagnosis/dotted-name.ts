/** `stop` of `self.server.stop`; a name without a dot is its own last part. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
