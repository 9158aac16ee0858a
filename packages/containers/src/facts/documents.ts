import { z } from "zod";

/** A vault in a list of Resource Manager's. */
export const vaultSchema = z.object({
  id: z.string(),
  properties: z.object({
    vaultUri: z.string().optional(),
    enableRbacAuthorization: z.boolean().nullish(),
    accessPolicies: z
      .array(
        z.object({ objectId: z.string(), permissions: z.object({ secrets: z.array(z.string()).nullish() }).nullish() }),
      )
      .optional(),
  }),
});

/** The part of a vault's document that this package reads. */
export type VaultDocument = z.infer<typeof vaultSchema>;

/** A role assignment. */
export const assignmentSchema = z.object({ properties: z.object({ roleDefinitionId: z.string() }) });

/** A user-assigned identity. */
export const identitySchema = z.object({ properties: z.object({ principalId: z.string() }) });

/** Replicas of an execution, with where their logs are. */
export const replicaListSchema = z.object({
  value: z.array(
    z.object({
      name: z.string().optional(),
      containers: z.array(z.object({ name: z.string(), logStreamEndpoint: z.string().optional() })).nullish(),
    }),
  ),
});

/** A token for log streams. */
export const logTokenSchema = z.object({ properties: z.object({ token: z.string() }) });
