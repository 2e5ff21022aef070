/** Stands in for `node:module` in the bundle, which has a `require` already: Node's own takes 1 ms to load. */
export function createRequire() {
  return (name) => require(name);
}
