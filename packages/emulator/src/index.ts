// Everything exported here is public API. Explicit names only.
export { createEmulator, Emulator } from "./emulator.ts";
export type { EmulatorOptions, EmulatorSettings } from "./emulator.ts";
export { ADMINISTRATOR } from "./entra/principal.ts";
export type { Principal } from "./entra/principal.ts";
export { ConnectionClosedError } from "./faults/fault.ts";
export type { Fault, FaultEffect, FaultMatch } from "./faults/fault.ts";
export type { FaultStatus } from "./faults/fault-plan.ts";
export type { JournalEntry } from "./http/request-journal.ts";
export type { EmulatorTransport } from "./in-process-transport.ts";
export { writeAzConfigDirectory } from "./server/az-config-directory.ts";
export type { AzConfigOptions } from "./server/az-config-directory.ts";
export type { Certificate } from "./server/certificate.ts";
export type { ListenOptions, RunningServer } from "./server/listen.ts";
export type { ClockChange, ClockMode } from "./world/emulator-clock.ts";
export type { FleetSeed } from "./world/seed-fleet.ts";
export type { Seed } from "./world/seed.ts";
export type { Consistency, Profile, Subscription } from "./world/settings.ts";
export type { WorldState } from "./world/world-state.ts";
