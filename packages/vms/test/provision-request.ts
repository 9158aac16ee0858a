import type { ProvisionRequest } from "../src/index.ts";

/** A request for one small VM; tests change what they are about. */
export function provisionRequest(change: Partial<ProvisionRequest> = {}): ProvisionRequest {
  return {
    subscriptionId: "00000000-0000-4000-8000-000000000001",
    resourceGroup: "rg1",
    names: ["vm1"],
    location: "westus2",
    size: "Standard_B2s",
    adminUsername: "azureuser",
    sshPublicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJlc3QgdGhlIGZpZWxkIGhhcyBldmVyIHNlZW4h test",
    owner: "ada",
    created: new Date("2026-01-02T03:04:05.678Z"),
    ...change,
  };
}
