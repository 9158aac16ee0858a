import { operandsOf, original, type ScriptedCommand } from "./scripted-command.ts";

/** `mkdir`, with `-m MODE`. */
export const mkdir: ScriptedCommand = async (args, context) => {
  const { mode, rest } = takeMode(args);
  const made = await original(context, rest);
  if (mode === undefined || made.exitCode !== 0) return made;
  // The shell's `chmod` does not know `--`.
  const directories = operandsOf(rest).map((name) => (name.startsWith("-") ? `./${name}` : name));
  return (await context.exec?.("chmod", { cwd: context.cwd, args: [mode, ...directories] })) ?? made;
};

function takeMode(args: readonly string[]): { readonly mode: string | undefined; readonly rest: readonly string[] } {
  const at = args.findIndex((word) => /^-p?m/.test(word) || word.startsWith("--mode="));
  const option = args[at] ?? "";
  const [, attached = ""] = /^(?:-p?m|--mode=)(.*)$/.exec(option) ?? [];
  const parents = option.startsWith("-p") ? ["-p"] : [];
  if (at < 0) return { mode: undefined, rest: args };
  const taken = attached === "" ? 2 : 1;
  const rest = [...args.slice(0, at), ...parents, ...args.slice(at + taken)];
  return { mode: attached === "" ? args[at + 1] : attached, rest };
}
