import process from "node:process";
import { KnownHosts, SshConnections } from "@azlin/ssh";

/** Runs `true` on all targets at once, and again over the connections that are open then. */
const { home, keyPath, targets } = JSON.parse(process.argv[2]);
const connections = new SshConnections({ knownHosts: new KnownHosts(home), keyPath });

async function everywhere() {
  const cpu = process.cpuUsage();
  const since = performance.now();
  const results = await Promise.all(targets.map((target) => connections.exec(target, ["true"])));
  if (results.some(({ exitCode }) => exitCode !== 0)) throw new Error("true ended with another code than 0.");
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - since, cpuMs: (user + system) / 1_000 };
}

const first = await everywhere();
const second = await everywhere();
await connections.close();
process.stdout.write(JSON.stringify({ first, second }));
