import type { JsonObject } from "../json/json.ts";
import type { DirectoryBody } from "./directory-object.ts";

const NEW_APPLICATION: JsonObject = {
  deletedDateTime: null,
  applicationTemplateId: null,
  disabledByMicrosoftStatus: null,
  description: null,
  groupMembershipClaims: null,
  identifierUris: [],
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  nativeAuthenticationApisEnabled: null,
  notes: null,
  publisherDomain: "local.onmicrosoft.com",
  serviceManagementReference: null,
  signInAudience: "AzureADMyOrg",
  tags: [],
  tokenEncryptionKeyId: null,
  uniqueName: null,
  samlMetadataUrl: null,
  defaultRedirectUri: null,
  certification: null,
  optionalClaims: null,
  servicePrincipalLockConfiguration: null,
  requestSignatureVerification: null,
  addIns: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  keyCredentials: [],
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
  passwordCredentials: [],
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: [],
  },
  spa: { redirectUris: [] },
};

const NEW_SERVICE_PRINCIPAL: JsonObject = {
  deletedDateTime: null,
  accountEnabled: true,
  alternativeNames: [],
  appDescription: null,
  appOwnerOrganizationId: null,
  appRoleAssignmentRequired: false,
  applicationTemplateId: null,
  description: null,
  disabledByMicrosoftStatus: null,
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  preferredTokenSigningKeyThumbprint: null,
  replyUrls: [],
  servicePrincipalType: "Application",
  signInAudience: "AzureADMyOrg",
  tags: [],
  tokenEncryptionKeyId: null,
  samlSingleSignOnSettings: null,
  addIns: [],
  appRoles: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  keyCredentials: [],
  oauth2PermissionScopes: [],
  passwordCredentials: [],
  resourceSpecificApplicationPermissions: [],
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
};

/** A whole application document as Microsoft Graph shows it, from the members that are known. */
export function applicationBody(known: DirectoryBody): DirectoryBody {
  return { ...NEW_APPLICATION, ...known };
}

/** A whole service principal document as Microsoft Graph shows it, from the members that are known. */
export function servicePrincipalBody(known: DirectoryBody): DirectoryBody {
  const { displayName, appId } = known;
  return { ...NEW_SERVICE_PRINCIPAL, appDisplayName: displayName, servicePrincipalNames: [appId], ...known };
}
