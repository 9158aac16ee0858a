import { createServer } from "node:net";
import process from "node:process";
import { HealthMonitor } from "@azlin/health";
import { emulatorTransport } from "@azlin/transports";
import { runChild } from "../measure/child.mjs";
import { emptyJournal, journalOf, startServer } from "../measure/local-server.mjs";
import { atMost, exactly, rounded } from "../measure/statistics.mjs";

const VMS = Number(process.env.AZLIN_BENCH_VMS ?? 2_000);
const SECONDS = 120;

/** One daemon that checks 2,000 VMs every minute, or as many as AZLIN_BENCH_VMS says: how late, how much of a core, how much memory, how many requests. */
export async function run() {
  const server = await startServer({ vms: VMS });
  const banners = await bannerServer();
  try {
    const watch = async (mode, ...args) => {
      const watching = ["watch-fleet", [mode, server.url, String(banners.address().port), String(VMS), ...args]];
      return JSON.parse((await runChild(...watching, { env: { ...process.env, NODE_OPTIONS: "--expose-gc" } })).stdout);
    };
    const real = await watch("real", String(SECONDS));
    const listed = (await journalOf(server.url)).filter(isList);
    const pages = await pagesOf(server.url, listed[0].path.split("/")[2]);
    const virtual = await watch("virtual");
    return resultOf({ real, virtual, requestsPerMinute: listed.length / real.minutes, pages });
  } finally {
    banners.close();
    await server.stop();
  }
}

function resultOf({ real, virtual, requestsPerMinute, pages }) {
  const { heapMb } = virtual;
  return {
    targets: {
      latenessP99Ms: atMost(real.lateness.p99Ms, 1_000),
      cpuShare: atMost(real.cpuShare, 0.25),
      // A list is made when the first VM wants a newer one than it has seen: intervals differ by a tenth.
      requestsPerRoundAndPage: atMost(requestsPerMinute / pages, 1.25),
      heapAfter30To10Minutes: atMost(heapMb.at(-1) / heapMb[1], 1.1),
      healthy: exactly(real.healthy, VMS),
    },
    figures: {
      lateness: real.lateness,
      checksPerMinute: real.checksPerMinute === null ? null : rounded(real.checksPerMinute),
      rssMb: rounded(real.rssMb),
      heapMb: heapMb.map(rounded),
      pages,
    },
  };
}

/** Requests that one list of a subscription's power states takes. */
async function pagesOf(url, subscriptionId) {
  await emptyJournal(url);
  const nobody = `/subscriptions/${subscriptionId}/resourceGroups/none/providers/Microsoft.Compute/virtualMachines/none`;
  await new HealthMonitor({ transport: emulatorTransport({ url }) }).readFleetPower().of(nobody);
  return (await journalOf(url)).filter(isList).length;
}

function isList({ path }) {
  return /\/virtualMachines$/i.test(path);
}

function bannerServer() {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("SSH-2.0-OpenSSH_9.6p1\r\n");
    });
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
