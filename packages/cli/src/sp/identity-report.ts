import type { Readiness, ServicePrincipalDetails } from "@azlin/sp-manager";
import type { Report } from "../render/report.ts";

/** What `sp create` says. It holds no secret: that is named, with its vault. */
export function identityReport(details: ServicePrincipalDetails): Report {
  const { spName, clientId, principalId, secretReference, vaultUrl, roleAssignmentIds, expiresAt, readiness } = details;
  return {
    json: details,
    text: [
      `Made ${spName}.`,
      `  client id  ${clientId}`,
      `  principal  ${principalId}`,
      ...(secretReference === null ? [] : [`  secret     ${secretReference} in ${vaultUrl}`]),
      `  roles      ${roleAssignmentIds.length}`,
      `  ends       ${expiresAt}`,
      `  ready      ${readinessText(readiness)}`,
    ].join("\n"),
    footer: [`Take it away with 'azlin sp delete ${spName}'.`],
  };
}

function readinessText(readiness: Readiness): string {
  switch (readiness.state) {
    case "proved":
      return `seen to work after ${seconds(readiness.elapsedMs)} (${readiness.attempts} looks)`;
    case "waited":
      return `not looked at; ${seconds(readiness.elapsedMs)} were waited`;
    case "unproved":
      return `not known. ${readiness.reason}`;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
