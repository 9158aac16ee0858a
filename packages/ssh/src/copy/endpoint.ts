import { ValidationError } from "@azlin/core";

/** One end of a copy as a person writes it. */
export type Endpoint =
  | { readonly kind: "local"; readonly path: string }
  | {
      readonly kind: "remote";
      /** Name or session of the VM. */
      readonly vm: string;
      /** Absolute, or relative to the home directory; `.` is that directory itself. */
      readonly path: string;
    };

const LOCAL = /^(\.{1,2}(\/|$)|[/~\\]|[A-Za-z]:[\\/])/;
const VM_NAME = /^[A-Za-z0-9_.()][A-Za-z0-9_.()-]*$/;

/**
 * Reads `vm:path`; whatever has no colon before its first slash is a local path, and so are `./a:b` and the drives of
 * Windows.
 *
 * @throws ValidationError (`INVALID_ENDPOINT`).
 */
export function parseEndpoint(text: string): Endpoint {
  if (text === "" || text.includes("\0")) throw invalid(text, "Give a path, or VM:PATH.");
  const [head = ""] = text.split("/", 1);
  if (LOCAL.test(text) || !head.includes(":")) return { kind: "local", path: text };
  const colon = text.indexOf(":");
  const vm = text.slice(0, colon);
  if (head.indexOf(":", colon + 1) >= 0) {
    throw invalid(text, `Which colon ends the VM's name? Write ${vm}:./PATH, or ./PATH for a local file.`);
  }
  if (!VM_NAME.test(vm))
    throw invalid(text, "Before the colon stands the name of a VM. Write ./PATH for a local file.");
  return { kind: "remote", vm, path: remotePath(text.slice(colon + 1), text) };
}

/** No remote shell sees the path, so `~` is ours to read. */
function remotePath(path: string, text: string): string {
  if (path === "" || path === "~") return ".";
  if (path.startsWith("~/")) return path.slice(2).replace(/^\/+/, "") || "./";
  if (path.startsWith("~")) throw invalid(text, "Write the other user's home directory in full.");
  return path;
}

function invalid(text: string, hint: string): ValidationError {
  return new ValidationError("INVALID_ENDPOINT", `${JSON.stringify(text)} is no end of a copy.`, { hint });
}
