/** Where the services of one Azure cloud are. URLs have no trailing slash, suffixes no leading dot. */
export interface CloudEndpoints {
  readonly name: string;
  /** Azure Resource Manager. */
  readonly resourceManager: string;
  /** Audience of tokens for Resource Manager. */
  readonly resourceManagerAudience: string;
  /** Microsoft Entra ID authority. */
  readonly activeDirectory: string;
  /** Microsoft Graph. */
  readonly graph: string;
  readonly keyVaultSuffix: string;
  readonly storageSuffix: string;
  readonly serviceBusSuffix: string;
  /** Where the VMs of a local Azure are reached, each on its own port. Absent: at their own addresses. */
  readonly guestHost?: string;
}

/** The public cloud, which the local Azure answers for too: production URLs stay in place. */
export const AZURE_PUBLIC_CLOUD: CloudEndpoints = {
  name: "AzureCloud",
  resourceManager: "https://management.azure.com",
  resourceManagerAudience: "https://management.azure.com",
  activeDirectory: "https://login.microsoftonline.com",
  graph: "https://graph.microsoft.com",
  keyVaultSuffix: "vault.azure.net",
  storageSuffix: "core.windows.net",
  serviceBusSuffix: "servicebus.windows.net",
};
