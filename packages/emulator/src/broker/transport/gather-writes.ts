import type { Socket } from "node:net";

/** Has a socket send what is written in one turn in one piece: the library writes every frame by itself. */
export function gatherWrites(socket: Socket): void {
  const write = socket.write.bind(socket);
  const end = socket.end.bind<() => Socket>(socket);
  let pieces: Uint8Array[] = [];
  const flush = (): void => {
    const gathered = pieces;
    pieces = [];
    if (gathered.length > 0 && socket.writable) write(gathered.length === 1 ? gathered[0]! : Buffer.concat(gathered));
  };
  socket.write = (piece: Uint8Array | string) => {
    if (pieces.length === 0) setImmediate(flush);
    pieces.push(typeof piece === "string" ? Buffer.from(piece) : piece);
    return !socket.writableNeedDrain;
  };
  socket.end = () => {
    flush();
    return end();
  };
}
