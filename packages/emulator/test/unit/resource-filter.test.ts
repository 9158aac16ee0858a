import { describe, expect, it } from "vitest";
import { parseResourceFilter } from "../../src/services/resources/resource-filter.ts";
import type { StoredResource } from "../../src/world/resource-store.ts";

const VM: StoredResource = {
  body: {
    id: "/subscriptions/s/resourceGroups/Team-A/providers/Microsoft.Compute/virtualMachines/vm-1",
    name: "vm-1",
    type: "Microsoft.Compute/virtualMachines",
    location: "westus2",
    tags: { Team: "alpha", note: "it's and that's" },
  },
  internals: {},
  createdAt: 0,
  changedAt: 0,
  sequence: 1,
};

describe("parseResourceFilter", () => {
  it.each([
    [undefined, true],
    ["", true],
    ["resourceType eq 'microsoft.compute/VIRTUALMACHINES'", true],
    ["resourceType ne 'Microsoft.Compute/virtualMachines'", false],
    ["resourceGroup eq 'team-a' and location eq 'westus2'", true],
    ["name eq 'vm-1' and location eq 'eastus'", false],
    ["tagName eq 'team'", true],
    ["tagname eq 'team' and tagvalue eq 'alpha'", true],
    ["tagName eq 'team' and tagValue eq 'ALPHA'", false],
    ["tagName eq 'note' and tagValue eq 'alpha'", false],
    ["tagName eq 'note' and tagValue eq 'it''s and that''s'", true],
    ["tagValue eq 'alpha'", true],
    ["startswith(tagName, 'te')", true],
    ["substringof('m-', name)", true],
    ["substringof('x', name)", false],
    ["(name eq 'vm-1')", true],
  ])("reads %j", (filter, expected) => {
    expect(parseResourceFilter(filter)(VM)).toBe(expected);
  });

  it.each(["name", "name like 'x'", "name eq vm", "substringof(name, location)", "color eq 'red'"])(
    "refuses %j",
    (filter) => {
      expect(() => parseResourceFilter(filter)(VM)).toThrow(
        expect.objectContaining({ status: 400, code: "InvalidFilterInQueryString" }),
      );
    },
  );
});
