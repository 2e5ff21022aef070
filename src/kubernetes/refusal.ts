/** What went wrong, in the words of this project, from an answer or an error of a connection. */
import { ClusterError } from './api.ts';

/** A `Status` of the API server; it holds what was asked for, never who asked with what. */
interface StatusBody {
  reason?: string;
  message?: string;
  details?: { kind?: string; name?: string; causes?: { reason?: string }[]; retryAfterSeconds?: number };
}

const LONGEST_MESSAGE = 400;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** The error for an answer that is not 2xx; `what` was asked, like `GET pods in shop`. */
export function refusal(
  status: number,
  body: string,
  about: { what: string; retryAfter: string | undefined },
): ClusterError {
  const said = parseStatus(body);
  const message = (said.message ?? body).replace(/\s+/g, ' ').slice(0, LONGEST_MESSAGE).toWellFormed();
  const sentence = `the API server answered ${about.what} with ${status}${message === '' ? '' : `: ${message}`}`;
  return new ClusterError(sentence, {
    ...kindOf(status, said),
    status,
    retryAfterMs: retryAfterMs(about.retryAfter, said),
  });
}

function kindOf(
  status: number,
  said: StatusBody,
): { code: ClusterError['code']; fix: string; isTransient: boolean } {
  if (isNamespaceGone(status, said))
    return {
      code: 'gone',
      fix: 'Nothing: what was to be written goes away with its namespace.',
      isTransient: false,
    };
  if (status === 401)
    return {
      code: 'forbidden',
      fix: 'Log in again; in a pod, check that its service account still exists.',
      isTransient: true,
    };
  if (status === 403)
    return {
      code: 'forbidden',
      fix: 'Grant the right that is named to this user or service account (a Role or ClusterRole and its binding).',
      isTransient: false,
    };
  if (status === 404)
    return {
      code: 'not-found',
      fix: 'Check its name and namespace; for a kind of object, that its CustomResourceDefinition is installed.',
      isTransient: false,
    };
  if (status === 409) return { code: 'conflict', fix: 'Try again.', isTransient: true };
  if (status === 410)
    return {
      code: 'gone',
      fix: 'List again: the server keeps its history for minutes only.',
      isTransient: true,
    };
  if (status === 400 || status === 405 || status === 413 || status === 415 || status === 422)
    return {
      code: 'invalid',
      fix: 'Bring the CustomResourceDefinition and this program to the same version.',
      isTransient: false,
    };
  return {
    code: 'failed',
    fix: 'Try again; if it stays so, look at the health and the load of the API server.',
    isTransient: status === 408 || status === 429 || status >= 500,
  };
}

function isNamespaceGone(status: number, said: StatusBody): boolean {
  if (status === 404) return said.details?.kind === 'namespaces';
  return (
    status === 403 && said.details?.causes?.some((one) => one.reason === 'NamespaceTerminating') === true
  );
}

function parseStatus(body: string): StatusBody {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as StatusBody) : {};
  } catch {
    return {};
  }
}

function retryAfterMs(header: string | undefined, said: StatusBody): number | null {
  const seconds = Number(header ?? said.details?.retryAfterSeconds ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(1_000 * seconds, LONGEST_RETRY_AFTER_MS) : null;
}

/** The error for no answer at all. */
export function noAnswer(cause: unknown, what: string): ClusterError {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  if (isCertificateTrouble(cause))
    return new ClusterError(
      `the API server's certificate is not accepted (${code}), so ${what} was not sent`,
      {
        code: 'unreachable',
        fix: 'Check the certificate-authority of the kubeconfig, and that nothing stands between here and the API server.',
        isTransient: true,
        cause,
      },
    );
  return new ClusterError(
    `the API server did not answer ${what}${code === undefined ? '' : ` (${String(code)})`}`,
    {
      code: 'unreachable',
      fix: 'Check that the API server is up and can be reached from here.',
      isTransient: true,
      cause,
    },
  );
}

/** Codes of OpenSSL's verification and of Node's check of the name. */
export function isCertificateTrouble(cause: unknown): boolean {
  const code = String((cause as NodeJS.ErrnoException | null)?.code ?? '');
  return /CERT|UNABLE_TO_|ERR_TLS_|SELF_SIGNED|ERR_SSL_/.test(code);
}

/** Taking too long, in words; also for a caller that gave up. */
export function tooLate(what: string, timeoutMs: number | null): ClusterError {
  const sentence =
    timeoutMs === null
      ? `${what} was given up`
      : `the API server did not answer ${what} within ${timeoutMs / 1_000} s`;
  return new ClusterError(sentence, {
    code: 'unreachable',
    fix: 'Check that the API server is up and can be reached from here, and how loaded it is.',
    isTransient: true,
  });
}
