import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { countTargets, parseCleanupPlan, planCleanup, type CleanupPlan } from "../../src/index.ts";
import { documentOf, factsOf, ownedOf } from "../support/cleanup-facts.ts";
import { idOf, SUBSCRIPTION } from "../support/run-world.ts";

const vm = idOf("app", "Microsoft.Compute/virtualMachines", "vm");
const nic = idOf("app", "Microsoft.Network/networkInterfaces", "nic");
const ip = idOf("app", "Microsoft.Network/publicIPAddresses", "ip");
const nsg = idOf("net", "Microsoft.Network/networkSecurityGroups", "nsg");
const vnet = idOf("net", "Microsoft.Network/virtualNetworks", "vnet");
const disk = idOf("app", "Microsoft.Compute/disks", "disk");
const [app, net] = [idOf("app"), idOf("net")];

const theVm = ownedOf(vm, {
  properties: {
    vmId: "1",
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    networkProfile: { networkInterfaces: [{ id: nic }] },
  },
});
const theNic = ownedOf(nic, {
  properties: {
    virtualMachine: { id: vm },
    networkSecurityGroup: { id: nsg },
    ipConfigurations: [{ properties: { publicIPAddress: { id: ip }, subnet: { id: `${vnet}/subnets/main` } } }],
  },
});
const theIp = ownedOf(ip, { sku: "Standard", properties: { ipConfiguration: { id: `${nic}/ipConfigurations/main` } } });
const theNsg = ownedOf(nsg, {
  properties: { networkInterfaces: [{ id: nic }], subnets: [{ id: `${vnet}/subnets/main` }] },
});
const theVnet = ownedOf(vnet, {
  properties: {
    subnets: [
      { properties: { networkSecurityGroup: { id: nsg }, ipConfigurations: [{ id: `${nic}/ipConfigurations/main` }] } },
    ],
  },
});
const theDisk = ownedOf(disk, { managedBy: vm, sku: "Premium_LRS", properties: { diskSizeGB: 30 } });
const everything = [theNsg, theDisk, theIp, theVnet, theNic, theVm];

const targets = ({ steps }: CleanupPlan): string[] => steps.map(({ target }) => target);
const stepOf = (plan: CleanupPlan, id: string): CleanupPlan["steps"][number] =>
  plan.steps.find(({ target }) => target === id)!;
const blockersOf = (plan: CleanupPlan, id: string): string[] => stepOf(plan, id).blockers.map(({ kind }) => kind);

describe("the order of a plan", () => {
  it("follows what uses what, also where only the used one names its user", () => {
    verifies("CLEAN-03");
    const plan = planCleanup(factsOf(everything));
    const order = targets(plan);
    const isBefore = (first: string, then: string): boolean => order.indexOf(first) < order.indexOf(then);
    expect([
      isBefore(vm, nic),
      isBefore(vm, disk),
      isBefore(nic, ip),
      isBefore(nic, vnet),
      isBefore(vnet, nsg),
    ]).toEqual(Array.from({ length: 5 }, () => true));
    expect(stepOf(plan, nsg).after.toSorted()).toEqual([nic, vnet].toSorted());
    expect(plan.notes).toEqual([]);
  });

  it("is the same whatever the case of ids", () => {
    const shouted = { ...theNic, properties: JSON.parse(JSON.stringify(theNic.properties).toUpperCase()) as object };
    const plan = planCleanup(factsOf([theNsg, ownedOf(nic, { properties: { a: shouted.properties } })]));
    expect(stepOf(plan, nsg).after).toEqual([nic]);
  });

  it("has parents take their children along, but for those whose children have to go first", () => {
    const extension = `${vm}/extensions/agent`;
    const zone = idOf("net", "Microsoft.Network/privateDnsZones", "zone.local");
    const link = `${zone}/virtualNetworkLinks/link`;
    const plan = planCleanup(factsOf([ownedOf(extension), theVm, ownedOf(zone), ownedOf(link)]));
    expect(stepOf(plan, extension).after).toEqual([vm]);
    expect(stepOf(plan, zone).after).toEqual([link]);
  });

  it("does not wait for what only looks on, nor for what a resource was made from", () => {
    const alert = idOf("app", "Microsoft.Insights/metricAlerts", "cpu");
    const snapshot = idOf("app", "Microsoft.Compute/snapshots", "copy");
    const plan = planCleanup(
      factsOf([
        ownedOf(alert, { properties: { scopes: [vm] } }),
        ownedOf(snapshot, { properties: { creationData: { sourceResourceId: disk } } }),
        theVm,
        theDisk,
      ]),
    );
    expect(stepOf(plan, vm).after).toEqual([]);
    expect(stepOf(plan, disk).after).toEqual([vm]);
  });

  it("breaks a cycle, and says so", () => {
    const [a, b] = ["a", "b"].map((name) => idOf("app", "Contoso.Web/things", name)) as [string, string];
    const plan = planCleanup(factsOf([ownedOf(a, { properties: { b } }), ownedOf(b, { properties: { a } })]));
    expect(targets(plan)).toEqual([a, b]);
    expect(plan.notes).toEqual(["a and b need each other: a goes first."]);
  });
});

