import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve, isAbsolute } from "node:path";
import { ValidationError } from "@azlin/core";

/** Where a configuration file may be. */
export interface ConfigPlaces {
  readonly home: string;
  readonly cwd: string;
}

/**
 * The path of the configuration file: `config.toml` of azlin's home, unless another is named.
 *
 * @throws ValidationError (`CONFIG_OUTSIDE`) when the named one is not below azlin's home, the working directory or the
 * directory for temporary files, also by way of links.
 */
export async function configLocation(named: string | undefined, { home, cwd }: ConfigPlaces): Promise<string> {
  if (named === undefined) return join(home, "config.toml");
  const path = resolve(cwd, named);
  const real = await realLocation(path);
  const allowed = await Promise.all([home, cwd, tmpdir()].map(realLocation));
  if (allowed.some((directory) => isBelow(real, directory))) return path;
  throw new ValidationError("CONFIG_OUTSIDE", `The configuration file ${path} is in a place that azlin does not use.`, {
    hint: `Put it below ${home}, the working directory or ${tmpdir()}.`,
    details: { path },
  });
}

function isBelow(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

/** The path without links, as far as it is there. */
async function realLocation(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realLocation(parent), basename(path));
  }
}
