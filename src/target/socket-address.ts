/** Addresses in `/proc/net` tables: hex of 32-bit words in the machine's (little-endian) order, then the port. */

/** `0100007F:1F90` → `127.0.0.1:8080`; null for a port 0, which means: none. */
export function socketAddress(hex: string): string | null {
  const [host = '', portHex = ''] = hex.split(':');
  const port = Number.parseInt(portHex, 16);
  if (!(port > 0)) return null;
  const bytes = hostBytes(host);
  if (bytes === null) return null;
  if (bytes.length === 4) return `${bytes.join('.')}:${port}`;
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? `${bytes.slice(12).join('.')}:${port}` : `${ipv6Text(bytes)}:${port}`;
}

function hostBytes(hex: string): number[] | null {
  if (!/^(?:[0-9a-f]{8}|[0-9a-f]{32})$/i.test(hex)) return null;
  const words = hex.match(/.{8}/g) ?? [];
  return words.flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
}

/** In brackets, and with the longest run of zeros left out, as RFC 5952 wants it (URL does this). */
function ipv6Text(bytes: number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname;
}
