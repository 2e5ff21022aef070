/**
 * Stands in for `string-width` in the bundle: yargs asks for the width of Straggler's own help only, which is plain.
 * The real one builds Unicode tables when it is loaded, which took longer than to read a process with 1,000 tasks.
 */
// biome-ignore lint/style/noDefaultExport: string-width has one.
export default function plainWidth(text) {
  return [...text].length;
}
