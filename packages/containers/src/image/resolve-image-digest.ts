import {
  NotFoundError,
  PermissionError,
  toAzlinError,
  UnsupportedError,
  type AbortOptions,
  type AzureTransport,
} from "@azlin/core";
import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { z } from "zod";
import { formatImageReference, isAzureRegistry, parseImageReference, type ImageReference } from "./image-reference.ts";

const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const refreshSchema = z.object({ refresh_token: z.string() });
const accessSchema = z.object({ access_token: z.string() });

/**
 * Looks up the digest behind a tag in an Azure registry, as whoever the transport signs in: the reference with its
 * digest. One that has a digest already is returned as it is. Check the registry first: a token goes there.
 *
 * @throws ValidationError (`INVALID_IMAGE`); UnsupportedError (`REGISTRY_NOT_SUPPORTED`) for other registries;
 * NotFoundError (`IMAGE_NOT_FOUND`); PermissionError (`IMAGE_NOT_READABLE`); TransportError.
 */
export async function resolveImageDigest(
  transport: AzureTransport,
  image: string,
  { signal }: AbortOptions = {},
): Promise<string> {
  const reference = parseImageReference(image);
  if (reference.digest !== undefined) return image;
  if (!isAzureRegistry(reference.registry)) {
    throw new UnsupportedError("REGISTRY_NOT_SUPPORTED", `Digests of ${reference.registry} cannot be looked up.`, {
      hint: "Name the image by its digest.",
    });
  }
  const digest = await lookUp(transport, reference, { signal });
  return formatImageReference({ ...reference, digest });
}

async function lookUp(transport: AzureTransport, reference: ImageReference, options: AbortOptions): Promise<string> {
  const { registry, repository, tag = "latest" } = reference;
  const token = await registryToken(transport, reference, options);
  const answer = await send(transport, options, {
    url: `https://${registry}/v2/${repository}/manifests/${tag}`,
    method: "HEAD",
    headers: { authorization: `Bearer ${token}`, accept: MANIFESTS },
  });
  const digest = answer.headers.get("docker-content-digest");
  if (answer.status === 404) {
    throw new NotFoundError("IMAGE_NOT_FOUND", `There is no image ${repository}:${tag} in ${registry}.`, {
      hint: "Push it first, or correct its name.",
    });
  }
  if (digest !== undefined) return digest;
  throw refused(registry, answer.status);
}

/** Registries give tokens of their own for one of Entra's: first one to ask with, then one for the repository. */
async function registryToken(
  transport: AzureTransport,
  { registry, repository }: ImageReference,
  options: AbortOptions,
): Promise<string> {
  const scope = `${transport.cloud.resourceManagerAudience}/.default`;
  const entra = await transport.credential.getToken(scope, {});
  const tenant = transport.tenantId === undefined ? {} : { tenant: transport.tenantId };
  const post = async (path: string, form: Record<string, string>): Promise<unknown> => {
    const body = new URLSearchParams({ service: registry, ...form }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await send(transport, options, {
      url: `https://${registry}/oauth2/${path}`,
      method: "POST",
      headers,
      body,
    });
    if (answer.status !== 200) throw refused(registry, answer.status);
    return JSON.parse(answer.bodyAsText ?? "") as unknown;
  };
  const exchange = { grant_type: "access_token", access_token: entra?.token ?? "", ...tenant };
  const { refresh_token: refreshToken } = refreshSchema.parse(await post("exchange", exchange));
  const wanted = { grant_type: "refresh_token", refresh_token: refreshToken, scope: `repository:${repository}:pull` };
  return accessSchema.parse(await post("token", wanted)).access_token;
}

interface RegistryRequest extends Pick<PipelineRequest, "url" | "method"> {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function send(
  transport: AzureTransport,
  { signal }: AbortOptions,
  { headers, ...parts }: RegistryRequest,
): Promise<PipelineResponse> {
  const pipelines = await import("@azure/core-rest-pipeline");
  const request = pipelines.createPipelineRequest({
    ...parts,
    headers: pipelines.createHttpHeaders({ ...headers }),
    ...(signal !== undefined && { abortSignal: signal }),
  });
  const pipeline = pipelines.createEmptyPipeline();
  for (const { policy } of transport.policies ?? []) pipeline.addPolicy(policy);
  try {
    return await pipeline.sendRequest(transport.httpClient ?? pipelines.createDefaultHttpClient(), request);
  } catch (error) {
    const { host } = new URL(parts.url);
    throw toAzlinError(error, { operation: `look the image up in ${host}`, resource: host, signal });
  }
}

function refused(registry: string, status: number): PermissionError {
  return new PermissionError("IMAGE_NOT_READABLE", `${registry} does not let you look at its images (${status}).`, {
    requiredAction: "Microsoft.ContainerRegistry/registries/pull/read",
    hint: "Ask for the role AcrPull on the registry.",
  });
}
