import { createDefaultHttpClient } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import {
  AZURE_PUBLIC_CLOUD,
  clientOptions,
  isComputeBilled,
  pollOptions,
  POWER_STATES,
  powerStateOf,
  type AzureTransport,
} from "../../../src/index.ts";

const transport: AzureTransport = {
  name: "sdk",
  credential: { getToken: async () => null },
  cloud: AZURE_PUBLIC_CLOUD,
  subscriptionIds: [],
};

describe("clientOptions", () => {
  it("points a client at the cloud of the transport", () => {
    expect(clientOptions(transport)).toMatchObject({
      endpoint: "https://management.azure.com",
      credentialScopes: ["https://management.azure.com/.default"],
      credentials: { scopes: ["https://management.azure.com/.default"] },
      userAgentOptions: { userAgentPrefix: "azlin" },
    });
  });

  it("hands on policies, the carrier of requests and the interval of polls", () => {
    const httpClient = createDefaultHttpClient();
    const policy = { name: "p", sendRequest: httpClient.sendRequest.bind(httpClient) };
    const policies = [{ policy, position: "perCall" as const }];
    const options = clientOptions({ ...transport, httpClient, policies }, "azlin-tags");
    expect(options.userAgentOptions).toEqual({ userAgentPrefix: "azlin-tags" });
    expect(options.additionalPolicies.map((added) => [added.policy.name, added.position])).toEqual([
      ["azlinOperationErrorPolicy", "perCall"],
      ["p", "perCall"],
      ["azlinThrottleHintPolicy", "perRetry"],
    ]);
    expect(options.httpClient).toBe(httpClient);
    expect(pollOptions({ ...transport, pollIntervalMs: 5 })).toEqual({ updateIntervalInMs: 5 });
    expect(pollOptions(transport)).toEqual({});
  });
});

describe("power states", () => {
  it("are read from the statuses of an instance view", () => {
    expect(powerStateOf([{ code: "ProvisioningState/succeeded" }, { code: "PowerState/Deallocated" }])).toBe(
      "deallocated",
    );
  });

  it.each([undefined, [], [{}], [{ code: "PowerState/dreaming" }]])("are unknown when Azure says %o", (statuses) => {
    expect(powerStateOf(statuses)).toBe("unknown");
  });

  it("tell what is billed, and do not guess", () => {
    expect(POWER_STATES.filter((state) => isComputeBilled(state) === false)).toEqual(["deallocating", "deallocated"]);
    expect(isComputeBilled("stopped")).toBe(true);
    expect(isComputeBilled("unknown")).toBeUndefined();
  });
});
