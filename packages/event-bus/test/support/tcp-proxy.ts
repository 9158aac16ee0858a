import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a port that can be cut and blocked, and opened again. */
export interface TcpProxy {
  readonly port: number;
  /** Passes nothing on, in either direction, and closes nothing: a machine that went away. */
  block(): void;
  /** Resets every connection and takes no more. */
  cut(): void;
  /** Takes connections again; blocked ones stay so. */
  open(): void;
}

export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  let state: "open" | "blocked" | "cut" = "open";
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (state === "cut") return void near.resetAndDestroy();
    const far = connect(targetPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => [near, far].forEach((each) => each.destroy()));
      if (state === "blocked") socket.pause();
    }
    if (state !== "blocked") {
      near.pipe(far);
      far.pipe(near);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    block: () => {
      state = "blocked";
      for (const socket of sockets) socket.unpipe().pause();
    },
    cut: () => {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
      sockets.clear();
    },
    open: () => {
      state = "open";
    },
  };
}
