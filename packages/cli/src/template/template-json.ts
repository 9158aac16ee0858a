import type { VmTemplate } from "@azlin/vms";

/** A template as JSON. Its cloud-init may hold secrets and is only told to be there; `template export` writes it. */
export function templateJson(template: VmTemplate): Record<string, unknown> {
  const { name, description, vmSize, region, cloudInit, customMetadata } = template;
  return { name, description, vmSize, region, hasCloudInit: cloudInit !== undefined, customMetadata };
}
