import { connect } from "node:net";
import type { ServerChannel } from "ssh2";

/** Connects a forwarded channel with the port of a guest on this machine, until either side ends. */
export function forwardToGuest(port: number, accept: () => ServerChannel, reject: () => void): void {
  const there = connect({ port, host: "127.0.0.1", noDelay: true });
  there.once("error", reject);
  there.once("connect", () => {
    const here = accept();
    there.off("error", reject);
    there.on("error", () => here.destroy());
    here.on("error", () => there.destroy());
    here.on("close", () => there.destroy());
    there.on("close", () => here.end());
    here.pipe(there).pipe(here);
  });
}
