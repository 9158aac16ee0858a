import { silentLogger, type Logger } from "../logging/logger.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";

/** Options of {@link ensurePrivateDirectory}. */
export interface PrivateDirectoryOptions {
  /** Told when permissions had to be repaired. Default: silent. */
  readonly logger?: Logger;
  /** Default: the machine's. */
  readonly fileSystem?: FileSystem;
}

const STICKY_BIT = 0o1000;

/**
 * Makes sure that a directory exists and that only its owner gets in (0700). Directories that many share, such as
 * `/tmp`, and those of other users keep their permissions.
 */
export async function ensurePrivateDirectory(path: string, options: PrivateDirectoryOptions = {}): Promise<void> {
  const { logger = silentLogger, fileSystem = nodeFileSystem } = options;
  await fileSystem.mkdir(path, { recursive: true, mode: 0o700 });
  // Windows has no permission bits to repair.
  if (process.platform === "win32") return;
  const { mode, uid } = await fileSystem.stat(path);
  if ((mode & 0o077) === 0 || (mode & STICKY_BIT) !== 0 || uid !== process.getuid?.()) return;
  await fileSystem.chmod(path, 0o700);
  logger.warn("repaired directory permissions", { path, was: (mode & 0o777).toString(8), is: "700" });
}
