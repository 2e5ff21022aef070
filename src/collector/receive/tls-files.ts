/** A certificate and its key, read again when the files change: cert-manager renews them, the kubelet swaps the folder. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

export interface KeyPair {
  cert: string;
  key: string;
}

export interface TlsFilesOptions {
  certificateFile: string;
  keyFile: string;
  /** Called with each new pair, which was found to be good. */
  onChange: (pair: KeyPair) => void;
  onTrouble: (error: CertificateError) => void;
  /** Time between two looks. */
  everyMs?: number;
}

const EVERY_MS = 5_000;

export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly fix =
    'Let --tls-certificate-file and --tls-key-file name a certificate chain and its key, both PEM (tls.crt and tls.key of a Secret of type kubernetes.io/tls).';
}

/** Looks rather than waits for events: what the kubelet does with its links and folders makes other events on each system. */
export class TlsFiles {
  readonly #options: TlsFilesOptions;
  #current: KeyPair | null = null;
  /** What was complained of is so once. */
  #bad: KeyPair | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TlsFilesOptions) {
    this.#options = options;
  }

  /** Rejects with a CertificateError when there is no good pair to begin with. */
  async start(): Promise<KeyPair> {
    const pair = await this.#read();
    check(pair);
    this.#current = pair;
    this.#plan();
    return pair;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #plan(): void {
    this.#timer = setTimeout(async () => {
      await this.#look();
      if (this.#timer !== undefined) this.#plan();
    }, this.#options.everyMs ?? EVERY_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    let pair: KeyPair | null = null;
    try {
      pair = await this.#read();
      if (isSame(pair, this.#current) || isSame(pair, this.#bad)) return;
      check(pair);
    } catch (error) {
      this.#bad = pair;
      this.#options.onTrouble(error as CertificateError);
      return;
    }
    this.#current = pair;
    this.#bad = null;
    this.#options.onChange(pair);
  }

  async #read(): Promise<KeyPair> {
    const { certificateFile, keyFile } = this.#options;
    try {
      const [cert, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')]);
      return { cert, key };
    } catch (error) {
      throw new CertificateError('The certificate or its key cannot be read.', { cause: error });
    }
  }
}

function isSame(one: KeyPair, other: KeyPair | null): boolean {
  return one.cert === other?.cert && one.key === other.key;
}

/** Also that they belong together: between two files that are replaced one after the other they do not. */
function check(pair: KeyPair): void {
  try {
    new X509Certificate(pair.cert);
    createSecureContext(pair);
  } catch (error) {
    throw new CertificateError('The certificate and the key are none, or do not belong together.', {
      cause: error,
    });
  }
}
