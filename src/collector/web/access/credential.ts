/** The token that a request carries: as a bearer, or as the password that a browser asks for. */
export function credentialOf(header: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(bearer|basic) +([\x21-\x7e]+) *$/i.exec(header ?? '') ?? [];
  if (value === '') return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  // Any user name will do.
  return colon === -1 ? null : text.slice(colon + 1) || null;
}
