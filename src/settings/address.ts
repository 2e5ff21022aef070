/** Where to listen. */
import { isIP } from 'node:net';
import { UsageError } from './usage-error.ts';

export interface Address {
  host: string;
  /** 0: any that is free. */
  port: number;
}

const MAX_PORT = 65_535;

/** `127.0.0.1:8080`, `[::1]:8080`, `:8080` for all of IPv6 and IPv4. */
export function parseAddress(flag: string, text: string): Address {
  const [, bracketed, plain = '', port = ''] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text.trim()) ?? [];
  const host = bracketed ?? (plain === '' ? '::' : plain);
  const isHost =
    bracketed === undefined ? host === '::' || host === 'localhost' || isIP(host) === 4 : isIP(host) === 6;
  if (port === '' || Number(port) > MAX_PORT || !isHost)
    throw new UsageError(
      `${flag} takes an address and a port, like 127.0.0.1:8080 or [::1]:8080, not ${JSON.stringify(text)}`,
    );
  return Object.freeze({ host, port: Number(port) });
}

/** Only programs of this machine, or of this pod, reach it. */
export function isLoopback({ host }: Address): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
