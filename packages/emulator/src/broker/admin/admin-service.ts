import type { Clock } from "@azlin/core";
import { BrokerError, unauthorizedAccess } from "../broker-error.ts";
import type { Namespace } from "../namespace/namespace.ts";
import type { AccessRight } from "../namespace/shared-access-keys.ts";
import type { NamespaceDirectory } from "../wire/namespace-directory.ts";
import { verifySharedAccess } from "../wire/sas-token.ts";
import type { TokenVerifier } from "../wire/token-verifier.ts";
import { errorResponse } from "./atom.ts";
import { handleAdmin } from "./handle-admin.ts";

/** What the administration API needs to know its namespaces and its callers. */
export interface AdminServiceParts {
  readonly directory: NamespaceDirectory;
  readonly verifyToken: TokenVerifier | undefined;
  readonly clock: Clock;
}

/** Answers requests of the administration client for the namespace that their host names. */
export async function serveAdmin(parts: AdminServiceParts, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const namespace = parts.directory.find(url.hostname);
  if (namespace === undefined) return errorResponse(404, `There is no namespace '${url.hostname}'.`);
  try {
    const rights = await rightsOf(parts, namespace, request.headers.get("authorization"));
    if (!rights.includes("Manage")) throw unauthorizedAccess("Manage claim is required for this operation.");
  } catch (error) {
    if (error instanceof BrokerError) return errorResponse(401, error.message);
    throw error;
  }
  const isUpdate = request.headers.get("if-match") === "*";
  return handleAdmin({ namespace, url, method: request.method, body: await request.text(), isUpdate });
}

async function rightsOf(
  { verifyToken, clock }: AdminServiceParts,
  namespace: Namespace,
  header: string | null,
): Promise<readonly AccessRight[]> {
  if (header === null) throw unauthorizedAccess("MissingToken: The Authorization header is missing.");
  if (header.startsWith("SharedAccessSignature "))
    return verifySharedAccess(header, namespace.keys, clock.now()).rights;
  const token = header.replace(/^bearer /i, "");
  if (verifyToken === undefined || token === header) throw unauthorizedAccess("MalformedToken: The token is none.");
  return (await verifyToken(token, namespace)).rights;
}
