import { rotateSecret } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { openIdentities } from "../../sp/open-identities.ts";
import { planRotation } from "../../sp/plan-rotation.ts";

/** `azlin sp rotate` */
export const spRotate = defineCommand({
  path: "sp rotate",
  summary: "Give an identity a new secret, as the newest version in its vault",
  description:
    "The secret before it works on until the next rotation, so that whoever holds it can change over; older ones do not. The " +
    "new one ends when the identity does.",
  examples: [
    ["azlin sp rotate AzureHayMaker-vision-1a2b3c4d-admin", "the old one works on"],
    ["azlin sp rotate AzureHayMaker-vision-1a2b3c4d-admin --no-overlap", "the old one ends now: somebody has it"],
  ],
  arguments: { name: { description: "display name of the identity" } },
  options: {
    overlap: { kind: "flag", negatable: true, description: "let the secret before work on (default), or end it now" },
  },
  uses: ["azure", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const azure = await openIdentities(context);
    const { signal } = context;
    const overlap = args.overlap !== false;
    if (context.isDryRun) return planReport(await planRotation(azure, args.name, { overlap, signal }));
    const rotation = await context.progress(`Creating a secret for ${args.name}`, () =>
      rotateSecret(azure, args.name, { overlap, signal }),
    );
    const { spName, version, removedKeyIds } = rotation;
    return {
      json: rotation,
      text: `${spName} has a new secret, version ${version}. ${removedKeyIds.length} older ones work no more.`,
    };
  },
});
