import type { Emulator } from "@azlin/emulator";

/** Words that stand on whatever this package makes. */
const MARKS = ["AzureHayMaker-", "azlin-sp-", "scenario-sp-", "azlin: for the run"];

/** What of an identity is anywhere in a local Azure: living, deleted or given away; empty when nothing is. */
export function leftBehind(emulator: Emulator): string[] {
  const world = JSON.stringify(emulator.snapshot());
  return MARKS.filter((mark) => world.includes(mark));
}
