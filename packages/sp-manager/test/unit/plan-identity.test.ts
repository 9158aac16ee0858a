import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canGiveRoles, describePlan, planIdentity, type IdentityFacts, type IdentityRequest } from "../../src/index.ts";
import { identityFacts, NOW_MS, ROLE_FACTS } from "../support/identity-facts.ts";
import { federatedRequest, GROUP, secretRequest, SUBSCRIPTION_ID, VAULT_URL } from "../support/identity-world.ts";
import { certificatePem } from "../support/certificate.ts";

const HOUR_MS = 3_600_000;
const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;

function refusal(change: Partial<IdentityRequest>, facts: Partial<IdentityFacts> = {}): unknown {
  try {
    return planIdentity(secretRequest(change), identityFacts(facts));
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe("the plan of an identity", () => {
  it("gives each role at each of the run's groups, by ids that are chosen beforehand", () => {
    verifies("SP-03");
    const other = `${SUBSCRIPTION}/resourceGroups/run-42-b`;
    const request = secretRequest({ roles: ["Reader", "Contributor", "Reader"] });
    const plan = planIdentity(request, identityFacts({ runGroups: [GROUP, other] }));
    expect(plan.roles.map(({ roleName, scope }) => [roleName, scope])).toEqual([
      ["Reader", GROUP],
      ["Reader", other],
      ["Contributor", GROUP],
      ["Contributor", other],
    ]);
    expect(new Set(plan.roles.map(({ assignmentName }) => assignmentName)).size).toBe(4);
    expect(planIdentity(request, identityFacts({ runGroups: [GROUP, other] }))).toEqual(plan);
  });

  it("ends with the run and a margin, and its secret with it", () => {
    verifies("SP-05");
    const byDefault = planIdentity(secretRequest(), identityFacts());
    expect(byDefault.expiresAt).toBe(new Date(NOW_MS + 32 * HOUR_MS).toISOString());
    const short = planIdentity(secretRequest({ lifetimeMs: HOUR_MS, marginMs: 0 }), identityFacts());
    expect(short.expiresAt).toBe(new Date(NOW_MS + HOUR_MS).toISOString());
    expect(short.credential).toEqual({ kind: "secret", vaultUrl: VAULT_URL, secretName: short.names.secretName });
  });

  it("takes tokens of somebody else without any secret", () => {
    verifies("SP-06");
    const { credential, names } = planIdentity(federatedRequest(), identityFacts());
    expect(credential).toEqual({
      kind: "federated",
      name: names.uniqueName,
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:azlin/azlin:ref:refs/heads/main",
      audiences: ["api://AzureADTokenExchange"],
    });
  });

  it("takes the public half of a key that ends with the identity", async () => {
    verifies("SP-06");
    const pem = await certificatePem({ endsAt: new Date(NOW_MS + HOUR_MS) });
    const plan = planIdentity(
      secretRequest({ credential: { kind: "certificate", certificatePem: pem } }),
      identityFacts(),
    );
    expect(plan.credential).toMatchObject({ kind: "certificate", endsAt: new Date(NOW_MS + HOUR_MS).toISOString() });
  });

  it("is told step by step before anything is done", () => {
    const steps = describePlan(planIdentity(secretRequest(), identityFacts()));
    expect(steps.map(({ action }) => action)).toEqual(["create", "create", "create", "assign", "wait"]);
    expect(steps[3]).toEqual({ action: "assign", target: "role 'Reader'", reason: `It may work in ${GROUP}.` });
  });

  it.each<[string, Partial<IdentityRequest>, Partial<IdentityFacts>]>([
    ["NO_ROLES", { roles: [] }, {}],
    ["ROLE_NOT_FOUND", { roles: ["Raeder"] }, {}],
    [
      "ROLE_NAME_AMBIGUOUS",
      { roles: ["X"] },
      { roles: new Map([["X", [ROLE_FACTS["Reader"]!, ROLE_FACTS["Owner"]!]]]) },
    ],
    ["NO_SCOPES", {}, { runGroups: [] }],
    ["INVALID_SCOPE", { scopes: ["/subscriptions/other/resourceGroups/x"] }, {}],
    ["INVALID_SCOPE", { scopes: [`${SUBSCRIPTION}0/resourceGroups/x`] }, {}],
    ["INVALID_LIFETIME", { lifetimeMs: 0 }, {}],
    ["INVALID_LIFETIME", { lifetimeMs: Number.NaN }, {}],
    ["INVALID_LIFETIME", { lifetimeMs: 32 * 24 * HOUR_MS }, {}],
    ["INVALID_VAULT_URL", { credential: { kind: "secret", vaultUrl: "vault" } }, {}],
    ["INVALID_FEDERATION", { credential: { kind: "federated", issuer: "http://x", subject: "s" } }, {}],
    ["INVALID_FEDERATION", { credential: { kind: "federated", issuer: "https://x", subject: " " } }, {}],
    ["INVALID_CERTIFICATE", { credential: { kind: "certificate", certificatePem: "no" } }, {}],
    ["INVALID_CERTIFICATE", { credential: { kind: "certificate", certificatePem: "-----BEGIN PRIVATE KEY-----" } }, {}],
    ["IDENTITY_EXISTS", {}, { application: "ours" }],
    ["NAME_TAKEN", {}, { application: "foreign" }],
    ["SECRET_NAME_TAKEN", {}, { secret: "foreign" }],
    ["SECRET_NAME_DELETED", {}, { secret: "soft-deleted" }],
  ])("is refused with %s", (code, change, facts) => {
    verifies("SP-01");
    expect(refusal(change, facts)).toBe(code);
  });

  it("is refused for a certificate that has ended or that outlives the identity", async () => {
    verifies("SP-06");
    const endingAt = async (ms: number): Promise<unknown> => {
      const pem = await certificatePem({ endsAt: new Date(ms) });
      return refusal({ credential: { kind: "certificate", certificatePem: pem } });
    };
    expect(await endingAt(NOW_MS - HOUR_MS)).toBe("INVALID_CERTIFICATE");
    expect(await endingAt(NOW_MS + 33 * HOUR_MS)).toBe("CERTIFICATE_OUTLIVES");
  });
});

describe("the guard of roles", () => {
  it("refuses roles that can give roles at a whole subscription, unless that is allowed", () => {
    verifies("SP-03");
    for (const roleName of ["Owner", "User Access Administrator"]) {
      expect(refusal({ roles: [roleName], scopes: [SUBSCRIPTION] })).toBe("PRIVILEGED_ROLE");
      expect(refusal({ roles: [roleName], scopes: [SUBSCRIPTION], condition: "true" })).toBe("PRIVILEGED_ROLE");
      expect(refusal({ roles: [roleName], scopes: [SUBSCRIPTION], allowPrivileged: true })).toMatchObject({
        roles: [{}],
      });
      expect(refusal({ roles: [roleName] })).toMatchObject({ roles: [{ scope: GROUP }] });
    }
    expect(refusal({ roles: ["Contributor"], scopes: [SUBSCRIPTION] })).toMatchObject({ roles: [{}] });
  });

  it("tells by what a role may do, whatever it is called", () => {
    verifies("SP-03");
    const target = "Microsoft.Authorization/roleAssignments/write";
    const wildcards = fc.array(fc.nat({ max: target.length }), { maxLength: 3 }).map((cuts) => {
      const [from = 0, to = target.length] = cuts.toSorted((left, right) => left - right);
      return `${target.slice(0, from)}*${target.slice(to)}`;
    });
    fc.assert(
      fc.property(wildcards, (action) => {
        expect(canGiveRoles({ actions: [action.toUpperCase()], notActions: [] })).toBe(true);
        expect(canGiveRoles({ actions: [action], notActions: ["Microsoft.Authorization/*/Write"] })).toBe(false);
      }),
    );
    expect(canGiveRoles({ actions: ["*/read", "Microsoft.Authorization/roleAssignments/read"], notActions: [] })).toBe(
      false,
    );
  });
});
