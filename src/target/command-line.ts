/**
 * A command line that may be shown: the values of flags, assignments and addresses which look like secrets are cut.
 * The rule errs on the side of cutting; a report loses nothing that a diagnosis needs.
 */
const MAX_ARGUMENTS = 256;
const MAX_ARGUMENT_LENGTH = 1000;
const CUT = '***';

const SECRET_WORD =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|api[-_]?keys?|access[-_]?keys?|private[-_]?keys?|secret[-_]?keys?|signing[-_]?keys?|encryption[-_]?keys?|auth(?:orization)?|credentials?|cookies?|jwt|bearer|dsn|connection[-_]?string|signature|sas|salt)';
/** The word is a whole part of the name: `--db-password`, `API_KEY`, `authToken`, but not `--author` or `--compass`. */
const SECRET_NAME = `(?:[\\w.-]*[-_.])?${SECRET_WORD}(?:[-_.][\\w.-]*)?|[\\w.-]*[a-z](?:Password|Secret|Token|ApiKey|Credentials?)\\w*`;
const SECRET_FLAG = new RegExp(`^--?(?:${SECRET_NAME})$`, 'i');
/** `--token=x`, `API_KEY=x`, `{"password": "x"}`, `?token=x`, `--password x` within one argument (a shell's code, say). */
const SECRET_ASSIGNMENT = new RegExp(
  `(?<![\\w.-])((?:--?)?(?:${SECRET_NAME})["']?\\s*[=:]\\s*|--?(?:${SECRET_NAME})\\s+)(?!\\*{3})("[^"]*"|'[^']*'|[^\\s&;,}]+)`,
  'gi',
);
const BEARER = /\b(bearer|basic)(\s+)[\w.~+/=-]+/gi;
/** `scheme://user:password@host` */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@?#'"]*):[^\s/@'"]+@/gi;

/** Whatever one of the three above cuts has one of these in it: to compile them takes 2 ms, and most words have none. */
const MAY_TELL =
  /pass|pwd|secret|token|key|auth|credential|cookie|jwt|bearer|basic|dsn|connection|signature|sas|salt|:\/\//i;

/** And one of these, between a name and its value. */
const MAY_SEPARATE = /[\s=:]/;

/** The argument strings of `/proc/PID/cmdline`, secrets cut. */
export function parseCommandLine(raw: string): string[] {
  const text = raw.endsWith('\0') ? raw.slice(0, -1) : raw;
  return text === '' ? [] : cutSecrets(text.split('\0'));
}

export function cutSecrets(words: string[]): string[] {
  const shown = words.slice(0, MAX_ARGUMENTS).map((word, index) => {
    const before = words[index - 1];
    const isValue = before?.startsWith('-') === true && SECRET_FLAG.test(before) && !word.startsWith('--');
    return isValue ? CUT : cutArgument(word);
  });
  return words.length > MAX_ARGUMENTS ? [...shown, '…'] : shown;
}

function cutArgument(word: string): string {
  const start = word.slice(0, 2 * MAX_ARGUMENT_LENGTH);
  const safe =
    MAY_TELL.test(start) && MAY_SEPARATE.test(start)
      ? start
          .replace(BEARER, `$1$2${CUT}`)
          .replace(ADDRESS, `$1:${CUT}@`)
          .replace(SECRET_ASSIGNMENT, `$1${CUT}`)
      : start;
  return safe.length > MAX_ARGUMENT_LENGTH ? `${safe.slice(0, MAX_ARGUMENT_LENGTH)}…` : safe;
}
