/** What the kernel answers when it refuses: Node's system errors, told apart by `code`. */

/** ENOENT, EACCES, EPERM, ESRCH, EIO, …; null for an error that is not the kernel's. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code } = error;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

/** The process (or thread) is not there, or is no longer there. */
export function isGone(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ESRCH';
}

export function isRefused(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'EACCES' || code === 'EPERM';
}

/** What `read` returns, or null where the kernel says no. Other errors are mistakes, and pass. */
export function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
