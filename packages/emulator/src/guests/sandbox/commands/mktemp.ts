import { randomBytes } from "node:crypto";
import { complained, said, type ScriptedCommand, type ScriptedContext } from "./scripted-command.ts";

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const PLACEHOLDER = /X{3,}$/;

/** `mktemp [-d] [-q] [-p DIRECTORY] [TEMPLATE]`: makes an empty file, or a directory, that is the user's alone. */
export const mktemp: ScriptedCommand = async (args, { fs, cwd, env }) => {
  const { isDirectory, isQuiet, parent, template } = readArguments(args, env.get("TMPDIR") ?? "/tmp");
  if (!PLACEHOLDER.test(template)) return complained(`mktemp: too few X's in template '${template}'`);
  const name = template.replace(PLACEHOLDER, (found) => letters(found.length));
  const place = parent === undefined ? name : `${parent.replace(/\/+$/, "")}/${name}`;
  try {
    await (isDirectory ? makeDirectory : makeFile)(fs, fs.resolvePath(cwd, place));
    return said(`${place}\n`);
  } catch (error) {
    const kind = isDirectory ? "directory" : "file";
    const reason = error instanceof Error ? error.message : String(error);
    const failure = complained(`mktemp: failed to create ${kind} via template '${template}': ${reason}`);
    return isQuiet ? { ...failure, stderr: "" } : failure;
  }
};

async function makeDirectory(fs: ScriptedContext["fs"], path: string): Promise<void> {
  await fs.mkdir(path);
  await fs.chmod(path, DIRECTORY_MODE);
}

/** The file system would make the directories above it too. */
async function makeFile(fs: ScriptedContext["fs"], path: string): Promise<void> {
  if (!(await fs.exists(fs.resolvePath(path, "..")))) throw new Error("No such file or directory");
  await fs.writeFile(path, "");
  await fs.chmod(path, FILE_MODE);
}

interface MktempArguments {
  readonly isDirectory: boolean;
  readonly isQuiet: boolean;
  readonly parent: string | undefined;
  readonly template: string;
}

function readArguments(args: readonly string[], temporary: string): MktempArguments {
  const at = args.indexOf("-p");
  const rest = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  const long = rest.find((word) => word.startsWith("--tmpdir="))?.slice("--tmpdir=".length);
  const has = (short: string, name: string): boolean =>
    rest.some((word) => word === name || new RegExp(`^-[dqut]*${short}`).test(word));
  const template = rest.find((word) => !word.startsWith("-"));
  const told = at < 0 ? long : args[at + 1];
  return {
    isDirectory: has("d", "--directory"),
    isQuiet: has("q", "--quiet"),
    parent: told ?? (template === undefined ? temporary : undefined),
    template: template ?? "tmp.XXXXXXXXXX",
  };
}

function letters(count: number): string {
  return randomBytes(count).toString("hex").slice(0, count);
}
