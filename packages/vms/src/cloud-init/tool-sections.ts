import { ValidationError } from "@azlin/core";
import type { ProvisioningSection } from "./provisioning-section.ts";
import { BASE_SECTIONS } from "./sections/base-sections.ts";
import { CLOUD_SECTIONS } from "./sections/cloud-sections.ts";
import { LANGUAGE_SECTIONS } from "./sections/language-sections.ts";

/** What a new VM can be given, in the order of installation: what others need comes first. */
export const CLOUD_INIT_TOOLS = [
  "base",
  "tmux",
  "docker",
  "az",
  "gh",
  "node",
  "uv",
  "python",
  "rust",
  "go",
  "dotnet",
  "ai",
] as const;

/** One of {@link CLOUD_INIT_TOOLS}. */
export type CloudInitTool = (typeof CLOUD_INIT_TOOLS)[number];

const SECTIONS: ReadonlyMap<string, ProvisioningSection> = new Map(
  [...BASE_SECTIONS, ...CLOUD_SECTIONS, ...LANGUAGE_SECTIONS].map((section) => [section.name, section]),
);

/**
 * The sections for these tools and what they need, in order.
 *
 * @param tools - default: all; none at all for an empty list. `base` comes along with every other.
 * @throws ValidationError (`UNKNOWN_TOOL`).
 */
export function toolSections(tools: readonly string[] = CLOUD_INIT_TOOLS): readonly ProvisioningSection[] {
  const wanted = new Set<string>();
  for (const tool of tools.length === 0 ? [] : ["base", ...tools]) addWithNeeds(tool, wanted);
  return CLOUD_INIT_TOOLS.filter((tool) => wanted.has(tool)).map((tool) => SECTIONS.get(tool)!);
}

function addWithNeeds(tool: string, wanted: Set<string>): void {
  const section = SECTIONS.get(tool);
  if (section === undefined) throw unknownTool(tool);
  for (const need of section.needs ?? []) addWithNeeds(need, wanted);
  wanted.add(tool);
}

function unknownTool(tool: string): ValidationError {
  return new ValidationError("UNKNOWN_TOOL", `'${tool}' is not a tool that a VM can be given.`, {
    hint: `Choose from: ${CLOUD_INIT_TOOLS.join(", ")}.`,
    details: { tool },
  });
}
