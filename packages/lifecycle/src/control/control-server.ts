import { chmod, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { ConflictError, isAzlinError, toAzlinError, ValidationError, type AzlinError } from "@azlin/core";
import { requireFreePlace } from "./socket-place.ts";

/** Answers a request: what it returns is sent as JSON, a text as it is. */
export type ControlRoute = (input: URLSearchParams) => unknown;

/** Routes by method and path: `GET /status`. */
export type ControlRoutes = Readonly<Record<string, ControlRoute>>;

/** A server that answers until it is closed. */
export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Answers on a Unix socket that only this user can open (0600). A socket that a dead daemon left is replaced.
 *
 * @throws PrerequisiteError (`SOCKET_NOT_MADE`) when there is something else in its place, or the path is too long.
 */
export async function serveControl(path: string, routes: ControlRoutes): Promise<ControlServer> {
  await requireFreePlace(path);
  const server = createServer((request, response) => void answer(request, response, routes));
  // Made where nobody else gets in and moved when it is closed to others: it is never open to them, not for a moment.
  const birthplace = await mkdtemp(join(dirname(path), ".s"));
  try {
    const place = join(birthplace, "s");
    await listening(server, () => server.listen(place));
    await chmod(place, 0o600);
    await rename(place, path);
  } catch (error) {
    await closed(server);
    throw error;
  } finally {
    await rm(birthplace, { recursive: true, force: true });
  }
  const close = async (): Promise<void> => {
    await rm(path, { force: true });
    await closed(server);
  };
  return { close };
}

/** Answers `GET /metrics` on a port of the loopback, for a Prometheus that cannot use a socket. */
export async function serveMetrics(port: number, metrics: () => Promise<string>): Promise<ControlServer> {
  const server = createServer((request, response) => void answer(request, response, { "GET /metrics": metrics }));
  await listening(server, () => server.listen(port, "127.0.0.1"));
  return { close: () => closed(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: ControlRoutes): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  request.resume();
  try {
    const route = routes[`${request.method} ${pathname}`];
    if (route === undefined) throw unknownRoute(`${request.method} ${pathname}`);
    const value = await route(searchParams);
    send(response, 200, value ?? {});
  } catch (error) {
    const told: AzlinError = isAzlinError(error) ? error : toAzlinError(error, { operation: "answer the request" });
    send(response, statusOf(told), { error: told.toJSON() });
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const isText = typeof value === "string";
  response.writeHead(status, { "content-type": isText ? "text/plain; version=0.0.4" : "application/json" });
  response.end(isText ? value : JSON.stringify(value));
}

function statusOf(error: AzlinError): number {
  if (error instanceof ValidationError) return 400;
  return error instanceof ConflictError ? 409 : 500;
}

function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => resolve());
    listen();
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function unknownRoute(route: string): ValidationError {
  return new ValidationError("UNKNOWN_REQUEST", `The daemon does not know '${route}'.`, {
    hint: "Restart it: it may be from another version of azlin.",
  });
}
