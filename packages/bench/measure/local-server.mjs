import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "./child.mjs";

/** A local Azure in a process of its own, so that its work is not counted as its clients'. */
export async function startServer({ vms }) {
  const child = fork(fileURLToPath(new URL("../children/server.mjs", import.meta.url)), [String(vms)]);
  const { url } = await nextMessage(child);
  return {
    url,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

/** Requests that a local Azure has served since its journal was emptied. */
export async function journalOf(url) {
  return (await fetch(`${url}/_emulator/requests`)).json();
}

/** Empties the journal of a local Azure. */
export async function emptyJournal(url) {
  await fetch(`${url}/_emulator/requests`, { method: "DELETE" });
}
