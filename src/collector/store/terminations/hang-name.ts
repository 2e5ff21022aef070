/** A name of a Kubernetes object: a DNS label (RFC 1123). */
const MAX_LENGTH = 63;

/** `orders-3f9a1c` */
export function hangName(workload: string, fingerprint: string, digits: number): string {
  const end = label(fingerprint).slice(0, digits) || '0';
  const begin = label(workload)
    .slice(0, MAX_LENGTH - end.length - 1)
    .replace(/-+$/, '');
  return `${begin || 'hang'}-${end}`;
}

function label(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
