/** What went wrong between the sidecar and the collector, and what to do about it. */
import type { Limit } from '../../report/report.ts';
import { visible } from '../../report/sanitise.ts';
import type { Answer, AttemptError } from './attempt.ts';

/** What has failed, and whether another try may go better within seconds. */
export interface Refusal extends Limit {
  isFinal: boolean;
}

const URL_FIX = 'Set STRAGGLER_COLLECTOR_URL (collector.url in the chart) to the address of the collector.';
const REACH_FIX =
  'See whether the collector runs, and whether a NetworkPolicy lets the pod reach it; set STRAGGLER_COLLECTOR_URL (collector.url in the chart) to its address.';
const CA_FIX =
  'Set STRAGGLER_COLLECTOR_CA_FILE (collector.caSecret in the chart) to the certificate of the authority that signed the collector’s.';
const TOKEN_FIX =
  'The token is the projected one of the pod: its audience (collector.audience in the chart) must be the one that the collector asks for, and its file the one that STRAGGLER_COLLECTOR_TOKEN_FILE names.';

/** Certificates: no later try in the same pod goes better. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export function refusalOfAnswer({ status, location }: Answer, host: string): Refusal {
  const where = `The collector at ${visible(host)}`;
  if (status === 401 || status === 403) {
    return final(
      'collector-refused-token',
      `${where} refused the token of the pod (status ${status}).`,
      TOKEN_FIX,
    );
  }
  if (status === 413) {
    return final(
      'collector-refused-size',
      `${where} refused a report of this size (status 413).`,
      'Raise the size limit of the collector, or of the proxy before it; the abridged report is smaller.',
    );
  }
  if (status === 429) {
    return again(
      'collector-busy',
      `${where} asked to be left alone for a while (status 429).`,
      'Give the collector more replicas, or raise its rate limit.',
    );
  }
  if (status >= 300 && status < 400) {
    const target = location === null ? '' : `, to ${visible(location)}`;
    const sentence = `${where} redirects (status ${status}${target}); the token goes to no other host.`;
    return final('collector-redirects', sentence, URL_FIX);
  }
  if (status === 404 || status === 405) {
    return final(
      'collector-not-there',
      `At ${visible(host)} nothing takes reports (status ${status}).`,
      URL_FIX,
    );
  }
  if (status === 408 || status >= 500 || status < 200) {
    return again('collector-failed', `${where} failed (status ${status}).`, 'See the log of the collector.');
  }
  return final(
    'collector-refused-report',
    `${where} refused the report (status ${status}).`,
    'See the log of the collector; it should be at least as new as the sidecar.',
  );
}

export function refusalOfError(error: AttemptError, host: string): Refusal {
  const where = visible(host);
  const { code } = error;
  if (CERTIFICATE_CODES.has(code) || code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const fix =
      code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `${URL_FIX} It must be a name of its certificate.` : CA_FIX;
    return final(
      'collector-certificate',
      `The certificate of ${where} was not accepted: ${visible(error.message)}.`,
      fix,
    );
  }
  if (code.startsWith('ERR_OSSL')) {
    const sentence = `The certificate of the authority of ${where} cannot be read: ${visible(error.message)}.`;
    return final('collector-certificate', sentence, CA_FIX);
  }
  if (code.startsWith('HPE_')) {
    return again('collector-no-http', `What listens at ${where} does not answer in HTTP.`, URL_FIX);
  }
  switch (code) {
    case 'ECONNREFUSED':
      return again(
        'collector-unreachable',
        `Nothing listens at ${where}: the connection was refused.`,
        REACH_FIX,
      );
    case 'CONNECT_TIMEOUT':
      return again('collector-unreachable', `No connection to ${where}: ${error.message}.`, REACH_FIX);
    case 'ANSWER_TIMEOUT':
      return again(
        'collector-silent',
        `No answer from ${where}: ${error.message}.`,
        'See whether the collector is overloaded, or a proxy before it hangs.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return again(
        'collector-unknown-name',
        `The name of ${where} could not be resolved (${code}).`,
        REACH_FIX,
      );
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return again('collector-no-tls', `What listens at ${where} does not speak TLS.`, URL_FIX);
    default:
      return again(
        'collector-unreachable',
        `The connection to ${where} broke: ${visible(error.message)}.`,
        REACH_FIX,
      );
  }
}

export function unreadable(what: 'token' | 'authorities', path: string, reason: string): Limit {
  const [name, fix] =
    what === 'token'
      ? ['token of the collector', TOKEN_FIX]
      : ['certificate of the collector’s authority', CA_FIX];
  const sentence = `The ${name} could not be read from ${visible(path)}: ${visible(reason)}.`;
  return { code: `collector-no-${what}`, sentence, fix };
}

function final(code: string, sentence: string, fix: string): Refusal {
  return { code, sentence, fix, isFinal: true };
}

function again(code: string, sentence: string, fix: string): Refusal {
  return { code, sentence, fix, isFinal: false };
}
