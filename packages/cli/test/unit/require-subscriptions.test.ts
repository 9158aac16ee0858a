import { createEmulator } from "@azlin/emulator";
import { expect, test } from "vitest";
import { requireOneSubscription, requireSubscriptions } from "../../src/sp/require-subscriptions.ts";

const reaching = (...subscriptionIds: string[]): Parameters<typeof requireSubscriptions>[0] => ({
  transport: { ...createEmulator().transport(), subscriptionIds },
});

test("nothing is swept when no subscription is named", () => {
  expect(() => requireSubscriptions(reaching())).toThrow(expect.objectContaining({ code: "NO_SUBSCRIPTIONS" }));
  expect(requireSubscriptions(reaching("a", "b"))).toEqual(["a", "b"]);
});

test("an identity is made in one subscription, which is not guessed", () => {
  for (const azure of [reaching(), reaching("a", "b")]) {
    expect(() => requireOneSubscription(azure)).toThrow(expect.objectContaining({ code: "SUBSCRIPTION_REQUIRED" }));
  }
  expect(requireOneSubscription(reaching("a"))).toBe("a");
});
