import { describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { GROUP, seedContainerWorld } from "../support/container-world.ts";

const DIGEST = `sha256:${"b".repeat(64)}`;
const HOST = "https://agents.azurecr.io";

function registryWorld(): Emulator {
  const emulator = createEmulator({ seed: 1 });
  seedContainerWorld(emulator);
  const id = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/agents`;
  emulator.seed({ id, body: { location: "westus2", properties: { images: { "team/web": { "1.0": DIGEST } } } } });
  return emulator;
}

async function exchanged(emulator: Emulator): Promise<string> {
  const entra = await emulator.transport().credential.getToken("https://management.azure.com/.default");
  const post = async (path: string, form: Record<string, string>): Promise<Record<string, string>> => {
    const request = new Request(`${HOST}/oauth2/${path}`, { method: "POST", body: new URLSearchParams(form) });
    return (await (await emulator.fetch(request)).json()) as Record<string, string>;
  };
  const { refresh_token: refreshToken = "" } = await post("exchange", { access_token: entra?.token ?? "" });
  return (await post("token", { refresh_token: refreshToken }))["access_token"] ?? "";
}

describe("a container registry", () => {
  it("asks for a token, and says where", async () => {
    const answer = await registryWorld().fetch(new Request(`${HOST}/v2/team/web/manifests/1.0`));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain('scope="repository:team/web:pull"');
  });

  it("tells the digest of a tag to who exchanged a token", async () => {
    const emulator = registryWorld();
    const authorization = `Bearer ${await exchanged(emulator)}`;
    const ask = (reference: string): Promise<Response> =>
      emulator.fetch(new Request(`${HOST}/v2/team/web/manifests/${reference}`, { headers: { authorization } }));
    expect((await ask("1.0")).headers.get("docker-content-digest")).toBe(DIGEST);
    expect((await ask(DIGEST)).status).toBe(200);
    expect((await ask("2.0")).status).toBe(404);
  });

  it("takes no token that is not its own", async () => {
    const emulator = registryWorld();
    const { token } = (await emulator.transport().credential.getToken("https://management.azure.com/.default"))!;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await emulator.fetch(new Request(`${HOST}/v2/team/web/manifests/1.0`, { headers }));
    expect(answer.status).toBe(401);
  });
});
