import { recordingLogger, seededRandom } from "@azlin/core";
import { IdleClock, verifies } from "@azlin/testing";
import fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityAzure,
  memoryIdentityJournal,
  rotateSecret,
} from "../../src/index.ts";
import { secretRequest, seedVault, worldOf } from "../support/identity-world.ts";

const FAULTY = ["/addPassword", "/secrets/", "/roleAssignments/", "/permissions", "/token", "/servicePrincipals"];

describe("a client secret", () => {
  it(
    "is in the vault and nowhere else: in no result, error, log or journal, whatever fails",
    { timeout: 60_000 },
    async () => {
      verifies("SP-05");
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...FAULTY),
          fc.constantFrom(400, 403, 500),
          fc.integer({ min: 1, max: 3 }),
          async (path, status, times) => {
            const emulator = worldOf();
            seedVault(emulator);
            const clock = new IdleClock(emulator);
            const told = new Set<string>();
            const transport = emulator.transport();
            const { sendRequest } = transport.httpClient;
            const overheard = {
              ...transport,
              httpClient: {
                sendRequest: async (request: Parameters<typeof sendRequest>[0]) => {
                  const response = await sendRequest(request);
                  const secret = /"secretText":"(?<text>[^"]+)"/.exec(response.bodyAsText ?? "")?.groups?.["text"];
                  if (secret !== undefined) told.add(secret);
                  // Only what comes after the secret was made may repeat it.
                  if (told.size > 0)
                    emulator.faults.set("break", {
                      match: { path },
                      times,
                      effect: { status, code: "Broken", message: "Broken." },
                    });
                  return response;
                },
              },
            };
            const logger = recordingLogger();
            const azure = identityAzure({
              transport: clock.watch(overheard),
              clock,
              random: seededRandom(3),
              logger,
              replicationDeadlineMs: 30_000,
            });
            const journal = memoryIdentityJournal();
            const outputs: unknown[] = [journal.entries, logger.records];
            const request = secretRequest();
            try {
              const made = await createServicePrincipal(azure, request, { journal, readiness: { deadlineMs: 20_000 } });
              outputs.push(made, await rotateSecret(azure, made.spName), await deleteServicePrincipal(azure, made));
            } catch (error) {
              outputs.push(error, JSON.stringify(error));
            }
            expect(told.size).toBeGreaterThan(0);
            const written = [inspect(outputs, { depth: 3 }), JSON.stringify(outputs)].join("\n");
            for (const secret of told) expect(written).not.toContain(secret);
            await emulator.stop();
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});
