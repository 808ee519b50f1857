import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `sockaddr_un.sun_path` without its final zero: 108 bytes on Linux, 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;
/** Room for what `mkdtemp` adds to a folder: `/vasg-XXXXXX/trainer.sock`. */
const SOCKET_SUFFIX_BYTES = '/vasg-XXXXXX/trainer.sock'.length;

/** Where a trainer of ours listens, out of reach of other users of the machine. */
export interface Endpoint {
  /** Value of the server's --listen. */
  listen: string;
  /** Secret that calls must carry; a socket in a private folder needs none. */
  token: string | undefined;
  /** Removes what was made for it. */
  remove(): void;
}

/**
 * A Unix socket in a fresh folder that only we may enter; loopback TCP with a random token where there are
 * no Unix sockets or where all paths for them are too long.
 */
export function createEndpoint(
  folders: readonly (string | undefined)[] = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'],
  platform: NodeJS.Platform = process.platform,
): Endpoint {
  if (platform === 'win32') return loopbackEndpoint();
  for (const parent of folders) {
    const folder = parent === undefined ? undefined : privateFolder(parent);
    if (folder === undefined) continue;
    return {
      listen: `unix:${join(folder, 'trainer.sock')}`,
      token: undefined,
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  return loopbackEndpoint();
}

/** A new folder with mode 0700, unless the socket's path would be too long or `parent` is not writable. */
function privateFolder(parent: string): string | undefined {
  if (Buffer.byteLength(parent) + SOCKET_SUFFIX_BYTES > MAX_SOCKET_PATH_BYTES) return undefined;
  try {
    return mkdtempSync(join(parent, 'vasg-'));
  } catch {
    return undefined;
  }
}

function loopbackEndpoint(): Endpoint {
  return {
    listen: 'tcp:127.0.0.1:0',
    token: randomBytes(32).toString('hex'),
    remove: () => undefined,
  };
}
