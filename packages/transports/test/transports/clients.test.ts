import { clientOptions, pollOptions, toAzlinError, type AzureTransport, operationErrorOf } from "@azlin/core";
import { fakeAzPath } from "@azlin/testing";
import { ComputeManagementClient, type VirtualMachine } from "@azure/arm-compute";
import { ResourceManagementClient } from "@azure/arm-resources";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { azCliTransport, emulatorTransport, loopbackHttpClient } from "../../src/index.ts";
import { ArmStub, FAILED_OPERATION, SUBSCRIPTION } from "../arm-stub.ts";

const stub = new ArmStub();
let server: Awaited<ReturnType<ArmStub["listen"]>>;

beforeAll(async () => {
  server = await stub.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  stub.seen.length = 0;
  stub.next.length = 0;
});

const TRANSPORTS: Record<string, (url: string) => AzureTransport> = {
  loopback: (url) => emulatorTransport({ url }),
  "az-token": (url) =>
    azCliTransport({
      mode: "token",
      azPath: fakeAzPath(),
      env: { FAKE_AZ_URL: url },
      httpClient: loopbackHttpClient(url),
    }),
  "az-rest": (url) => azCliTransport({ mode: "rest", azPath: fakeAzPath(), env: { FAKE_AZ_URL: url } }),
};

function compute(transport: AzureTransport): ComputeManagementClient {
  return new ComputeManagementClient(transport.credential, SUBSCRIPTION, clientOptions(transport));
}

function resources(transport: AzureTransport): ResourceManagementClient {
  return new ResourceManagementClient(transport.credential, SUBSCRIPTION, clientOptions(transport));
}

const FAST = { updateIntervalInMs: 5 };

describe.each(Object.keys(TRANSPORTS))("the official clients over %s", (name) => {
  const transport = (): AzureTransport => TRANSPORTS[name]!(server.url);

  it("follow the pages of a list and keep every character of it", async () => {
    const vms: VirtualMachine[] = [];
    for await (const vm of compute(transport()).virtualMachines.listAll()) vms.push(vm);
    expect(vms.map((vm) => vm.name)).toEqual(["vm-a", "vm-b", "vm-c"]);
    expect(vms[0]?.tags).toEqual({ note: "ü 'q' \"d\"\n@x" });
    expect(stub.armCalls).toHaveLength(2);
  });

  it("sign in once for many requests at the same moment", async () => {
    const client = compute(transport());
    await Promise.all([1, 2, 3].map(() => client.virtualMachines.get("rg1", "vm-a")));
    const signIns = stub.seen.filter(({ path }) => path.includes("oauth2"));
    // az signs every request of its own; its cache is its own affair.
    expect(signIns).toHaveLength(name === "az-rest" ? 3 : 1);
    const signed = stub.seen.filter(({ headers }) => headers.authorization?.startsWith("Bearer eyJ0."));
    expect(signed).toHaveLength(3);
  });

  it("get a 404 as a RestError with Azure's code", async () => {
    await expect(compute(transport()).virtualMachines.get("rg1", "none")).rejects.toMatchObject({
      name: "RestError",
      statusCode: 404,
      code: "ResourceNotFound",
    });
  });

  it("start a VM and poll until it is done", async () => {
    const reached = transport();
    await compute(reached).virtualMachines.start("rg1", "vm-a", { ...pollOptions(reached), ...FAST });
    expect(stub.armCalls[0]).toMatch(/^POST .*\/vm-a\/start$/);
    expect(stub.armCalls.slice(1).every((call) => call.includes("/operations/works"))).toBe(true);
  });

  it("send a body that az may not read files for", async () => {
    const scope = `subscriptions/${SUBSCRIPTION}/resourceGroups/rg1`;
    const patch = { operation: "Merge", properties: { tags: { a: "@/etc/hostname", b: "true", "c.d": "ü" } } };
    const answer = await resources(transport()).tagsOperations.beginUpdateAtScopeAndWait(scope, patch, FAST);
    expect(answer.properties).toEqual({ tags: { a: "ü@" } });
    const sent = stub.seen.find(({ method }) => method === "PATCH");
    expect(JSON.parse(sent!.body)).toEqual(patch);
  });

  it("say what Azure said about an operation that failed, in the newer client", async () => {
    const failed = await compute(transport()).virtualMachines.start("rg1", "vm-fails", FAST).then(undefined, keep);
    expect(failed).toMatchObject({ name: "RestError", code: "AllocationFailed", message: /has failed/ });
    expect(operationErrorOf(failed)).toEqual({ ...FAILED_OPERATION, details: [expect.objectContaining(DETAIL)] });
  });

  it("fail in a way that translates to a provisioning error with Azure's details", async () => {
    const failed = await compute(transport()).virtualMachines.start("rg1", "vm-fails", FAST).then(undefined, keep);
    expect(toAzlinError(failed, { operation: "start vm-fails" })).toMatchObject({
      name: "ProvisioningError",
      details: { azureCode: FAILED_OPERATION.code, azureDetails: [DETAIL] },
    });
  });

  it("say what Azure said about an operation that failed, in the older client", async () => {
    const failed = await resources(transport()).resourceGroups.beginDeleteAndWait("rg1", FAST).then(undefined, keep);
    expect(failed).toMatchObject({ name: "RestError", code: "AllocationFailed", message: /has failed/ });
    expect(operationErrorOf(failed)?.details[0]).toMatchObject(DETAIL);
  });

  it("retry a 429 that does not say when", async () => {
    stub.next.push([429, { error: { code: "TooManyRequests", message: "slow down" } }]);
    const vm = await compute(transport()).virtualMachines.get("rg1", "vm-a");
    expect(vm.name).toBe("vm-a");
    expect(stub.armCalls).toHaveLength(2);
  });
});

const DETAIL = FAILED_OPERATION.details[0]!;

function keep(error: unknown): unknown {
  return error;
}

describe("operationErrorOf", () => {
  it("has the details of a refused request that the newer client throws away", async () => {
    const details = [{ code: "QuotaExceeded", message: "cores" }];
    stub.next.push([409, { error: { code: "OperationNotAllowed", message: "quota", details } }]);
    const client = compute(TRANSPORTS["loopback"]!(server.url));
    const refused = await client.virtualMachines.start("rg1", "vm-a", FAST).then(undefined, keep);
    expect((refused as { details?: unknown }).details).toBeUndefined();
    expect(operationErrorOf(refused)).toMatchObject({ code: "OperationNotAllowed", details });
  });

  it("is undefined for an error that is not Azure's", () => {
    expect(operationErrorOf(new Error("socket"))).toBeUndefined();
    expect(operationErrorOf("text")).toBeUndefined();
  });
});

describe("a resource whose own state is Failed", () => {
  it("can still be read", async () => {
    const body = { id: "/x", name: "vm-a", type: "T", status: "Failed", properties: { provisioningState: "Failed" } };
    stub.next.push([200, body]);
    const vm = await compute(TRANSPORTS["loopback"]!(server.url)).virtualMachines.get("rg1", "vm-a");
    expect(vm.provisioningState).toBe("Failed");
  });
});
