/** What a unit needs to know. */
export interface SystemdUnitFacts {
  /** The program that runs the daemon in the foreground, with its arguments. */
  readonly command: readonly string[];
  /** Environment variables that it needs. */
  readonly env: Readonly<Record<string, string>>;
}

/** Name of the unit. */
export const SYSTEMD_UNIT = "azlin-lifecycle.service";

/** The text of a systemd user unit that runs the daemon. Pure. */
export function systemdUnit({ command, env }: SystemdUnitFacts): string {
  const variables = Object.entries(env).map(([name, value]) => `Environment=${quote(`${name}=${value}`)}`);
  return [
    "[Unit]",
    "Description=azlin lifecycle daemon: health checks and self-healing of Azure VMs",
    "Wants=network-online.target",
    "After=network-online.target",
    // A daemon that cannot start must not be started for ever.
    "StartLimitIntervalSec=600",
    "StartLimitBurst=5",
    "",
    "[Service]",
    "Type=exec",
    `ExecStart=${command.map(quote).join(" ")}`,
    "ExecReload=/bin/kill -HUP $MAINPID",
    ...variables,
    "Restart=on-failure",
    "RestartSec=10",
    "TimeoutStopSec=10",
    "UMask=0077",
    "NoNewPrivileges=true",
    "",
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
}

/** A word as systemd reads it: quoted, with its own escapes, and without what it would expand. */
function quote(word: string): string {
  const escaped = word.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped.replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}
