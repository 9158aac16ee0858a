import process from "node:process";
import { azlin, runProgram } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { atMost, rounded } from "../measure/statistics.mjs";

/** How long `azlin --version` takes, beside a Node that does nothing. */
export async function run() {
  const results = await inTurn(
    {
      azlin: () => runProgram(process.execPath, [azlin, "--version"]),
      node: () => runProgram(process.execPath, ["-e", "0"]),
    },
    { rounds: 40, warmups: 5 },
  );
  const { azlin: version, node } = medians(results, ({ ms }) => ms);
  return {
    targets: { versionToNode: atMost(version / node, 1.6) },
    figures: { versionMs: rounded(version), nodeMs: rounded(node) },
  };
}
