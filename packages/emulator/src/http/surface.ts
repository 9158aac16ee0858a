/** One of the services that a local Azure speaks for: told apart by host name, or by path on a loopback address. */
export interface Surface {
  readonly name: string;
  serves(url: URL): boolean;
  handle(request: Request, url: URL): Promise<Response>;
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
}
