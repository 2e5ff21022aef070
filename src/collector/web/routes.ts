/** Which address leads where. */
import { ReadProblem } from './problem.ts';

export type Route =
  | { kind: 'hangs' | 'reports' | 'icon' | 'causes' | 'alerts' | 'api-hangs' | 'api-reports' | 'api-version' }
  | { kind: 'hang' | 'api-hang'; fingerprint: string }
  | { kind: 'cause'; cause: string }
  | { kind: 'report' | 'report-json' | 'report-markdown' | 'api-report'; id: string };

const PLAIN: Record<string, Route> = {
  '/': { kind: 'hangs' },
  '/hangs': { kind: 'hangs' },
  '/reports': { kind: 'reports' },
  '/causes': { kind: 'causes' },
  '/alerts': { kind: 'alerts' },
  '/favicon.ico': { kind: 'icon' },
  '/api/v1/hangs': { kind: 'api-hangs' },
  '/api/v1/reports': { kind: 'api-reports' },
  '/api/v1/version': { kind: 'api-version' },
};

export function routeOf(path: string): Route {
  const plain = Object.hasOwn(PLAIN, path) ? PLAIN[path] : undefined;
  const route = plain ?? routeOfOne(path);
  if (route !== null) return route;
  throw new ReadProblem('There is nothing under this address.', {
    code: 'not-found',
    fix: 'The list of hangs is at /, the list of reports at /reports, the causes are at /causes.',
  });
}

export function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path.endsWith('.json');
}

function routeOfOne(path: string): Route | null {
  const [, place = '', encoded = '', form = ''] =
    /^\/(hangs|reports|causes|api\/v1\/hangs|api\/v1\/reports)\/([^/]{1,1000}?)(\.json|\.md)?$/.exec(path) ??
    [];
  const name = decoded(encoded);
  if (name === null || name === '') return null;
  switch (place) {
    case 'hangs':
      return form === '' ? { kind: 'hang', fingerprint: name } : null;
    case 'causes':
      return form === '' ? { kind: 'cause', cause: name } : null;
    case 'api/v1/hangs':
      return form === '' ? { kind: 'api-hang', fingerprint: name } : null;
    case 'api/v1/reports':
      return form === '' ? { kind: 'api-report', id: name } : null;
    default:
      return { kind: REPORT_FORMS[form] ?? 'report', id: name };
  }
}

const REPORT_FORMS: Record<string, 'report-json' | 'report-markdown'> = {
  '.json': 'report-json',
  '.md': 'report-markdown',
};

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
