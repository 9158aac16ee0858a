import { runChild } from "../measure/child.mjs";
import { inTurn, medians } from "../measure/in-turn.mjs";
import { emptyJournal, journalOf, startServer } from "../measure/local-server.mjs";
import { atMost, exactly, mapValues, rounded } from "../measure/statistics.mjs";

const VMS = 10_000;

/** Listing a large fleet, beside a loop over the official client on the same data. */
export async function run() {
  const server = await startServer({ vms: VMS });
  try {
    return await compare(server);
  } finally {
    await server.stop();
  }
}

async function compare(server) {
  const list = (way) => async () => JSON.parse((await runChild("list-vms", [way, server.url])).stdout);
  const ways = { loop: list("loop"), tags: list("tags"), tagsLive: list("tagsLive"), fleet: list("fleet") };
  const results = await inTurn(ways, { rounds: 9 });
  const ms = medians(results, (result) => result.ms);
  const rssMb = medians(results, (result) => result.rssMb);
  const found = medians(results, ({ vms }) => vms);
  return {
    targets: {
      tagsTime: atMost(ms.tags / ms.loop, 1.15),
      tagsMemory: atMost(rssMb.tags / rssMb.loop, 1.25),
      tagsLiveTime: atMost(ms.tagsLive / ms.loop, 1.15),
      tagsLiveMemory: atMost(rssMb.tagsLive / rssMb.loop, 1.25),
      vms: exactly(Math.min(...Object.values(found)), VMS),
    },
    figures: {
      ms: mapValues(ms),
      rssMb: mapValues(rssMb),
      fleetTime: rounded(ms.fleet / ms.loop),
      fleetMemory: rounded(rssMb.fleet / rssMb.loop),
      requests: await requestsOf(ways, server.url),
    },
  };
}

async function requestsOf(ways, url) {
  const requests = {};
  for (const [name, list] of Object.entries(ways)) {
    await emptyJournal(url);
    await list();
    requests[name] = (await journalOf(url)).length;
  }
  return requests;
}
