import { lstatSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import type { GuestFiles } from "./guest-files.ts";

const DIRECTORIES = [
  "dev",
  "etc/profile.d",
  "etc/ssh",
  "home",
  "mnt",
  "opt",
  "proc",
  "root",
  "run",
  "srv",
  "tmp",
  "usr/bin",
  "usr/local/bin",
  "usr/local/lib",
  "usr/local/sbin",
  "usr/local/share",
  "var/cache",
  "var/lib/azlin",
  "var/lib/cloud",
  "var/log",
  "var/tmp",
];
const LINKS: Readonly<Record<string, string>> = {
  bin: "usr/bin",
  sbin: "usr/sbin",
  lib: "usr/lib",
  lib64: "usr/lib64",
  "var/run": "../run",
  // For the scripted shell; a sandbox with processes has a /proc of its own in this place.
  "proc/stat": "../run/azlin/stat",
  "proc/meminfo": "../run/azlin/meminfo",
  "proc/loadavg": "../run/azlin/loadavg",
  "proc/uptime": "../run/azlin/uptime",
};

const FILES: Readonly<Record<string, string>> = {
  "/etc/os-release": [
    'PRETTY_NAME="Ubuntu 24.04 LTS"',
    'NAME="Ubuntu"',
    'VERSION_ID="24.04"',
    "VERSION_CODENAME=noble",
    "ID=ubuntu",
    "ID_LIKE=debian",
    'VARIANT="stand-in of the local Azure"',
    "",
  ].join("\n"),
  "/etc/resolv.conf": "# This guest has no network.\n",
  "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
  "/etc/fstab": "",
  "/etc/profile": 'for part in /etc/profile.d/*.sh; do [ -r "$part" ] && . "$part"; done\nunset part\n',
};

/** Makes the directories and files that every guest has, where they are not there yet; empties `/tmp` and `/run`. */
export async function prepareRootFileSystem(files: GuestFiles): Promise<void> {
  mkdirSync(files.root, { recursive: true, mode: 0o755 });
  for (const volatile of ["/tmp", "/run"]) await files.remove(volatile);
  for (const directory of DIRECTORIES) files.makeDirectory(`/${directory}`);
  for (const shared of ["/tmp", "/var/tmp"]) files.makeDirectory(shared, 0o1777);
  for (const [name, target] of Object.entries(LINKS)) link(path.join(files.root, name), target);
  for (const [name, content] of Object.entries(FILES)) if (!files.has(name)) files.write(name, content);
}

function link(place: string, target: string): void {
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) symlinkSync(target, place);
}
