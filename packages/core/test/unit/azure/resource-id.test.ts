import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatResourceId,
  isResourceId,
  parseResourceId,
  resourceKey,
  resourceNameOf,
  resourceTypeOf,
  sameResource,
  tryParseResourceId,
} from "../../../src/index.ts";

const name = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)
  .filter((text) => text.toLowerCase() !== "providers");
const parts = fc.record({
  subscriptionId: fc.uuid(),
  resourceGroup: name,
  provider: fc.constantFrom("Microsoft.Compute", "Microsoft.Network"),
  segments: fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 3 }),
});
const id = parts.map(({ subscriptionId, resourceGroup, provider, segments }) =>
  formatResourceId({
    subscriptionId,
    resourceGroup,
    type: [provider, ...segments.map(([type]) => type)].join("/"),
    name: segments.map(([, segmentName]) => segmentName),
  }),
);

describe("resource ids", () => {
  it("come back from text as they went in", () => {
    fc.assert(
      fc.property(parts, ({ subscriptionId, resourceGroup, provider, segments }) => {
        const types = segments.map(([type]) => type);
        const names = segments.map(([, segmentName]) => segmentName);
        const text = formatResourceId({
          subscriptionId,
          resourceGroup,
          type: [provider, ...types].join("/"),
          name: names,
        });
        expect(parseResourceId(text)).toEqual({ subscriptionId, resourceGroup, provider, types, names });
        expect(resourceTypeOf(parseResourceId(text))).toBe([provider, ...types].join("/"));
        expect(resourceNameOf(text)).toBe(names.at(-1));
      }),
    );
  });

  it("are the same in any case and with any number of slashes", () => {
    fc.assert(
      fc.property(id, fc.boolean(), (text, isUpper) => {
        const respelled = `${isUpper ? text.toUpperCase() : text.toLowerCase()}/`.replaceAll("/", "//");
        expect(sameResource(text, respelled)).toBe(true);
        expect(resourceKey(respelled)).toBe(resourceKey(text));
        expect(sameResource(text, `${text}x`)).toBe(false);
      }),
    );
  });

  it("may be those of subscriptions, groups, the tenant's and extensions", () => {
    expect(resourceTypeOf(parseResourceId("/subscriptions/s"))).toBe("Microsoft.Resources/subscriptions");
    expect(resourceTypeOf(parseResourceId("/SUBSCRIPTIONS/s/ResourceGroups/g"))).toBe(
      "Microsoft.Resources/subscriptions/resourceGroups",
    );
    expect(parseResourceId("/providers/Microsoft.Management/managementGroups/m")).toEqual({
      provider: "Microsoft.Management",
      types: ["managementGroups"],
      names: ["m"],
    });
    const vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v";
    expect(parseResourceId(`${vm}/providers/Microsoft.Authorization/locks/l`)).toEqual({
      subscriptionId: "s",
      resourceGroup: "g",
      provider: "Microsoft.Authorization",
      types: ["locks"],
      names: ["l"],
      scope: vm,
    });
    expect(formatResourceId({ subscriptionId: "s", resourceGroup: "g" })).toBe("/subscriptions/s/resourceGroups/g");
    expect(formatResourceId({ subscriptionId: "s", type: "P/a", name: "x" })).toBe("/subscriptions/s/providers/P/a/x");
    expect(formatResourceId({ subscriptionId: "s", type: "P/a" })).toBe("/subscriptions/s/providers/P/a");
    const extensionOfMg = "/providers/M/mg/m/providers/A/locks/l";
    expect(parseResourceId(extensionOfMg)).toMatchObject({ scope: "/providers/M/mg/m", names: ["l"] });
  });

  it.each([
    "vm-1",
    "/subscriptions",
    "/subscriptions/s/resourceGroups",
    "/subscriptions/s/other/g",
    "/subscriptions/s/providers",
    "/subscriptions/s/providers/P/a",
    "/nonsense/x/providers/P/a/b",
    "/a/b/c/providers/P/a/b/providers/Q/c/d",
  ])("are not seen in %s", (text) => {
    expect(tryParseResourceId(text)).toBeUndefined();
    expect(isResourceId(text)).toBe(false);
    expect(() => parseResourceId(text)).toThrow(expect.objectContaining({ code: "INVALID_RESOURCE_ID" }));
  });
});
