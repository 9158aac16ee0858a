import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { planContainer, type ContainerFacts, type ContainerRequest } from "../../src/index.ts";
import {
  environmentFacts,
  factsOf,
  GROUP,
  IDENTITY,
  requestOf,
  RULES,
  SUBNET,
  VAULT_URL,
} from "../support/container-world.ts";

const SECRETS = { API_KEY: { vaultUrl: VAULT_URL, name: "api-key" } };
const planning =
  (request: Partial<ContainerRequest>, facts: Partial<ContainerFacts> = {}) =>
  (): unknown =>
    planContainer(requestOf(request), factsOf(facts), RULES);
const withCode = (code: string): unknown => expect.objectContaining({ code });

describe("a plan", () => {
  it("is a job that is started by hand, ends in time and is not tried again", () => {
    verifies("CONT-04");
    const plan = planContainer(requestOf({ runId: "run-1", tags: { team: "a", Scenario: "no" } }), factsOf(), RULES);
    expect(plan.document).toMatchObject({
      kind: "job",
      resource: {
        workloadProfileName: "Consumption",
        tags: { team: "a", "AzureHayMaker-managed": "true", Scenario: "web-shop", RunId: "run-1" },
        configuration: { triggerType: "Manual", replicaTimeout: 36_000, replicaRetryLimit: 0 },
        template: { containers: [{ resources: { cpu: 2, memory: "4Gi" } }] },
      },
    });
    expect(plan.steps.map(({ action }) => action)).toEqual(["create job", "start job"]);
    expect(plan.id).toBe(`${GROUP}/providers/Microsoft.App/jobs/${plan.name}`);
    expect(structuredClone(plan)).toEqual(plan);
  });

  it("is an app with scaling rules and probes, and no ingress, when that is asked for", () => {
    verifies("CONT-04", "CONT-05");
    const { document } = planContainer(
      requestOf({
        kind: "app",
        scale: {
          minReplicas: 1,
          maxReplicas: 4,
          rules: [
            { kind: "http", name: "web", concurrentRequests: 20 },
            { kind: "cpu", name: "busy", utilizationPercent: 70 },
            { kind: "custom", name: "queue", type: "azure-servicebus", metadata: { queueName: "q" } },
          ],
        },
        probes: [
          { kind: "liveness", port: 8080, path: "/health" },
          { kind: "startup", port: 8080 },
        ],
      }),
      factsOf(),
      RULES,
    );
    expect(document).toMatchObject({
      kind: "app",
      resource: {
        template: {
          scale: {
            rules: [
              { name: "web", http: { metadata: { concurrentRequests: "20" } } },
              { name: "busy", custom: { type: "cpu", metadata: { value: "70" } } },
              { name: "queue", custom: { type: "azure-servicebus", metadata: { queueName: "q" } } },
            ],
          },
          containers: [
            {
              probes: [
                { type: "Liveness", httpGet: { path: "/health", port: 8080 } },
                { type: "Startup", tcpSocket: { port: 8080 } },
              ],
            },
          ],
        },
      },
    });
    expect(JSON.stringify(document)).not.toContain("ingress");
  });

  it.each([
    ["ENVIRONMENT_NOT_FOUND", null],
    ["ENVIRONMENT_NOT_READY", environmentFacts({ provisioningState: "Failed" })],
    ["ENVIRONMENT_WITHOUT_VNET", environmentFacts({ subnetId: null, isInternal: false })],
    ["ENVIRONMENT_PUBLIC", environmentFacts({ isInternal: false })],
  ])("is refused with %s", (code, environment) => {
    verifies("CONT-02");
    expect(planning({}, { environment })).toThrow(withCode(code));
  });

  it("takes a public environment only when the rules say so, and a certain subnet when they do", () => {
    verifies("CONT-02");
    const open = factsOf({ environment: environmentFacts({ subnetId: null, isInternal: false }) });
    expect(planContainer(requestOf(), open, { ...RULES, requireVnet: false }).warnings).toEqual([]);
    const inSubnet = (subnetId: string): unknown => planContainer(requestOf(), factsOf(), { ...RULES, subnetId }).id;
    expect(inSubnet(SUBNET.toUpperCase())).toBeTypeOf("string");
    expect(() => inSubnet(`${SUBNET}-2`)).toThrow(expect.objectContaining({ code: "ENVIRONMENT_IN_OTHER_SUBNET" }));
  });

  it("needs an identity that is there and may read the secrets; what is not known is told", () => {
    verifies("CONT-01");
    const vault = { url: `${VAULT_URL}/`, id: "vault" };
    const { identityId: _left, ...anonymous } = requestOf({ image: `ghcr.io/x@sha256:${"d".repeat(64)}` });
    const rules = { allowedRegistries: ["ghcr.io", "agents.azurecr.io"] };
    expect(planContainer(anonymous, factsOf(), rules).warnings).toEqual([]);
    const secretive = { ...anonymous, secrets: SECRETS };
    expect(() => planContainer(secretive, factsOf(), rules)).toThrow(withCode("IDENTITY_REQUIRED"));
    const pulling = { ...anonymous, image: requestOf().image };
    expect(() => planContainer(pulling, factsOf(), rules)).toThrow(withCode("IDENTITY_REQUIRED"));
    expect(planning({ secrets: SECRETS, identityId: IDENTITY }, { principalId: null })).toThrow(
      withCode("IDENTITY_NOT_FOUND"),
    );
    const blind = planning({ secrets: SECRETS, identityId: IDENTITY }, { vaults: [{ ...vault, access: "no" }] });
    expect(blind).toThrow(withCode("SECRETS_NOT_READABLE"));
    const facts = factsOf({ vaults: [{ ...vault, access: "unknown" }] });
    const { warnings } = planContainer(requestOf({ secrets: SECRETS, identityId: IDENTITY }), facts, RULES);
    expect(warnings).toEqual([expect.stringContaining("not known")]);
  });

  it("leaves alone what others have under its name, and updates what is ours", () => {
    const existing = { id: "there", kind: "job" as const, tags: {} };
    expect(planning({}, { existing })).toThrow(withCode("NAME_TAKEN"));
    expect(planning({ kind: "app" }, { existing: { ...existing, tags: { "azurehaymaker-managed": "true" } } })).toThrow(
      withCode("NAME_TAKEN"),
    );
    const ours = factsOf({ existing: { ...existing, tags: { "AzureHayMaker-managed": "true" } } });
    expect(planContainer(requestOf(), ours, RULES).steps[0]?.action).toBe("update job");
  });

  it.each<[string, Partial<ContainerRequest>]>([
    ["SCENARIO_REQUIRED", { scenario: "" }],
    ["INVALID_NAME", { name: "Web--1" }],
    ["INVALID_LIMIT", { timeoutSeconds: 0 }],
    ["INVALID_LIMIT", { retryLimit: -1 }],
    ["ONLY_FOR_APPS", { scale: {} }],
    ["INVALID_SCALE", { kind: "app", scale: { minReplicas: 3, maxReplicas: 2 } }],
    [
      "INVALID_SCALE",
      { kind: "app", scale: { minReplicas: 0, rules: [{ kind: "cpu", name: "a", utilizationPercent: 50 }] } },
    ],
    ["INVALID_SCALE", { kind: "app", scale: { rules: [{ kind: "http", name: "a", concurrentRequests: 0 }] } }],
    ["INVALID_PROBE", { kind: "app", probes: [{ kind: "liveness", port: 0 }] }],
    ["INVALID_PROBE", { kind: "app", probes: [{ kind: "liveness", port: 80, path: "health" }] }],
    ["INVALID_ID", { environmentId: "env" }],
    ["DUPLICATE_VARIABLE", { env: { API_KEY: "" }, secrets: SECRETS, identityId: IDENTITY }],
    [
      "DUPLICATE_SECRET",
      {
        identityId: IDENTITY,
        secrets: { ...SECRETS, OTHER: { vaultUrl: VAULT_URL, name: "other", reference: "api-key" } },
      },
    ],
    ["REGISTRY_NOT_ALLOWED", { image: "evil.example/azurecr.io/x" }],
  ])("is refused with %s before anything is asked", (code, request) => {
    verifies("CONT-01", "CONT-05");
    expect(planning(request)).toThrow(withCode(code));
  });
});
