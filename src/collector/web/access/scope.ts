/** What a reader may see. */
export type Scope =
  | { kind: 'all' }
  /** Namespaces that `may` says yes to. */
  | { kind: 'some'; may(namespace: string): Promise<boolean> };

export const EVERYTHING: Scope = Object.freeze({ kind: 'all' });
