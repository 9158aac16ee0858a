/** Ends a request to a host that is not there, as a name that does not resolve would. */
export class HostNotFoundError extends Error {
  override readonly name = "HostNotFoundError";
  readonly code = "ENOTFOUND";

  constructor(host: string) {
    super(`getaddrinfo ENOTFOUND ${host}`);
  }
}
