/** What is asked of the API server about a reader. */
export interface ReaderIdentity {
  username: string;
  groups: readonly string[];
  uid: string;
}

export interface Reviews {
  /** null: the token is not valid. Rejects when the API server could not be asked. */
  identify(token: string): Promise<ReaderIdentity | null>;
  /** `namespace` null: in all of them. */
  mayGetHangs(reader: ReaderIdentity, namespace: string | null): Promise<boolean>;
}
