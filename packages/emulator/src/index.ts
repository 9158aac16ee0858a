// Everything exported here is public API. Explicit names only.
export { createEmulator, Emulator } from "./emulator.ts";
export type { EmulatorOptions, EmulatorSettings } from "./emulator.ts";
export type { EmulatorTransport } from "./in-process-transport.ts";
export { ADMINISTRATOR } from "./entra/principal.ts";
export type { Principal } from "./entra/principal.ts";
