import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../../src/index.ts";

const truth = fileURLToPath(new URL("../../../../../shared/azure-truth/", import.meta.url));
const results = fileURLToPath(new URL("../../temp/", import.meta.url));
const present = existsSync(`${truth}replay.mjs`);
if (!present) process.stderr.write(`SKIPPED: the replay of recorded Azure (${truth} is not there)\n`);

/** Shares of agreement that a report holds of each provider, in percent. */
type Measure = "statusPct" | "codePct" | "recallPct" | "typePct" | "enumPct" | "lroPct" | "terminalPct";

/** Under which a provider must not fall: somewhat below what was reached. */
const FLOORS: Readonly<Record<string, Readonly<Partial<Record<Measure, number>>>>> = {
  "Microsoft.Compute": {
    statusPct: 99,
    codePct: 99,
    recallPct: 99,
    typePct: 99,
    enumPct: 97,
    lroPct: 99,
    terminalPct: 99,
  },
  "Microsoft.Network": {
    statusPct: 99,
    codePct: 99,
    recallPct: 99,
    typePct: 99,
    enumPct: 99,
    lroPct: 99,
    terminalPct: 99,
  },
  "Microsoft.Resources": {
    statusPct: 98.5,
    codePct: 75,
    recallPct: 92,
    typePct: 99,
    enumPct: 96,
    lroPct: 99,
    terminalPct: 98,
  },
  "Microsoft.Authorization": { statusPct: 99, recallPct: 92, typePct: 99, enumPct: 99 },
  "Microsoft.Storage": { statusPct: 99, codePct: 99, recallPct: 99, typePct: 99, lroPct: 99, terminalPct: 99 },
};
const MEAN_FLOORS: Readonly<Partial<Record<Measure, number>>> = {
  statusPct: 88,
  recallPct: 84.5,
  lroPct: 99,
  terminalPct: 98,
};
/** The providers that a fleet of VMs lives on, and what they have to reach together. */
const FLEET_PROVIDERS = ["Microsoft.Compute", "Microsoft.Network", "Microsoft.Resources", "Microsoft.Authorization"];
/** Of 22 error codes three differ, which tell of the recorded client's rights and of the age of its token. */
const FLEET_FLOORS = { status: 99, codes: 86, members: 95 };

/** How many answers agree, of how many. */
interface Counts {
  readonly n: number;
  readonly status: number;
  readonly codeN: number;
  readonly codeOk: number;
  readonly recN: number;
  readonly recall: number;
}

type Scores = Readonly<Record<Measure, string>> & Counts;

interface ReplayReport {
  readonly total: Scores;
  readonly perOperation: Scores;
  readonly providers: Readonly<Record<string, Scores>>;
}

describe.runIf(present)("recorded Azure, replayed", () => {
  it("is answered as Azure did, as far as the floors go", { timeout: 180_000 }, async () => {
    await using emulator = createEmulator({ seed: 1, profile: "replay" });
    const { url } = await emulator.listen();
    await mkdir(results, { recursive: true });
    const report = `${results}replay-report.json`;
    const args = ["--endpoint", url, "--sessions", `${truth}sessions`, "--report", report];
    const { stdout } = await promisify(execFile)(process.execPath, [`${truth}replay.mjs`, ...args]);
    const { providers, perOperation, total } = JSON.parse(await readFile(report, "utf8")) as ReplayReport;
    await writeFile(`${results}replay-scores.json`, `${JSON.stringify({ total, perOperation, providers }, null, 2)}\n`);
    await writeFile(`${results}replay-scores.txt`, stdout);
    const fallen = [
      ...Object.entries(FLOORS).flatMap(([provider, floors]) => below(provider, providers[provider]!, floors)),
      ...below("mean over operations", perOperation, MEAN_FLOORS),
    ];
    expect(fallen).toEqual([]);
    const fleet = together(FLEET_PROVIDERS.map((provider) => providers[provider]!));
    expect(fleet.status).toBeGreaterThanOrEqual(FLEET_FLOORS.status);
    expect(fleet.codes).toBeGreaterThanOrEqual(FLEET_FLOORS.codes);
    expect(fleet.members).toBeGreaterThanOrEqual(FLEET_FLOORS.members);
  });
});

/** Shares of agreement of several providers together, in percent. */
function together(all: readonly Counts[]): Record<keyof typeof FLEET_FLOORS, number> {
  const sum = (measure: keyof Counts): number => all.reduce((total, counts) => total + counts[measure], 0);
  return {
    status: (100 * sum("status")) / sum("n"),
    codes: (100 * sum("codeOk")) / sum("codeN"),
    members: (100 * sum("recall")) / sum("recN"),
  };
}

/** The measures that are under their floor. */
function below(what: string, scores: Scores, floors: Readonly<Partial<Record<Measure, number>>>): string[] {
  return Object.entries(floors)
    .filter(([measure, floor]) => Number(scores[measure as Measure]) < floor)
    .map(([measure, floor]) => `${what}: ${measure} is ${scores[measure as Measure]}, not ${floor}`);
}
