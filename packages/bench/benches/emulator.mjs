import { createServer } from "node:http";
import { once } from "node:events";
import { createEmulator } from "@azlin/emulator";
import { inTurn, medians, timed } from "../measure/in-turn.mjs";
import { requestsPerSecond } from "../measure/requests-per-second.mjs";
import { atMost, mapValues, rounded } from "../measure/statistics.mjs";

const ARM = "https://management.azure.com";
const VM_ID =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/fleet-01/providers/Microsoft.Compute" +
  "/virtualMachines/vm-00001";
const FILTER =
  "Resources | where type =~ 'microsoft.compute/virtualmachines' | where tags.env == 'none'" +
  " or properties.hardwareProfile.vmSize startswith 'Standard_M' | project id, name | order by id asc";

/** How fast a local Azure is there, takes a fleet, and answers. */
export async function run() {
  const firstMs = await timed(() => ready());
  const { made, seeded } = medians(
    await inTurn({ made: () => timed(ready), seeded: () => timed(() => seededEmulator(10_000)) }, { rounds: 5 }),
  );
  const emulator = seededEmulator(10_000);
  const headers = await authorization(emulator);
  const requests = await throughput(emulator, headers);
  const query = () => ask(emulator, headers);
  const firstQueryMs = await timed(query);
  const filtered = medians(await inTurn({ query: () => timed(query) }, { rounds: 20, warmups: 5 })).query;
  await emulator.stop();
  return {
    targets: {
      readyMs: atMost(firstMs, 50),
      seed10kMs: atMost(seeded, 1000),
      filterQuery10kMs: atMost(filtered, 200),
    },
    figures: { readyAgainMs: rounded(made), firstQueryMs: rounded(firstQueryMs), ...requests },
  };
}

/** Makes a local Azure and gets one answer from it. */
async function ready() {
  const emulator = createEmulator();
  const response = await emulator.fetch(new Request(`${ARM}/metadata/endpoints?api-version=2022-09-01`));
  await response.json();
}

function seededEmulator(vms) {
  const emulator = createEmulator({ seed: 1 });
  emulator.seed({ fleet: { vms } });
  return emulator;
}

async function authorization(emulator) {
  const { token } = await emulator.transport().credential.getToken(`${ARM}/.default`);
  return { authorization: `Bearer ${token}` };
}

async function ask(emulator, headers) {
  const url = `${ARM}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`;
  const body = JSON.stringify({ query: FILTER });
  const response = await emulator.fetch(new Request(url, { method: "POST", headers, body }));
  await response.text();
  if (response.status !== 200) throw new Error(`The query was answered with ${response.status}.`);
}

/** Reads of one VM: in process, over loopback, and beside an HTTP server that answers the same bytes at once. */
async function throughput(emulator, headers) {
  const path = `${VM_ID}?api-version=2024-07-01`;
  const inProcess = async () => {
    const response = await emulator.fetch(new Request(`${ARM}${path}`, { headers }));
    return response.text();
  };
  const bytes = await inProcess();
  const { url } = await emulator.listen();
  const echo = createServer((_request, response) => {
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.end(bytes);
  }).listen(0, "127.0.0.1");
  await once(echo, "listening");
  const results = await inTurn(
    {
      inProcessPerSecond: () => perSecondInProcess(inProcess),
      loopbackPerSecond: () => requestsPerSecond(`${url}${path}`, { headers }),
      echoPerSecond: () => requestsPerSecond(`http://127.0.0.1:${echo.address().port}${path}`, { headers }),
    },
    { rounds: 3 },
  );
  echo.closeAllConnections();
  echo.close();
  const figures = medians(results);
  const ratio = figures.echoPerSecond / figures.loopbackPerSecond;
  return { ...mapValues(figures, Math.round), echoToLoopback: rounded(ratio), getBytes: bytes.length };
}

async function perSecondInProcess(request) {
  const count = 2000;
  const ms = await timed(async () => {
    for (let index = 0; index < count; index++) await request();
  });
  return (count / ms) * 1000;
}
