import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { runChild } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { makeTree } from "../measure/make-tree.mjs";
import { atLeast, atMost, exactly, rounded } from "../measure/statistics.mjs";

const FEW = 10_000;
const MANY = 100_000;
/** V8 puts off collecting while it may grow: with little room, what grows is what the filter holds on to. */
const NODE_OPTIONS = "--max-old-space-size=24 --max-semi-space-size=1";

/** The secret filter on trees of source files: how many a minute, and whether memory grows with them. */
export async function run() {
  const directory = await mkdtemp(join(tmpdir(), "azlin-bench-"));
  try {
    return await compare(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function compare(directory) {
  const trees = { few: join(directory, "few"), many: join(directory, "many") };
  makeTree(trees.few, { files: FEW });
  makeTree(trees.many, { files: MANY });
  const env = { ...process.env, NODE_OPTIONS };
  const scan = (tree) => async () => JSON.parse((await runChild("scan-tree", [tree], { env })).stdout);
  const results = await inTurn({ few: scan(trees.few), many: scan(trees.many) }, { rounds: 3 });
  const ms = medians(results, (result) => result.ms);
  const rssMb = medians(results, (result) => result.rssMb);
  const allowed = medians(results, (result) => result.allowed);
  return {
    targets: {
      filesPerMinute: atLeast((MANY / ms.many) * 60_000, 100_000),
      memoryOfTenTimesTheFiles: atMost(rssMb.many / rssMb.few, 1.2),
      allowed: exactly(allowed.many, MANY),
    },
    figures: {
      fewMs: rounded(ms.few),
      manyMs: rounded(ms.many),
      fewMb: rounded(rssMb.few),
      manyMb: rounded(rssMb.many),
    },
  };
}
