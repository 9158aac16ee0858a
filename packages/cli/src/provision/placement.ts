import { getTemplate, templateNotFound, type VmTemplate } from "@azlin/vms";
import type { ConfigKeyName } from "../config/config-keys.ts";
import type { Context } from "../context.ts";
import { templatesDirectory } from "../template/stored-template.ts";

/** Where new VMs go and how large they are. */
export interface Placement {
  readonly size: string;
  readonly location: string;
}

/** What was said about it. */
export interface PlacementWishes {
  readonly vmSize: string | undefined;
  readonly region: string | undefined;
  readonly template: VmTemplate | undefined;
}

/**
 * Size and region: an option wins over the configuration file, that over the template, that over azlin's defaults. Says
 * so when the configuration keeps a template from having its way.
 */
export async function placementFor(wishes: PlacementWishes, context: Context): Promise<Placement> {
  const settings = await context.explainSettings();
  const pick = (option: string | undefined, key: ConfigKeyName, template: string | undefined): string => {
    const { value, source } = settings.find(({ name }) => name === key)!;
    if (option !== undefined) return option;
    if (source === "default") return template ?? String(value);
    if (template !== undefined && template !== value) {
      context.note(`The configuration's ${key} '${String(value)}' is used, not '${template}' of the template.`);
    }
    return String(value);
  };
  return {
    size: pick(wishes.vmSize, "default_vm_size", wishes.template?.vmSize),
    location: pick(wishes.region, "default_region", wishes.template?.region),
  };
}

/**
 * The template of this name.
 *
 * @throws NotFoundError (`TEMPLATE_NOT_FOUND`); ValidationError for one that cannot be used.
 */
export async function namedTemplate(name: string | undefined, context: Context): Promise<VmTemplate | undefined> {
  if (name === undefined) return undefined;
  const template = await getTemplate(templatesDirectory(context), name);
  if (template === undefined) throw templateNotFound(name);
  return template;
}
