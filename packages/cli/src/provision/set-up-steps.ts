import { ProvisioningError } from "@azlin/core";
import { cloneRepositoryCommand, type FleetVm, type SetUpStep } from "@azlin/vms";
import type { Context } from "../context.ts";
import { copyContext } from "../copy/copy-files.ts";
import { heldBackInWords } from "../copy/copy-reports.ts";
import type { Remote } from "../remote/open-remote.ts";
import type { TaskBoard } from "../render/task-board.ts";
import { hasHomeFiles, readHomeFiles } from "../sync/home-files.ts";
import { copyHome } from "../sync/sync-vm.ts";

/** Makes what is done to one VM after its own set-up. */
export type StepMaker = (vm: FleetVm, board: TaskBoard) => SetUpStep;

/** Milliseconds that fetching a repository may take. */
const CLONE_LIMIT_MS = 600_000;

/**
 * Fetches a repository into the home of a VM's user.
 *
 * @throws ValidationError (`INVALID_REPOSITORY`), before anything is created.
 */
export function repositoryStep(url: string, remote: Remote): StepMaker {
  const command = cloneRepositoryCommand(url);
  return (vm) => ({
    label: `cloning ${url}`,
    run: async ({ signal }) => {
      const target = remote.target(vm);
      const { exitCode, stderr } = await remote.shell.exec(target, command, { signal, timeoutMs: CLONE_LIMIT_MS });
      if (exitCode === 0) return;
      throw new ProvisioningError("REPOSITORY_NOT_CLONED", `${url} was not cloned on '${vm.name}'.`, {
        hint: `git said: ${stderr.trim().split("\n").at(-1) ?? ""}. Try it there: azlin connect ${vm.name}`,
      });
    },
  });
}

/**
 * Brings what is in `~/.azlin/home` to a VM's home, without what looks secret, which a note tells; `undefined` when
 * there is nothing. The files are looked at once for all VMs.
 */
export async function homeStep(remote: Remote, context: Context): Promise<StepMaker | undefined> {
  const { home, signal } = context;
  if (!(await hasHomeFiles(home))) return undefined;
  const way = copyContext(remote, context);
  const files = await context.progress("Looking at the files", () => readHomeFiles(home, way, { signal }));
  for (const line of heldBackInWords(files.heldBack)) context.note(line);
  return (vm, board) => ({
    label: "copying ~/.azlin/home",
    run: async () => {
      const { isComplete, transfers } = await copyHome(vm, { files, way, remote, board }, context);
      if (isComplete) return;
      throw new ProvisioningError("HOME_NOT_COPIED", `Not all of ~/.azlin/home reached '${vm.name}'.`, {
        hint: `Try again with: azlin sync ${vm.name}`,
        details: { missing: transfers.flatMap(({ missing }) => missing) },
      });
    },
  });
}
