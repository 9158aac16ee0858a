import { AZURE_PUBLIC_CLOUD, type AzureTransport, type CloudEndpoints } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import { cachedCredential, type CachedCredentialOptions } from "./credentials/cached-credential.ts";
import { defaultCredential } from "./credentials/default-credential.ts";
import { limiterPolicies, type LimiterOptions } from "./policies/limiter-policies.ts";

/** Options of {@link sdkTransport}. */
export interface SdkTransportOptions extends LimiterOptions, CachedCredentialOptions {
  /** Who signs the requests. Default: the credential chain of `@azure/identity`, loaded when first needed. */
  readonly credential?: TokenCredential;
  /** Subscriptions to work in. Default: none named, which means every one that the credential sees. */
  readonly subscriptionIds?: readonly string[];
  readonly tenantId?: string;
  /** Default: the public cloud. */
  readonly cloud?: CloudEndpoints;
}

/** Reaches Azure by the official clients' own HTTPS, signed by a credential of `@azure/identity`. */
export function sdkTransport(options: SdkTransportOptions = {}): AzureTransport {
  const { cloud = AZURE_PUBLIC_CLOUD, subscriptionIds = [], tenantId } = options;
  const tenant = tenantId === undefined ? {} : { tenantId };
  const source = options.credential ?? defaultCredential({ ...tenant, authorityHost: cloud.activeDirectory });
  return {
    name: "sdk",
    credential: cachedCredential(source, options),
    policies: limiterPolicies(options),
    cloud,
    subscriptionIds: [...subscriptionIds],
    ...tenant,
  };
}
