import type { ResourceAction } from "../../arm/resource-type.ts";
import { VM_SIZES } from "./catalog/vm-sizes.ts";

/** Most that a disk of the operating system may hold, in MB. */
const OS_DISK_MB = 1_047_552;

/** The sizes of a region in the shape of the older `vmSizes` lists. */
export function vmSizeList(location: string): { value: unknown[] } {
  return {
    value: VM_SIZES.filter(({ restrictedIn }) => !restrictedIn.includes(location)).map((size) => ({
      name: size.name,
      numberOfCores: size.vCpus,
      osDiskSizeInMB: OS_DISK_MB,
      resourceDiskSizeInMB: size.tempDiskMb,
      memoryInMB: size.memoryGb * 1024,
      maxDataDiskCount: size.maxDataDisks,
    })),
  };
}

/** `GET …/vmSizes`: what a VM or an availability set could be resized to. */
export const vmSizesAction: ResourceAction = {
  method: "GET",
  answer: "sync",
  run: ({ resource }) => ({ status: 200, body: vmSizeList(resource.body.location ?? "") }),
};
