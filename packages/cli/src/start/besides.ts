import { fileURLToPath } from "node:url";

/** Path of a program that lies beside a module: in the published program all are in one directory. */
export function besides(moduleUrl: string, name: string): string {
  return fileURLToPath(new URL(name, moduleUrl));
}
