import { randomBytes } from "node:crypto";
import { generateSshKeyPair } from "../../services/compute/ssh-key/generate-ssh-key-pair.ts";
import { addKeys, authorizedKeysPath, homeOf } from "./authorized-keys.ts";
import type { GuestFiles } from "./guest-files.ts";

/** Place of the host key that a guest's server shows. */
export const HOST_KEY_PATH = "/etc/ssh/ssh_host_ed25519_key";

/** Who a new guest is. */
export interface GuestIdentity {
  readonly computerName: string;
  readonly adminUser: string;
  readonly publicKeys: readonly string[];
}

const BASHRC = `# ~/.bashrc
case $- in *i*) PS1='\\u@\\h:\\w\\$ ' ;; esac
`;

const PROFILE = `# ~/.profile
[ -z "$BASH_VERSION" ] || [ ! -f ~/.bashrc ] || . ~/.bashrc
[ ! -d ~/.local/bin ] || PATH=~/.local/bin:$PATH
`;

/** What provisioning does when a VM first boots from an image: its name, its user with keys, an identity of its own. */
export function firstBoot(files: GuestFiles, identity: GuestIdentity): void {
  const { computerName, adminUser, publicKeys } = identity;
  writeHostName(files, computerName);
  files.write("/etc/machine-id", `${randomBytes(16).toString("hex")}\n`);
  writeHostKey(files, computerName);
  addUser(files, adminUser);
  const keys = authorizedKeysPath(adminUser);
  files.makeDirectory(`${homeOf(adminUser)}/.ssh`, 0o700);
  files.write(keys, addKeys(files.read(keys) ?? "", publicKeys), 0o600);
}

/** Generates the host key, over the one that is there. */
export function writeHostKey(files: GuestFiles, computerName: string): void {
  const { privateKey, publicKey } = generateSshKeyPair("Ed25519", `root@${computerName}`);
  files.write(HOST_KEY_PATH, privateKey, 0o600);
  files.write(`${HOST_KEY_PATH}.pub`, `${publicKey}\n`);
}

function writeHostName(files: GuestFiles, computerName: string): void {
  files.write("/etc/hostname", `${computerName}\n`);
  files.write("/etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${computerName}\n`);
}

function addUser(files: GuestFiles, user: string): void {
  const home = homeOf(user);
  files.makeDirectory(home);
  for (const [name, text] of Object.entries({ ".bashrc": BASHRC, ".profile": PROFILE })) {
    if (!files.has(`${home}/${name}`)) files.write(`${home}/${name}`, text);
  }
  const others = `${user}:x:1000:1000:${user}:${home}:/bin/bash`;
  files.write("/etc/passwd", `root:x:0:0:root:/root:/bin/bash\n${others}\n`);
  files.write("/etc/group", `root:x:0:\nsudo:x:27:${user}\ntty:x:5:\n${user}:x:1000:\n`);
}
