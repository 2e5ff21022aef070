/** What is answered, before it is sent. */
export interface Answer {
  status: number;
  /** Content-Type. */
  type: string;
  body: string | Uint8Array;
  /** The body is gzip already. */
  isPacked: boolean;
  /** Content-Security-Policy, but for what every answer gets. */
  policy: string;
  headers: Readonly<Record<string, string>>;
}

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'";

export function pageAnswer(body: string, policy: string, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body, isPacked: false, policy, headers: {} };
}

export function jsonAnswer(value: unknown, status = 200): Answer {
  return packedJson({ body: `${JSON.stringify(value)}\n`, isPacked: false }, status);
}

export function packedJson(
  { body, isPacked }: { body: string | Uint8Array; isPacked: boolean },
  status = 200,
): Answer {
  return { status, type: 'application/json', body, isPacked, policy: NOTHING, headers: {} };
}

export function textAnswer(body: string, type: string): Answer {
  return { status: 200, type: `${type}; charset=utf-8`, body, isPacked: false, policy: NOTHING, headers: {} };
}

/** A bar that is over its mark. Browsers ask for it on their own, and complain where there is none. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#b42318" d="M1 6h14v4H1z"/><path stroke="#5b6575" stroke-width="2" d="M11 2v12"/></svg>`;

export function iconAnswer(): Answer {
  return { status: 200, type: 'image/svg+xml', body: ICON, isPacked: false, policy: NOTHING, headers: {} };
}
