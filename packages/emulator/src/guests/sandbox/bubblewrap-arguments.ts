import { lstatSync } from "node:fs";
import path from "node:path";
import { STAND_INS } from "../stand-ins/stand-ins.ts";
import { STAND_IN_DIRECTORY } from "../stand-ins/stand-in-directory.ts";
import type { SandboxOptions } from "./sandbox.ts";

/** Files of `/proc` that show the VM's load and not this machine's. */
const PROC_FILES = ["stat", "meminfo", "loadavg", "uptime"];

/** Arguments of `bwrap` for a guest: its own root, this machine's programs read only, no network. */
export function bubblewrapArguments({ root, hostName, standIns }: SandboxOptions): string[] {
  return [
    "--unshare-all",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--hostname",
    hostName,
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    "--setenv",
    "PATH",
    "/usr/sbin:/usr/bin",
    "--bind",
    root,
    "/",
    "--ro-bind",
    "/usr",
    "/usr",
    "--bind",
    path.join(root, "usr/local"),
    "/usr/local",
    // Debian's programs are found by way of it.
    "--ro-bind-try",
    "/etc/alternatives",
    "/etc/alternatives",
    "--ro-bind",
    standIns,
    STAND_IN_DIRECTORY,
    ...hiddenPrograms(standIns),
    "--proc",
    "/proc",
    ...PROC_FILES.flatMap((name) => ["--ro-bind", path.join(root, "run/azlin", name), `/proc/${name}`]),
    "--dev",
    "/dev",
    "sh",
    "/run/azlin/agent",
  ];
}

/** Programs of this machine that a stand-in takes the place of, for those who call them by their full name. */
function hiddenPrograms(standIns: string): string[] {
  return Object.keys(STAND_INS).flatMap((name) => {
    const standIn = path.join(standIns, name);
    const places = [`/usr/bin/${name}`, `/usr/sbin/${name}`].filter((place) => isReplaced(name) && isProgram(place));
    return places.flatMap((place) => ["--ro-bind", standIn, place]);
  });
}

/** A link cannot be covered; what it leads to can. */
function isProgram(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isFile() === true;
}

/** The stand-ins of these call the real program. */
function isReplaced(name: string): boolean {
  return name !== "chown" && name !== "chgrp";
}
