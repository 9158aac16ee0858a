import type { GuestResult } from "../../services/compute/guest/scripted-guest.ts";
import type { EmulatorClock } from "../../world/emulator-clock.ts";
import type { GuestFiles } from "../disk/guest-files.ts";
import { cloudInitStatus, type CloudInitOutcome } from "./cloud-init-status.ts";
import { runCloudInit, type CloudInitJob } from "./run-cloud-init.ts";

const STATUS_DIRECTORY = "/run/azlin/cloud-init";
const OUTCOME_PATH = "/var/lib/cloud/data/outcome.json";

/** What cloud-init works with in one guest. */
interface CloudInitParts {
  readonly files: GuestFiles;
  readonly clock: EmulatorClock;
  /** Runs a command as root in the guest; absent where the guest cannot check a script's syntax. */
  readonly run: ((command: string) => Promise<GuestResult>) | undefined;
}

/** The cloud-init of one boot: it shows in `/run/azlin/cloud-init` what its status is. */
export class CloudInit {
  readonly #parts: CloudInitParts;
  #last: Promise<void> = Promise.resolve();
  /** Runs that have begun and not ended. */
  #open = 0;

  constructor(parts: CloudInitParts) {
    this.#parts = parts;
  }

  /** It is running from now on. */
  begin(): void {
    this.#open += 1;
    this.#show("running", undefined);
  }

  /** Does its work, unless an earlier boot has done it; then it has ended. One run after the other. */
  end(isFirst: boolean, told: Pick<CloudInitJob, "customData" | "faults">): Promise<void> {
    return (this.#last = this.#last.catch(() => {}).then(() => this.#work(isFirst, told)));
  }

  async #work(isFirst: boolean, told: Pick<CloudInitJob, "customData" | "faults">): Promise<void> {
    const { files, run } = this.#parts;
    const known = isFirst ? undefined : this.#readOutcome();
    const outcome = known ?? (await runCloudInit({ files, run, ...told }));
    files.write(OUTCOME_PATH, JSON.stringify(outcome));
    this.#open -= 1;
    // One that has begun meanwhile is still running.
    if (this.#open === 0) this.#show("ended", outcome);
  }

  #readOutcome(): CloudInitOutcome | undefined {
    const text = this.#parts.files.read(OUTCOME_PATH);
    return text === undefined ? undefined : (JSON.parse(text) as CloudInitOutcome);
  }

  #show(phase: "running" | "ended", outcome: CloudInitOutcome | undefined): void {
    const { files, clock } = this.#parts;
    const { exitCode, ...forms } = cloudInitStatus(outcome, clock.timestamp());
    for (const [form, text] of Object.entries(forms)) files.write(`${STATUS_DIRECTORY}/${phase}.${form}`, text);
    files.write(`${STATUS_DIRECTORY}/${phase}.exit`, `${exitCode}\n`);
    files.overwrite(`${STATUS_DIRECTORY}/phase`, `${phase}\n`);
  }
}
