import process from "node:process";
import { classifyTree } from "@azlin/ssh";

/** Scans a tree with the secret filter; counts what may go. */
const [root] = process.argv.slice(2);
const since = performance.now();
let allowed = 0;
for await (const { kind, verdict } of classifyTree(root)) if (kind === "file" && verdict === "allowed") allowed += 1;
const ms = performance.now() - since;
process.stdout.write(JSON.stringify({ ms, allowed, rssMb: process.resourceUsage().maxRSS / 1024 }));