describe("a group", () => {
  const groups = [ownedOf(app), ownedOf(net)];

  it("in which everything is ours goes as one, after those that use parts of it", () => {
    verifies("CLEAN-03");
    const plan = planCleanup(factsOf([...everything, ...groups]));
    expect(targets(plan)).toEqual([app, net]);
    expect(stepOf(plan, net).after).toEqual([nic]);
    expect(stepOf(plan, app).members.map(({ target }) => target)).toEqual([vm, disk, nic, ip]);
    expect(countTargets(plan)).toBe(8);
  });

  it("that holds something of others stays, and what is ours in it goes by itself", () => {
    verifies("CLEAN-06");
    const foreign = documentOf(idOf("app", "Microsoft.Storage/storageAccounts", "theirs"));
    const plan = planCleanup(factsOf([theVm, ownedOf(app)], { others: [foreign] }));
    expect(targets(plan)).toEqual([vm, app]);
    expect(blockersOf(plan, app)).toEqual(["foreign-content"]);
    expect(countTargets(plan)).toBe(1);
  });

  it("that is not ours stays, even when everything in it is", () => {
    expect(targets(planCleanup(factsOf([theVm])))).toEqual([vm]);
  });

  it("that needs another one, and is needed by it, does not go as one, which the plan says", () => {
    const back = ownedOf(idOf("net", "Microsoft.Compute/virtualMachines", "jump"), {
      properties: { disk: { id: disk } },
    });
    const plan = planCleanup(factsOf([...everything, back, ...groups]));
    expect(plan.notes).toEqual(["Group 'app' does not go as one: it and others need parts of each other."]);
    const order = targets(plan);
    expect(order.at(-1)).toBe(app);
    expect(order.indexOf(vm)).toBeLessThan(order.indexOf(net));
    expect(stepOf(plan, app)).toMatchObject({ members: [], blockers: [] });
  });
});

