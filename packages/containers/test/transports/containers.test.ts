import { isAzlinError } from "@azlin/core";
import { describeTransports, verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import {
  ContainerManager,
  containersAzure,
  deleteContainerApp,
  deployContainerApp,
  getContainerStatus,
  readContainerStatus,
} from "../../src/index.ts";
import { configOf, GROUP, seedContainers, SUBSCRIPTION_ID } from "../support/container-world.ts";

const SCENARIO = { scenarioName: "web-shop" };
const SP = { clientId: "00000000-0000-4000-8000-00000000c11e", secretReference: "scenario-sp-web-shop-secret" };

describeTransports(
  "a scenario's agent",
  (reach) => {
    it("is deployed as a job with references to its secrets, runs, and is deleted", async () => {
      verifies("CONT-01", "CONT-04");
      const { emulator, transport } = await reach({ seed: 1 });
      seedContainers(emulator);
      const manager = new ContainerManager(configOf({ command: ["sh", "-c", "echo done"] }), { transport });
      const id = await manager.deploy(SCENARIO, SP);
      expect(id).toBe(`${GROUP}/providers/Microsoft.App/jobs/web-shop-agent`);
      const properties = emulator.world.store.get(id)?.body.properties;
      expect(properties).toMatchObject({
        workloadProfileName: "Consumption",
        configuration: {
          triggerType: "Manual",
          replicaTimeout: 36_000,
          replicaRetryLimit: 0,
          secrets: [
            {
              name: "sp-client-secret",
              keyVaultUrl: "https://agents-kv.vault.azure.net/secrets/scenario-sp-web-shop-secret",
            },
            { name: "anthropic-api-key" },
          ],
        },
        template: {
          containers: [
            {
              env: expect.arrayContaining([
                { name: "AZURE_CLIENT_ID", value: SP.clientId },
                { name: "KEY_VAULT_URL", value: "https://agents-kv.vault.azure.net" },
                { name: "AZURE_CLIENT_SECRET", secretRef: "sp-client-secret" },
                { name: "ANTHROPIC_API_KEY", secretRef: "anthropic-api-key" },
              ]),
            },
          ],
        },
      });
      expect(await manager.getStatus("web-shop-agent")).toBe("succeeded");
      expect(await manager.delete("web-shop-agent")).toBe(true);
      expect(emulator.world.store.has(id)).toBe(false);
      expect(await manager.delete("web-shop-agent")).toBe(false);
    });

    it("is an app when that is asked for, by the functions that need no manager", async () => {
      verifies("CONT-01", "CONT-04");
      const { emulator, transport } = await reach({ seed: 1 });
      seedContainers(emulator);
      const options = { transport, subscriptionId: SUBSCRIPTION_ID };
      const id = await deployContainerApp(SCENARIO, SP, { ...options, config: configOf({ kind: "app", runId: "r1" }) });
      const name = id.split("/").at(-1) ?? "";
      expect(id).toMatch(/\/containerApps\/web-shop-[0-9a-f]{6}-agent$/);
      expect(await getContainerStatus(name, "agents", options)).toBe("running");
      const status = await readContainerStatus(containersAzure(options), { resourceGroup: "agents", name });
      expect(status).toMatchObject({ kind: "app", raw: "Running", provisioningState: "Succeeded" });
      expect(await deleteContainerApp(name, "agents", options)).toBe(true);
      expect(await deleteContainerApp(name, "agents", options)).toBe(false);
    });
  },
  { withRealAz: false },
);

describeTransports(
  "the log of an agent",
  (reach) => {
    it("is read line by line, unless az itself has to send the request", async () => {
      verifies("CONT-05");
      const { emulator, transport } = await reach({ seed: 1 });
      seedContainers(emulator);
      const config = configOf({ command: ["sh", "-c", "echo one; echo two"] });
      const manager = new ContainerManager(config, { transport });
      await manager.deploy(SCENARIO, SP);
      const read = async (): Promise<string[]> => {
        const lines: string[] = [];
        for await (const { text } of manager.logs("web-shop-agent")) lines.push(text);
        return lines;
      };
      const outcome = await read().catch((error: unknown) => isAzlinError(error) && error.code);
      expect(outcome).toEqual(transport.name === "az-rest" ? "AZ_REST_SIGNATURE" : ["one", "two"]);
    });
  },
  { withRealAz: false },
);
