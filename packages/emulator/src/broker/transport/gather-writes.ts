import type { Socket } from "node:net";

/** Has a socket send what is written in one turn together: the library writes every frame by itself. */
export function gatherWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let isGathering = false;
  const flush = (): void => {
    isGathering = false;
    socket.uncork();
  };
  socket.write = (...args: unknown[]) => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      setImmediate(flush);
    }
    return write(...args);
  };
}
