import type { OptionSpec } from "./define-command.ts";

/** Global options that only some commands heed, by what they are for. */
export type GlobalGroup = "azure" | "resourceGroup" | "yes" | "dryRun";

interface GlobalOption {
  readonly spec: OptionSpec;
  /** Absent: every command heeds it. */
  readonly group?: GlobalGroup;
}

/** The options that may stand anywhere on the command line. */
export const GLOBAL_OPTIONS = {
  cloud: {
    spec: { kind: "text", value: "CLOUD", choices: ["azure", "local"], description: "which Azure to talk to" },
  },
  transport: {
    group: "azure",
    spec: {
      kind: "text",
      value: "NAME",
      choices: ["sdk", "az-token", "az-rest"],
      description: "how to reach it: the Azure SDK, tokens of the az CLI, or az rest for every request",
    },
  },
  subscription: {
    group: "azure",
    spec: { kind: "list", value: "ID", description: "work in this subscription; may be repeated" },
  },
  resourceGroup: {
    group: "resourceGroup",
    spec: { kind: "text", value: "NAME", alias: "--rg", description: "work in this resource group only" },
  },
  timeout: {
    group: "azure",
    spec: { kind: "number", value: "SECONDS", minimum: 0, fraction: true, description: "give up after this time" },
  },
  yes: { group: "yes", spec: { kind: "flag", alias: "-y", description: "do not ask" } },
  dryRun: {
    group: "dryRun",
    spec: { kind: "flag", description: "print the plan and change nothing" },
  },
  config: { spec: { kind: "text", value: "PATH", description: "configuration file to use" } },
  output: {
    spec: {
      kind: "text",
      value: "FORMAT",
      alias: "-o",
      choices: ["table", "json", "csv"],
      description: "how to print results (default: table)",
    },
  },
  quiet: { spec: { kind: "flag", alias: "-q", description: "no notes and no progress" } },
  verbose: { spec: { kind: "flag", alias: "-v", description: "log what happens; show stack traces" } },
  color: { spec: { kind: "flag", negatable: true, description: "colours, or none (also NO_COLOR)" } },
  help: { spec: { kind: "flag", alias: "-h", description: "help" } },
} as const satisfies Readonly<Record<string, GlobalOption>>;

/** How results are printed. */
export type OutputFormat = (typeof GLOBAL_OPTIONS)["output"]["spec"]["choices"][number];

/** Values of the global options as given on the command line. */
export interface GlobalValues {
  readonly cloud?: "azure" | "local" | undefined;
  readonly transport?: "sdk" | "az-token" | "az-rest" | undefined;
  readonly subscription: readonly string[];
  readonly resourceGroup?: string | undefined;
  readonly timeout?: number | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly config?: string | undefined;
  readonly output?: OutputFormat | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color?: boolean | undefined;
  readonly help: boolean;
}

/** The specifications of all global options by name. */
export const GLOBAL_SPECS: Readonly<Record<string, OptionSpec>> = Object.fromEntries(
  Object.entries(GLOBAL_OPTIONS).map(([name, { spec }]) => [name, spec]),
);

/** The group of a global option; `undefined` for those that every command heeds. */
export function groupOf(name: string): GlobalGroup | undefined {
  const option: GlobalOption | undefined = (GLOBAL_OPTIONS as Readonly<Record<string, GlobalOption>>)[name];
  return option?.group;
}
