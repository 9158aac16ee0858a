/** A 404 that says nothing about the resource: the way to it, or who asks, is what Azure did not find. */
const NOT_ABOUT_THE_RESOURCE =
  /^(?:SubscriptionNotFound|InvalidSubscriptionId|InvalidResourceType|InvalidResourceNamespace|NoRegisteredProviderFound|TenantNotFound|InvalidAuthenticationToken\w*)$/i;

/**
 * Whether an answer proves that a resource is gone: 404 with a code that is about the resource. A 404 without a code may
 * come from anything on the way.
 */
export function isGone(statusCode: unknown, azureCode: unknown): boolean {
  return statusCode === 404 && typeof azureCode === "string" && !NOT_ABOUT_THE_RESOURCE.test(azureCode);
}
