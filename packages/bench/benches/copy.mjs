import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { randomFillSync } from "node:crypto";
import { basename, join } from "node:path";
import { shellQuote } from "@azlin/ssh";
import { runProgram } from "../measure/child.mjs";
import { startGuestFleet } from "../measure/guest-fleet.mjs";
import { inTurn, medians, timed } from "../measure/in-turn.mjs";
import { makeTree } from "../measure/make-tree.mjs";
import { atLeast, mapValues, rounded } from "../measure/statistics.mjs";

const FILES = 20_000;
const BIG_MB = 1_024;
const MB = 1024 * 1024;
const ROUNDS = 3;

/** `azlin cp -r` with its filter, beside `rsync -a` over the system's `ssh`, to the same guest. */
export async function run() {
  const fleet = await startGuestFleet(1);
  try {
    const small = join(fleet.home, "small");
    const big = join(fleet.home, "big");
    makeTree(small, { files: FILES });
    makeBigFile(big);
    return report(await compare(fleet, big), await compare(fleet, small));
  } finally {
    await fleet.stop();
  }
}

function report(big, small) {
  return {
    targets: { bigFile: atLeast(big.rsync / big.azlin, 0.8), smallFiles: atLeast(small.rsync / small.azlin, 0.8) },
    figures: {
      bigFileMs: mapValues(big),
      smallFilesMs: mapValues(small),
      bigFileMbPerSecond: rounded((BIG_MB / big.azlin) * 1_000),
      smallFilesPerSecond: Math.round((FILES / small.azlin) * 1_000),
    },
  };
}

/**
 * Milliseconds of each, to a target that is not there yet. None is removed before the end: file systems put new files
 * where others were deleted a moment ago last, and search for long when these are many.
 */
async function compare(fleet, source) {
  const [target] = fleet.targets;
  const [host] = fleet.sshArgs(target).slice(-1);
  const ssh = shellQuote(["ssh", ...fleet.sshArgs(target).slice(0, -1)]);
  let copies = 0;
  const measure = (copy) => () => timed(() => copy(`${basename(source)}-${(copies += 1)}`));
  return medians(
    await inTurn(
      {
        rsync: measure((to) => runProgram("rsync", ["-a", "-e", ssh, `${source}/`, `${host}:${to}/`])),
        azlin: measure((to) => fleet.runAzlin("cp", "-r", `${source}/`, `${target.name}:${to}/`)),
      },
      { rounds: ROUNDS, warmups: 0 },
    ),
  );
}

/** A file that does not compress, without holes. */
function makeBigFile(directory) {
  mkdirSync(directory);
  const file = openSync(join(directory, "image.bin"), "w");
  const chunk = Buffer.alloc(MB);
  for (let index = 0; index < BIG_MB; index++) writeSync(file, randomFillSync(chunk));
  closeSync(file);
}
