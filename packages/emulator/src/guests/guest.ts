import { ArmError } from "../arm/arm-error.ts";
import type { GuestResult } from "../services/compute/guest/scripted-guest.ts";
import { addKeys, authorizedKeysPath } from "./disk/authorized-keys.ts";
import type { DiskContents } from "./disk/disk-contents.ts";
import { firstBoot } from "./disk/first-boot.ts";
import type { GuestFiles } from "./disk/guest-files.ts";
import { prepareRootFileSystem } from "./disk/root-file-system.ts";
import { GuestBoot, type BootDisk, type BootParts } from "./guest-boot.ts";
import type { GuestFacts } from "./guest-facts.ts";
import type { AccessSettings } from "./guest-host.ts";
import { GuestDoor } from "./server/guest-door.ts";

/** What a guest needs of its surroundings. */
export interface GuestParts extends BootParts {
  readonly contents: DiskContents;
}

/** User of a disk that nobody ever provisioned. */
const UNKNOWN_USER = "azureuser";
/** Where Azure's agent puts the script of a run-command. */
const SCRIPT_DIRECTORY = "/var/lib/waagent/run-command/download/0";

/** The guest of one VM, from boot to boot: it keeps its port. */
export class Guest {
  readonly door: GuestDoor;
  readonly #parts: GuestParts;
  #boot: GuestBoot | undefined;

  constructor(parts: GuestParts, port: number | undefined) {
    this.#parts = parts;
    this.door = new GuestDoor((socket) => void this.#boot?.server.serve(socket), port);
  }

  /** Brings the guest into the state that its VM is in. */
  async update(facts: GuestFacts): Promise<void> {
    if (!facts.isRunning || facts.boot !== this.#boot?.facts.boot) await this.stop();
    if (!facts.isRunning) return;
    if (this.#boot === undefined) await this.#start(facts);
    else await this.#boot.change(facts);
  }

  /** Powers it off. */
  async stop(): Promise<void> {
    const boot = this.#boot;
    this.#boot = undefined;
    await boot?.stop();
  }

  /**
   * Places a script where Azure's agent does, and runs it as root with these arguments.
   *
   * @throws ArmError when the guest is not up.
   */
  async runScript(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<GuestResult> {
    const boot = this.#require();
    const text = script.startsWith("#!") ? script : `#!/bin/sh\n${script}`;
    boot.disk.files.write(`${SCRIPT_DIRECTORY}/script.sh`, text, 0o700);
    const words = args.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
    return boot.run(`cd ${SCRIPT_DIRECTORY} && ./script.sh ${words}`, environment);
  }

  /** Changes who may sign in. @throws ArmError for a user that it does not have, and when the guest is not up. */
  changeAccess({ username, publicKey, removesPriorKeys }: AccessSettings): void {
    const { files, user } = this.#require().disk;
    if (username !== undefined && username !== user) {
      throw new ArmError(409, "VMExtensionProvisioningError", `This guest has one user, '${user}'.`, {
        cause: "service",
      });
    }
    const path = authorizedKeysPath(user);
    const present = removesPriorKeys === true ? "" : (files.read(path) ?? "");
    files.write(path, addKeys(present, publicKey === undefined ? [] : [publicKey]), 0o600);
  }

  #require(): GuestBoot {
    if (this.#boot?.isUp === true) return this.#boot;
    throw new ArmError(409, "VMAgentStatusCommunicationError", "The VM agent of this VM does not answer.", {
      cause: "service",
    });
  }

  async #start(facts: GuestFacts): Promise<void> {
    await this.door.reserve();
    const files = this.#parts.contents.files(facts.diskKey);
    await prepareRootFileSystem(files);
    const disk = await this.#provision(facts, files);
    const boot = new GuestBoot(this.#parts, this.door, { disk, facts });
    this.#boot = boot;
    await boot.start();
  }

  /** Gives new contents their user. */
  async #provision(facts: GuestFacts, files: GuestFiles): Promise<BootDisk> {
    const { contents } = this.#parts;
    const record = await contents.record(facts.diskKey);
    const user = record.adminUser ?? UNKNOWN_USER;
    // A disk that another VM had keeps what it is, unless provisioning is told of a user.
    const isAttached = facts.adminUser === undefined && record.adminUser !== undefined;
    if (record.provisionedFor === facts.vmId || isAttached) return { files, user, isFresh: false };
    const adminUser = facts.adminUser ?? UNKNOWN_USER;
    firstBoot(files, { computerName: facts.computerName, adminUser, publicKeys: facts.publicKeys });
    await contents.writeRecord(facts.diskKey, { adminUser, provisionedFor: facts.vmId });
    return { files, user: adminUser, isFresh: true };
  }
}
