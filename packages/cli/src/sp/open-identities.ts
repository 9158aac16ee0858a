import { identityAzure, type IdentityAzure } from "@azlin/sp-manager";
import type { Context } from "../context.ts";

/** The Azure, with its directory and vaults, that identities are made in. */
export async function openIdentities(context: Context, tenant?: string): Promise<IdentityAzure> {
  const { clock, logger } = context;
  const transport = await context.transport();
  return identityAzure({
    transport: tenant === undefined ? transport : { ...transport, tenantId: tenant },
    clock,
    logger,
  });
}
