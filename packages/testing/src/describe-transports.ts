import type { AzureTransport } from "@azlin/core";
import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { describe, onTestFinished } from "vitest";
import { transportCases } from "./transport-cases.ts";

/** A local Azure of the test's own, and a transport that reaches it. */
export interface Reached {
  readonly emulator: Emulator;
  readonly transport: AzureTransport;
}

/** Makes, inside a test, a fresh local Azure and a transport to it; it ends with the test. */
export type Reach = (options?: EmulatorOptions) => Promise<Reached>;

/** Options of {@link describeTransports}. */
export interface DescribeTransportsOptions {
  /**
   * Also through the real az, where there is one. Default true. Long suites do without: what az does to a request, the
   * suites of the transports prove, and here each request would be a process of a second.
   */
  readonly withRealAz?: boolean;
}

/** Milliseconds a test may take: every request may be a process. */
const TIMEOUT_MS = 60_000;

/**
 * Runs one suite through each transport: in process, over loopback, `az-token` and `az-rest` with the stand-in for az,
 * and both with the real az when `AZLIN_AZ` names it (required when `AZLIN_REQUIRE` says so).
 */
export function describeTransports(
  name: string,
  suite: (reach: Reach) => void,
  { withRealAz = true }: DescribeTransportsOptions = {},
): void {
  for (const { name: transportName, reach } of transportCases({ withRealAz })) {
    describe(`${name} over ${transportName}`, { timeout: TIMEOUT_MS }, () => {
      suite(async (options) => {
        const emulator = createEmulator(options);
        onTestFinished(() => emulator.stop());
        return { emulator, transport: await reach(emulator) };
      });
    });
  }
}
