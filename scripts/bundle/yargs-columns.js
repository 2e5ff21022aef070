/**
 * An esbuild plugin: yargs asks for the width of the terminal as soon as it is loaded. Straggler gives it the width itself
 * (`wrap`), and to ask opens standard output as a stream, which takes 2 ms and makes a pipe non-blocking for all who share it.
 */
import { readFileSync } from 'node:fs';

const ASKED = /typeof process\.stdout\.columns !== 'undefined' \? process\.stdout\.columns : null/;

export const yargsColumns = {
  name: 'yargs-columns',
  setup(build) {
    build.onLoad({ filter: /yargs\/lib\/platform-shims\/esm\.mjs$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!ASKED.test(text)) throw new Error(`${path} asks for the columns in another way`);
      return { contents: text.replace(ASKED, 'null'), loader: 'js' };
    });
  },
};
