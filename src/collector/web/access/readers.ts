/** Who may read. */
import type { ClusterAccess } from '../../../kubernetes/api.ts';
import type { ReadSettings } from '../../../settings/collector.ts';
import type { Readers } from './admission.ts';
import { notSignedIn } from './admission.ts';
import { ClusterReaders } from './cluster-readers.ts';
import { clusterReviews } from './cluster-reviews.ts';
import { credentialOf } from './credential.ts';
import type { Scope } from './scope.ts';
import { EVERYTHING } from './scope.ts';
import { TokenFileReaders } from './token-file-readers.ts';

/** null: whoever reaches the loopback may. */
export function readersOf(
  auth: ReadSettings['auth'],
  access: ClusterAccess | null,
  now: () => number,
): Readers | null {
  if (auth.kind === 'none') return null;
  if (auth.kind === 'token-file') return new TokenFileReaders(auth.tokenFile);
  return new ClusterReaders(access === null ? null : clusterReviews(access), now);
}

export async function scopeFor(readers: Readers | null, header: string | undefined): Promise<Scope> {
  if (readers === null) return EVERYTHING;
  const token = credentialOf(header);
  if (token === null) throw notSignedIn('Whoever reads here has to say who they are.');
  return await readers.admit(token);
}
