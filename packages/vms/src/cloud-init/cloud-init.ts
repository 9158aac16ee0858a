import { ValidationError } from "@azlin/core";
import { cloudFile, formatCloudConfig, type CloudConfig, type CloudFile } from "./cloud-config.ts";
import { parseCustomCloudInit, type CustomCloudInit } from "./custom-cloud-init.ts";
import { mergeCloudConfig } from "./merge-cloud-config.ts";
import { LIBRARY, PRELUDE, PROVISION_SCRIPT } from "./provision-script.ts";
import type { ProvisioningSection } from "./provisioning-section.ts";
import { toolSections, type CloudInitTool } from "./tool-sections.ts";

/** Options of {@link cloudInit}. */
export interface CloudInitOptions {
  /** Who works on the VM: gets groups and tools. Default `azureuser`. */
  readonly adminUsername?: string;
  /** What to install. Default: all of `CLOUD_INIT_TOOLS`; an empty list installs nothing. */
  readonly tools?: readonly CloudInitTool[];
  /** Text of a person's own file: `#cloud-config`, a `#!` script, or a MIME multipart of such. */
  readonly extra?: string;
}

/** Azure's limit for custom data, as it is sent. */
const MAX_BASE64_BYTES = 64 * 1024;
const SCRIPT_LIMIT_SECONDS = 1800;
const APT_LOCK_TIMEOUT = 'DPkg::Lock::Timeout "600";\n';

/**
 * What cloud-init does on a new VM's first start: a `#cloud-config` in ASCII. Every tool is a section that is run by
 * itself; the result of each stands in `/var/lib/azlin/provisioning.tsv` on the VM.
 *
 * @throws ValidationError (`INVALID_CLOUD_INIT`, `CLOUD_INIT_TOO_LARGE`, `UNKNOWN_TOOL`, `INVALID_ADMIN_USERNAME`).
 */
export function cloudInit(options: CloudInitOptions = {}): string {
  const custom: CustomCloudInit =
    options.extra === undefined ? { config: {}, scripts: [] } : parseCustomCloudInit(options.extra);
  const tools = toolSections(options.tools).map(withPrelude);
  const sections = [...tools, ...custom.scripts.map(sectionOfScript)];
  const config = mergeCloudConfig(ourConfig(sections, userOf(options)), custom.config);
  return checkSize(formatCloudConfig(withLastStatus(config, custom)));
}

function userOf({ adminUsername = "azureuser" }: CloudInitOptions): string {
  if (/^[a-z_][a-z0-9_-]{0,31}$/.test(adminUsername)) return adminUsername;
  throw new ValidationError("INVALID_ADMIN_USERNAME", `'${adminUsername}' cannot be the name of a user on Linux.`, {
    hint: "Use lower case letters, digits, '-' and '_', at most 32.",
  });
}

function ourConfig(sections: readonly ProvisioningSection[], user: string): CloudConfig {
  return {
    write_files: [
      cloudFile("/etc/apt/apt.conf.d/90azlin-lock", "0644", APT_LOCK_TIMEOUT),
      cloudFile(`${LIBRARY}/user`, "0644", `${user}\n`),
      cloudFile(`${LIBRARY}/prelude.sh`, "0644", PRELUDE),
      cloudFile(`${LIBRARY}/provision.sh`, "0755", PROVISION_SCRIPT),
      ...sections.map(sectionFile),
    ],
    runcmd: [`${LIBRARY}/provision.sh || azlin_failed=1`],
  };
}

/** cloud-init makes one shell script of all commands: its status is ours when a section failed, else the last one's. */
function withLastStatus(config: CloudConfig, { config: { runcmd } }: CustomCloudInit): CloudConfig {
  if (runcmd !== undefined && !Array.isArray(runcmd)) {
    throw new ValidationError("INVALID_CLOUD_INIT", "The cloud-init file cannot be used. 'runcmd' is not a list.", {
      hint: "Write each command as an item of a list.",
    });
  }
  // oxlint-disable-next-line no-template-curly-in-string -- it is the shell that fills it in
  return { ...config, runcmd: [...(config["runcmd"] as unknown[]), "exit ${azlin_failed:-$?}"] };
}

function sectionFile({ name, timeLimitSeconds, script }: ProvisioningSection, index: number): CloudFile {
  const number = String(index + 1).padStart(2, "0");
  const header = `#!/bin/bash\n# time-limit: ${timeLimitSeconds}\n`;
  return cloudFile(`${LIBRARY}/sections/${number}-${name}.sh`, "0755", `${header}${script}`);
}

function withPrelude(section: ProvisioningSection): ProvisioningSection {
  return { ...section, script: `. "\${AZLIN_PREFIX:-}${LIBRARY}/prelude.sh"\n${section.script}` };
}

function sectionOfScript(script: string, index: number): ProvisioningSection {
  // Its own interpreter runs it: the section only puts it into a file.
  const content = Buffer.from(script, "utf8").toString("base64");
  return {
    name: index === 0 ? "custom" : `custom-${index + 1}`,
    timeLimitSeconds: SCRIPT_LIMIT_SECONDS,
    script: `set -eu
file="$(mktemp)"
trap 'rm -f "$file"' EXIT
base64 --decode >"$file" <<'END'
${content.replaceAll(/.{1,76}/g, "$&\n").trimEnd()}
END
chmod 0700 "$file"
"$file"
`,
  };
}

function checkSize(text: string): string {
  const bytes = Math.ceil(Buffer.byteLength(text) / 3) * 4;
  if (bytes <= MAX_BASE64_BYTES) return text;
  throw new ValidationError(
    "CLOUD_INIT_TOO_LARGE",
    `The cloud-init data have ${bytes} bytes as they are sent; Azure takes ${MAX_BASE64_BYTES}.`,
    { hint: "Make your own file smaller: let it fetch what is large.", details: { bytes, limit: MAX_BASE64_BYTES } },
  );
}