describe("what keeps a resource", () => {
  const lockOn = (scope: string): object => ({ locks: [{ id: `${scope}/locks/keep`, scope, level: "CanNotDelete" }] });

  it.each([
    ["itself", vm],
    ["its group", app],
    ["its subscription", SUBSCRIPTION],
    ["a part of it", `${vm}/extensions/agent`],
  ])("is a lock on %s", (_what, scope) => {
    verifies("CLEAN-04");
    expect(blockersOf(planCleanup(factsOf([theVm], lockOn(scope))), vm)).toEqual(["lock"]);
  });

  it("is the tag that protects, in any case, on itself or on its group", () => {
    verifies("CLEAN-06");
    const kept = ownedOf(vm, { tags: { "AZLIN-Keep": "True" } });
    expect(blockersOf(planCleanup(factsOf([kept])), vm)).toEqual(["protected"]);
    const around = factsOf([theVm], { groupTags: { app: { "azlin-keep": "true" } } });
    expect(blockersOf(planCleanup(around), vm)).toEqual(["protected"]);
    const released = ownedOf(vm, { tags: { "azlin-keep": "false" } });
    expect(blockersOf(planCleanup(factsOf([released])), vm)).toEqual([]);
  });

  it("is something of others that uses it, whether that was read or is only named", () => {
    verifies("CLEAN-06");
    const theirs = documentOf(idOf("app", "Microsoft.Network/networkInterfaces", "theirs"), {
      properties: { nsg: { id: nsg } },
    });
    const read = planCleanup(factsOf([ownedOf(nsg)], { others: [theirs] }));
    expect(stepOf(read, nsg).blockers).toMatchObject([{ kind: "foreign-user", by: theirs.id }]);
    const named = planCleanup(factsOf([theNsg, theVnet]));
    expect(blockersOf(named, nsg)).toEqual(["waits-for-kept", "foreign-user"].toReversed());
    expect(blockersOf(named, vnet)).toEqual(["foreign-user"]);
  });

  it("is a subscription that is not on the list", () => {
    verifies("CLEAN-06");
    const plan = planCleanup(factsOf([theVm]), { allowedSubscriptionIds: ["00000000-0000-4000-8000-000000000009"] });
    expect(blockersOf(plan, vm)).toEqual(["out-of-scope"]);
  });

  it("is a type whose api-version nobody knows", () => {
    expect(blockersOf(planCleanup(factsOf([theVm], { apiVersions: {} })), vm)).toEqual(["unknown-type"]);
  });

  it("also keeps all that it uses, and its group", () => {
    const plan = planCleanup(factsOf([...everything, ownedOf(app), ownedOf(net)], lockOn(nic)));
    expect(blockersOf(plan, vm)).toEqual([]);
    expect(blockersOf(plan, nic)).toEqual(["lock"]);
    expect(blockersOf(plan, nsg)).toEqual(["waits-for-kept"]);
    expect(blockersOf(plan, app)).toEqual(["lock"]);
    expect(blockersOf(plan, net)).toEqual(["waits-for-kept"]);
    expect(plan.steps.filter(({ blockers }) => blockers.length === 0).map(({ target }) => target)).toEqual([vm, disk]);
  });
});

describe("what a plan tells", () => {
  it("is the cost of what goes as far as prices are known, and what is lost for good", () => {
    verifies("CLEAN-06");
    const search = ownedOf(idOf("app", "Microsoft.Search/searchServices", "find"));
    const plan = planCleanup(factsOf([theVm, theDisk, theIp, theNic, search]));
    expect(plan).toMatchObject({ monthlyCostUsd: 79.01, unpriced: 1 });
    expect(stepOf(plan, search.id).monthlyCostUsd).toBeNull();
    expect(plan.steps.filter(({ isIrreversible }) => isIrreversible).map(({ target }) => target)).toEqual([
      search.id,
      disk,
    ]);
    expect(planCleanup(factsOf([theVm]), { priceOf: () => 5 }).monthlyCostUsd).toBe(5);
  });

  it("survives being written to a file, and is refused when it was changed there", () => {
    verifies("CLEAN-06");
    const plan = planCleanup(factsOf(everything));
    const text = JSON.stringify(plan, undefined, 2);
    expect(parseCleanupPlan(text)).toEqual(plan);
    const altered = text.replaceAll(vm, idOf("app", "Microsoft.Compute/virtualMachines", "prod"));
    expect(() => parseCleanupPlan(altered)).toThrow(expect.objectContaining({ code: "PLAN_ALTERED" }));
    for (const other of ["{", "null", "[]", '{"version":2}']) {
      expect(() => parseCleanupPlan(other)).toThrow(expect.objectContaining({ code: "INVALID_PLAN" }));
    }
  });
});
