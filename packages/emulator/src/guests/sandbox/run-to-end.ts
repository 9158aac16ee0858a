import type { Readable } from "node:stream";
import type { GuestResult } from "../../services/compute/guest/scripted-guest.ts";
import type { SandboxProcess } from "./sandbox.ts";

/** Runs a job without input; what it wrote, and its exit code. */
export async function runToEnd(job: SandboxProcess): Promise<GuestResult> {
  job.stdin.end();
  const [stdout, stderr, exitCode] = await Promise.all([textOf(job.stdout), textOf(job.stderr), job.exit]);
  return { stdout, stderr, exitCode };
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
