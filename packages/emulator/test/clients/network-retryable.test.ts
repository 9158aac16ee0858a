import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmAnswer, type ArmCaller } from "../support/arm-caller.ts";

const NETWORK = "resourceGroups/rg/providers/Microsoft.Network";
const SECOND_MS = 1000;

describe("Microsoft.Network, while an operation is under way", () => {
  let emulator: Emulator;
  let arm: ArmCaller;

  const put = (path: string, properties: object): Promise<ArmAnswer> =>
    arm("PUT", `${NETWORK}/${path}`, { location: "westus2", properties });
  const idOf = (path: string): string => `/subscriptions/${emulator.transport().subscriptionIds[0]}/${NETWORK}/${path}`;
  const network = (subnets: string[]): Promise<ArmAnswer> =>
    put("virtualNetworks/v", {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: subnets.map((name, index) => ({ name, properties: { addressPrefix: `10.0.${index}.0/24` } })),
    });
  const nic = (extra: object = {}): Promise<ArmAnswer> =>
    put("networkInterfaces/n", {
      ipConfigurations: [{ name: "a", properties: { subnet: { id: idOf("virtualNetworks/v/subnets/s") } } }],
      ...extra,
    });
  const errorOf = ({ status, headers, body }: ArmAnswer): unknown[] => {
    const { code, details } = body.error as { code: string; details: { code: string }[] };
    return [status, code, headers.get("retry-after"), ...details.map((detail) => detail.code)];
  };
  const settle = async (): Promise<void> => {
    emulator.clock.advance(50_000 * SECOND_MS);
    await arm("GET", "resourcegroups");
  };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 3, clock: "virtual" });
    arm = armCaller(emulator, "2024-05-01");
    await arm("PUT", "resourcegroups/rg", { location: "westus2" });
    emulator.configure({ latency: { profile: "recorded", scale: 100 } });
  });

  it("answers a reference to what is not provisioned yet with a 429 that is no throttling", async () => {
    await network(["s"]);
    const refused = await nic();
    expect(errorOf(refused)).toEqual([429, "RetryableError", null, "ReferencedResourceNotProvisioned"]);
    expect(refused.body.error.details[0].message).toContain("PutVirtualNetworkOperation");
    await settle();
    expect((await nic()).status).toBe(201);
  });

  it("answers the deletion of what a leaving resource uses likewise, and of what others use with Azure's refusal", async () => {
    await network(["s"]);
    await put("networkSecurityGroups/g", {});
    await put("publicIPAddresses/p", {});
    await settle();
    await nic({
      networkSecurityGroup: { id: idOf("networkSecurityGroups/g") },
      ipConfigurations: [
        {
          name: "a",
          properties: {
            subnet: { id: idOf("virtualNetworks/v/subnets/s") },
            publicIPAddress: { id: idOf("publicIPAddresses/p") },
          },
        },
      ],
    });
    await settle();
    const paths = [
      "virtualNetworks/v",
      "virtualNetworks/v/subnets/s",
      "networkSecurityGroups/g",
      "publicIPAddresses/p",
    ];
    const codes = async (): Promise<unknown[]> => {
      const found: unknown[] = [];
      for (const path of paths) found.push(errorOf(await arm("DELETE", `${NETWORK}/${path}`)));
      return found;
    };
    expect(await codes()).toEqual([
      [400, "InUseSubnetCannotBeDeleted", null],
      [400, "InUseSubnetCannotBeDeleted", null],
      [400, "InUseNetworkSecurityGroupCannotBeDeleted", null],
      [400, "PublicIPAddressCannotBeDeleted", null],
    ]);
    await arm("DELETE", `${NETWORK}/networkInterfaces/n`);
    const retryable = [429, "RetryableError", null, "RetryableErrorDueToAnotherOperation"];
    expect(await codes()).toEqual([retryable, retryable, retryable, retryable]);
    await settle();
    expect((await arm("DELETE", `${NETWORK}/networkSecurityGroups/g`)).status).toBe(202);
  });

  it("changes the subnets of a virtual network one after the other", async () => {
    await network(["s"]);
    await settle();
    expect((await put("virtualNetworks/v/subnets/t", { addressPrefix: "10.0.7.0/24" })).status).toBe(201);
    const second = await put("virtualNetworks/v/subnets/u", { addressPrefix: "10.0.8.0/24" });
    expect(errorOf(second)).toEqual([409, "AnotherOperationInProgress", null]);
    expect(errorOf(await arm("DELETE", `${NETWORK}/virtualNetworks/v/subnets/s`))[1]).toBe(
      "AnotherOperationInProgress",
    );
    await settle();
    expect((await put("virtualNetworks/v/subnets/u", { addressPrefix: "10.0.8.0/24" })).status).toBe(201);
  });

  it("takes the same virtual network again", async () => {
    expect((await network(["s"])).status).toBe(201);
    expect((await network(["s", "t"])).status).toBe(200);
  });
});
