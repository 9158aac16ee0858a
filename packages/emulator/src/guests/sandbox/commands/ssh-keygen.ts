import { generateSshKeyPair } from "../../../services/compute/ssh-key/generate-ssh-key-pair.ts";
import { complained, said, type ScriptedCommand } from "./scripted-command.ts";

const PRIVATE = 0o600;
const PUBLIC = 0o644;

/** `ssh-keygen -A [-f PREFIX]`: makes the host keys that are missing; of all kinds this guest has one, ed25519. */
export const sshKeygen: ScriptedCommand = async (args, { fs, env }) => {
  if (!args.includes("-A")) return complained("ssh-keygen: this guest is scripted: it only makes host keys (-A)");
  const prefix = args.includes("-f") ? (args[args.indexOf("-f") + 1] ?? "") : "";
  const directory = `${prefix}/etc/ssh`;
  const path = `${directory}/ssh_host_ed25519_key`;
  if (await fs.exists(path)) return said("");
  const { privateKey, publicKey } = generateSshKeyPair("Ed25519", `root@${env.get("HOSTNAME") ?? "localhost"}`);
  await fs.mkdir(directory, { recursive: true });
  for (const [file, text, mode] of [
    [path, privateKey, PRIVATE],
    [`${path}.pub`, `${publicKey.trim()}\n`, PUBLIC],
  ] as const) {
    await fs.writeFile(file, text);
    await fs.chmod(file, mode);
  }
  return said("ssh-keygen: generating new host keys: ED25519\n");
};
