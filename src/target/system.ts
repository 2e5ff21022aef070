/**
 * The one door through which Straggler looks at a machine. A live system reads the kernel's files, a recording
 * system keeps what was read, a replaying system answers from what was kept. All methods throw a Node system
 * error (`code`: ENOENT, EACCES, EPERM, ESRCH, EIO, …) and never wait for anything but the kernel.
 */
export interface System {
  /** Up to `maxBytes` from the start of a file (default 1 MiB). `/proc` files of unknown size are read to their end. */
  readFile(path: string, maxBytes?: number): Buffer;
  /** Up to `lengthBytes` from `position`; shorter at the end. The file stays open until `close`. */
  readAt(path: string, position: number, lengthBytes: number): Buffer;
  /**
   * `readAt` into the caller's own buffer, which it fills from its start; gives the number of bytes. For the thousands of
   * pages of a capture, which would else leave as many buffers behind. Optional: a recording has `readAt` alone.
   */
  readInto?(path: string, position: number, buffer: Buffer): number;
  /**
   * `readAt` for a search through much that finds little: a recording does not keep it, and answers with zeros where nothing
   * else was read. What is found has to be read once more. Optional, as `readAt` does the same.
   */
  glanceAt?(path: string, position: number, lengthBytes: number): Buffer;
  /**
   * The file is opened anew when it is read next: what `/proc/PID/mem` was opened on is gone when the process has replaced its
   * program (execve(2)). Optional, as a recording has nothing open.
   */
  reopen?(path: string): void;
  /** The text of a symbolic link, not followed. */
  readLink(path: string): string;
  /** Names in a folder, in the kernel's order. */
  list(path: string): string[];
  /** Device, inode, size and modification time of what the path leads to (links followed). */
  stat(path: string): FileIdentity;
  /** Milliseconds of the monotonic clock; a replay answers with the recorded times. */
  nowMs(): number;
  close(): void;
}

export interface FileIdentity {
  /** As `/proc/PID/maps` prints it: "fd:00". */
  device: string;
  inode: number;
  sizeBytes: number;
  ownerUid: number;
  /** Wall clock; absent in recordings that were made before it was kept. */
  modifiedAtMs?: number;
}
