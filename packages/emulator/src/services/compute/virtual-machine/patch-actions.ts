import type { ResourceAction } from "../../../arm/resource-type.ts";
import { requireRunning } from "./require-running.ts";

/** Patching: the local guests are always up to date. */
export const patchActions: Readonly<Record<string, ResourceAction>> = {
  assessPatches: {
    answer: "both",
    run: ({ resource }) => {
      requireRunning(resource, "assessPatches");
      return undefined;
    },
    complete: (_operation, world) => ({
      status: "Succeeded",
      assessmentActivityId: world.ids.guid(),
      rebootPending: false,
      criticalAndSecurityPatchCount: 0,
      otherPatchCount: 0,
      startDateTime: world.clock.timestamp(),
      availablePatches: [],
    }),
  },
  installPatches: {
    answer: "both",
    run: ({ resource }) => {
      requireRunning(resource, "installPatches");
      return undefined;
    },
    complete: (_operation, world) => ({
      status: "Succeeded",
      installationActivityId: world.ids.guid(),
      rebootStatus: "NotNeeded",
      maintenanceWindowExceeded: false,
      excludedPatchCount: 0,
      notSelectedPatchCount: 0,
      pendingPatchCount: 0,
      installedPatchCount: 0,
      failedPatchCount: 0,
      patches: [],
      startDateTime: world.clock.timestamp(),
    }),
  },
};
