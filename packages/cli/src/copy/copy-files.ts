import { applyCopy, planCopy, readCopyFacts, type CopyContext, type CopyPlan, type CopyProgress } from "@azlin/ssh";
import type { Context } from "../context.ts";
import { withRemains } from "../interrupted-error.ts";
import { formatBytes } from "../render/format-bytes.ts";
import type { Report } from "../render/report.ts";
import type { Remote } from "../remote/open-remote.ts";
import type { AddressedCopy } from "./address-copy.ts";
import { assertAllowedFound } from "./allowed-files.ts";
import { copyPlanReport, copyReport } from "./copy-reports.ts";

const TITLE = "Copying";

/** Copies files: looks at both ends, plans, and unless `--dry-run` says otherwise does it. */
export async function copyFiles(copy: AddressedCopy, remote: Remote, context: Context): Promise<Report> {
  const { request, allowed } = copy;
  const way = copyContext(remote, context);
  const facts = await context.progress("Looking at the files", () =>
    readCopyFacts(way, request, { signal: context.signal }),
  );
  assertAllowedFound(request.sources, facts.sources, allowed);
  const plan = planCopy(request, facts);
  if (context.isDryRun) return copyPlanReport(plan);
  return copyReport(request, await carryOut(plan, way, context));
}

/** How copies reach VMs. */
export function copyContext({ shell, knownHosts, keyPath }: Remote, { clock }: Context): CopyContext {
  return { connections: shell, ssh: { knownHostsPath: knownHosts.path, keyPath }, clock };
}

/** How far a copy is, for people. */
export function progressInWords({ bytes, totalBytes, files, totalFiles, bytesPerSecond }: CopyProgress): string {
  const amount = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return `${amount}, ${formatBytes(bytesPerSecond)}/s, ${files} of ${totalFiles} files`;
}

async function carryOut(plan: CopyPlan, way: CopyContext, context: Context): ReturnType<typeof applyCopy> {
  const { signal } = context;
  let latest: CopyProgress | undefined;
  try {
    return await context.board([TITLE], async (board) => {
      board.at(TITLE, `${plan.files} files, ${formatBytes(plan.bytes)}`);
      const onProgress = (progress: CopyProgress): void => {
        latest = progress;
        board.far(TITLE, progressInWords(progress));
      };
      const report = await applyCopy(way, plan, { signal, onProgress });
      board.end(TITLE, report.isComplete ? "done" : "failed");
      return report;
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    const { files = 0, bytes = 0 } = latest ?? {};
    throw withRemains(signal.reason, {
      hint: `About ${files} of ${plan.files} files are in place; none of them is half a file. The same command goes on.`,
      details: { files, bytes, totalFiles: plan.files, totalBytes: plan.bytes },
    });
  }
}
