import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientOptions, type AzureTransport, operationErrorOf } from "@azlin/core";
import { realComponent } from "@azlin/testing";
import { ComputeManagementClient, type VirtualMachine } from "@azure/arm-compute";
import { ResourceManagementClient } from "@azure/arm-resources";
import { createPipelineRequest } from "@azure/core-rest-pipeline";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { azCliTransport } from "../../src/index.ts";
import { ArmStub, FAILED_OPERATION, SUBSCRIPTION } from "../arm-stub.ts";

const az = realComponent("az");
const TENANT = "00000000-0000-4000-8000-000000007e47";
const CLIENT = "00000000-0000-4000-8000-00000000a271";
const HOSTS = ["management.azure.com", "login.microsoftonline.com"];
const FAST = { updateIntervalInMs: 5 };

/** A certificate for Azure's own hosts that signs itself: az is told to trust it and nothing else. */
function writeCertificate(directory: string): void {
  const names = HOSTS.map((host) => `DNS:${host}`).join(",");
  const subject = ["-subj", "/CN=local", "-addext", `subjectAltName=${names}`];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", join(directory, "key.pem")];
  const args = ["req", "-x509", "-days", "2", ...key, ...subject, "-out", join(directory, "ca.pem")];
  execFileSync("openssl", args, { stdio: "ignore" });
}

/** What `az login --service-principal` would have left behind. */
function writeAzConfiguration(directory: string): void {
  const subscription = {
    id: SUBSCRIPTION,
    name: "Local",
    state: "Enabled",
    user: { name: CLIENT, type: "servicePrincipal" },
    isDefault: true,
    tenantId: TENANT,
    homeTenantId: TENANT,
    environmentName: "AzureCloud",
    managedByTenants: [],
  };
  const profile = { installationId: CLIENT, subscriptions: [subscription] };
  writeFileSync(join(directory, "azureProfile.json"), JSON.stringify(profile));
  const entry = { tenant: TENANT, client_id: CLIENT, client_secret: "anything" };
  writeFileSync(join(directory, "service_principal_entries.json"), JSON.stringify([entry]), { mode: 0o600 });
}

/** The stub behind TLS, and a proxy that leads Azure's hosts to it and refuses all others. */
async function listen(stub: ArmStub, directory: string): Promise<{ proxyUrl: string; close: () => void }> {
  const pem = (name: string): Buffer => readFileSync(join(directory, name));
  const tls = createTlsServer({ key: pem("key.pem"), cert: pem("ca.pem") }, stub.listener);
  const proxy = createProxy((_, response) => response.writeHead(403).end());
  proxy.on("connect", (request, socket) => {
    if (HOSTS.some((host) => request.url === `${host}:443`)) {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      tls.emit("connection", socket);
    } else socket.destroy();
  });
  await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () => {
      tls.closeAllConnections();
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

describe.runIf(az !== undefined)("the official clients over processes of the real az", { timeout: 60_000 }, () => {
  const stub = new ArmStub();
  let directory: string;
  let server: Awaited<ReturnType<typeof listen>>;
  let transport: AzureTransport;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "azlin-az-"));
    writeCertificate(directory);
    writeAzConfiguration(directory);
    server = await listen(stub, directory);
    transport = reach(server.proxyUrl);
  });
  afterAll(() => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(() => {
    stub.seen.length = 0;
  });

  function reach(proxyUrl: string, configDirectory = directory): AzureTransport {
    const env = { HTTPS_PROXY: proxyUrl, NO_PROXY: undefined, REQUESTS_CA_BUNDLE: join(directory, "ca.pem") };
    return azCliTransport({ mode: "rest", azPath: az!, configDirectory, env });
  }

  const compute = (over = transport): ComputeManagementClient =>
    new ComputeManagementClient(over.credential, SUBSCRIPTION, clientOptions(over));

  it("list with paging and keep every character", async () => {
    const vms: VirtualMachine[] = [];
    for await (const vm of compute().virtualMachines.listAll()) vms.push(vm);
    expect(vms.map((vm) => vm.name)).toEqual(["vm-a", "vm-b", "vm-c"]);
    expect(vms[0]?.tags).toEqual({ note: "ü 'q' \"d\"\n@x" });
    expect(stub.seen.find(({ path }) => path.includes("Microsoft.Compute"))?.headers["user-agent"]).toContain(
      "arm-compute",
    );
  });

  it("start a VM with polling", async () => {
    await compute().virtualMachines.start("rg1", "vm-a", FAST);
    expect(stub.armCalls[0]).toMatch(/^POST .*\/start$/);
    expect(stub.armCalls.length).toBeGreaterThan(2);
  });

  it("get a 404 as a RestError", async () => {
    const expected = { name: "RestError", statusCode: 404, code: "ResourceNotFound" };
    await expect(compute().virtualMachines.get("rg1", "none")).rejects.toMatchObject(expected);
  });

  it("get the error of an operation that failed", async () => {
    const failed = await compute()
      .virtualMachines.start("rg1", "vm-fails", FAST)
      .catch((error: unknown) => error);
    expect(operationErrorOf(failed)).toMatchObject(FAILED_OPERATION);
  });

  it("send tags that look like files as they are", async () => {
    const client = new ResourceManagementClient(transport.credential, SUBSCRIPTION, clientOptions(transport));
    const patch = { operation: "Merge", properties: { tags: { a: "@/etc/hostname", b: "true", c: "üñ" } } };
    await client.tagsOperations.beginUpdateAtScopeAndWait(`subscriptions/${SUBSCRIPTION}`, patch, FAST);
    expect(JSON.parse(stub.seen.find(({ method }) => method === "PATCH")!.body)).toEqual(patch);
  });

  it("send a request without Authorization unsigned", async () => {
    const url = `https://management.azure.com/subscriptions/${SUBSCRIPTION}?x=@/etc/hostname`;
    await transport.httpClient!.sendRequest(createPipelineRequest({ url }));
    const [sent] = stub.seen;
    expect(sent?.headers.authorization).toBeUndefined();
    expect(decodeURIComponent(sent!.path)).toContain("x=@/etc/hostname");
  });

  it("reject with a way out when az is not signed in", async () => {
    const empty = mkdtempSync(join(tmpdir(), "azlin-az-"));
    const work = compute(reach(server.proxyUrl, empty)).virtualMachines.get("rg1", "vm-a");
    await expect(work).rejects.toMatchObject({ code: "AZ_LOGIN_REQUIRED", hint: /az login/ });
    rmSync(empty, { recursive: true, force: true });
  });

  it("reject with Node's code when nothing listens", async () => {
    const url = "https://management.azure.com/x";
    const work = reach("http://127.0.0.1:9").httpClient!.sendRequest(createPipelineRequest({ url }));
    await expect(work).rejects.toMatchObject({ name: "RestError", code: "ECONNREFUSED" });
  });

  it("give a token in token mode", async () => {
    const env = { HTTPS_PROXY: server.proxyUrl, REQUESTS_CA_BUNDLE: join(directory, "ca.pem") };
    const { credential } = azCliTransport({ mode: "token", azPath: az!, configDirectory: directory, env });
    const token = await credential.getToken("https://management.azure.com/.default");
    expect(token?.token).toMatch(/^eyJ0\./);
    expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now());
  });
});
