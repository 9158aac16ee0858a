// Everything exported here is public API. Explicit names only.
export { azCliTransport } from "./az-cli-transport.ts";
export type { AzCliTransportOptions } from "./az-cli-transport.ts";
export { cachedCredential } from "./credentials/cached-credential.ts";
export type { CachedCredentialOptions } from "./credentials/cached-credential.ts";
export { emulatorTransport } from "./emulator-transport.ts";
export type { EmulatorTransportOptions } from "./emulator-transport.ts";
export { loopbackHttpClient } from "./loopback/loopback-http-client.ts";
export type { LimiterOptions } from "./policies/limiter-policies.ts";
export { rateLimitPolicy } from "./policies/rate-limit-policy.ts";
export type { RequestLimiter } from "./policies/rate-limit-policy.ts";
export { sdkTransport } from "./sdk-transport.ts";
export type { SdkTransportOptions } from "./sdk-transport.ts";
