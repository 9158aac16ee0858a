import { testCli, type TestCli } from "../../run-cli.ts";

/** The subscription of every local Azure. */
export const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
/** The resource group of the run. */
export const GROUP = `${SUBSCRIPTION}/resourceGroups/run-42`;
/** Words that make an identity with a secret. */
export const CREATE = "sp create vision --run run-42 --role Reader --credential secret --vault run-42-kv";
/** Words for one that takes tokens of a pipeline. */
export const FEDERATED =
  "--issuer https://token.actions.githubusercontent.com --subject repo:me/app:ref:refs/heads/main";

/** A command line over an Azure with the group and the vault of a run; `ofVault` are properties of that. */
export async function cliWithRun(ofVault: object = {}): Promise<TestCli> {
  const cli = await testCli();
  const tags = { RunId: "run-42" };
  cli.emulator.seed({ id: GROUP, body: { location: "westus2", tags, properties: { provisioningState: "Succeeded" } } });
  cli.emulator.seed({
    id: `${GROUP}/providers/Microsoft.KeyVault/vaults/run-42-kv`,
    body: {
      location: "westus2",
      tags,
      properties: {
        provisioningState: "Succeeded",
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        vaultUri: "https://run-42-kv.vault.azure.net/",
        accessPolicies: [],
        ...ofVault,
      },
    },
  });
  return cli;
}

/** Makes an identity with a secret. @returns its name. */
export async function makeIdentity(cli: TestCli): Promise<string> {
  const { spName } = (await cli.json(CREATE)) as { readonly spName: string };
  return spName;
}

/** What of identities is anywhere in the Azure: living or deleted. */
export function leftBehind(cli: TestCli): string[] {
  const world = JSON.stringify(cli.emulator.snapshot());
  return ["AzureHayMaker-", "azlin-sp-", "scenario-sp-"].filter((mark) => world.includes(mark));
}

/** Makes an object in the directory as somebody without azlin does. @returns what Graph answers. */
export async function makeInDirectory(cli: TestCli, path: string, body: object): Promise<{ readonly appId: string }> {
  const { credential, cloud } = cli.emulator.transport();
  const token = await credential.getToken(`${cloud.graph}/.default`);
  const headers = { authorization: `Bearer ${token?.token}`, "content-type": "application/json" };
  const request = new Request(`${cloud.graph}/v1.0/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await (await cli.emulator.fetch(request)).json()) as { readonly appId: string };
}
