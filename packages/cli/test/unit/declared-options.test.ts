import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/index.ts";
import type { GlobalGroup } from "../../src/global-options.ts";
import { GLOBAL_SPECS } from "../../src/global-options.ts";
import { spellings } from "../../src/option-names.ts";

/** What a command that heeds a group of global options has to contain, itself or in what it hands its context to. */
const USE: Readonly<Record<GlobalGroup, RegExp>> = {
  // The daemon is a process of its own, which gets the global options as they are.
  azure: /context\.(?:transport|launchDaemon)\(|\btransport\b.* = globals/,
  resourceGroup: /\bresourceGroup\b|context\.launchDaemon\(/,
  yes: /context\.confirm\(/,
  dryRun: /context\.isDryRun/,
};

/** Commands that change nothing; what runs the user's own commands cannot know what they do. Every other has `--dry-run`. */
const READ_ONLY = new Set([
  "list",
  "status",
  "health",
  "connect",
  "exec",
  "w",
  "top",
  "ps",
  "logs",
  "keys list",
  "env list",
  "tag list",
  "template list",
  "snapshot list",
  "snapshot status",
  "cleanup plan",
  "cleanup verify",
  "containers plan",
  "containers status",
  "containers logs",
  "events tail",
  "events dlq list",
  "events stats",
  "sp list",
  "sp verify",
  "orphans list",
  "lifecycle status",
  "lifecycle explain",
  "lifecycle daemon status",
  "lifecycle daemon logs",
  "config show",
  "config get",
  "local status",
  "local env",
  "local fault list",
  "completions",
  "help",
  "version",
]);

const registry = await readFile(fileURLToPath(new URL("../../src/commands/index.ts", import.meta.url)), "utf8");

describe.each(Object.keys(COMMANDS))("azlin %s", (path) => {
  it("is registered under its own path", async () => {
    expect((await COMMANDS[path]!()).path).toBe(path);
  });

  it("can be asked what it would do, unless it only reads", async () => {
    verifies("V2-15");
    const { uses = [] } = await COMMANDS[path]!();
    expect(uses.includes("dryRun")).toBe(!READ_ONLY.has(path));
  });

  it("reads every argument and option that it declares", async () => {
    verifies("V2-15");
    const command = await COMMANDS[path]!();
    const sources = await readersOf(sourceOf(path));
    const declared = [...Object.keys(command.arguments ?? {}), ...Object.keys(command.options ?? {})];
    const isRead = (name: string): boolean => {
      return sources.some((source) => new RegExp(String.raw`\bargs\.${name}\b`).test(source));
    };
    const unused = declared.filter((name) => !isRead(name));
    expect(unused).toEqual([]);
  });

  it("heeds the global options that it says it does", async () => {
    const command = await COMMANDS[path]!();
    const sources = await sourcesBelow(sourceOf(path));
    const unused = (command.uses ?? []).filter((group) => !sources.some((source) => USE[group].test(source)));
    expect(unused).toEqual([]);
  });

  it("has no option that is called like a global one", async () => {
    const command = await COMMANDS[path]!();
    const own = Object.entries(command.options ?? {}).flatMap(([name, spec]) => spellings(name, spec));
    const global = new Set(Object.entries(GLOBAL_SPECS).flatMap(([name, spec]) => spellings(name, spec)));
    expect(own.filter((spelling) => global.has(spelling))).toEqual([]);
  });

  it("excludes only what it declares", async () => {
    const command = await COMMANDS[path]!();
    const declared = { ...command.arguments, ...command.options };
    expect((command.exclusive ?? []).flat().filter((name) => declared[name] === undefined)).toEqual([]);
  });
});

function sourceOf(path: string): URL {
  const entry = registry.split("\n").find((line) => line.trimStart().replaceAll('"', "").startsWith(`${path}:`));
  const [, file] = /import\("(.+)"\)/.exec(entry ?? "") ?? [];
  return new URL(`../../src/commands/${file!}`, import.meta.url);
}

/** The texts of a source and of those whose functions it calls with all of its arguments. */
async function readersOf(file: URL): Promise<string[]> {
  const text = await readFile(file, "utf8");
  const called = new Set([...text.matchAll(/\b(\w+)\(args[,)]/g)].map(([, name]) => name!));
  const handedTo = [...text.matchAll(/import \{([^}]+)\} from "(\.[^"]+\.ts)"/g)]
    .filter(([, names]) => names!.split(",").some((name) => called.has(name.trim())))
    .map(([, , source]) => new URL(source!, file));
  return [text, ...(await Promise.all(handedTo.map((source) => readersOf(source)))).flat()];
}

/** The texts of a source and of the sources of this package that it imports. */
async function sourcesBelow(file: URL, seen: Set<string> = new Set()): Promise<string[]> {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const text = await readFile(file, "utf8");
  const imports = [...text.matchAll(/from "(\.[^"]+\.ts)"|import\("(\.[^"]+\.ts)"\)/g)]
    .map(([, named, dynamic]) => new URL((named ?? dynamic)!, file))
    .filter(({ pathname }) => !/\/(?:context|create-context|define-command)\.ts$/.test(pathname));
  return [text, ...(await Promise.all(imports.map((one) => sourcesBelow(one, seen)))).flat()];
}
