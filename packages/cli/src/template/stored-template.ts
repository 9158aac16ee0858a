import { join } from "node:path";
import { checkTemplateName, templateExists, templateNotFound, type VmTemplate } from "@azlin/vms";
import type { Context } from "../context.ts";
import type { PlannedAction } from "../render/plan-report.ts";
import { isThere } from "./is-there.ts";

/** Where templates are kept. */
export function templatesDirectory({ home }: Context): string {
  return join(home, "templates");
}

/**
 * The file of a template that is there. Whether it can be used does not matter.
 *
 * @throws NotFoundError (`TEMPLATE_NOT_FOUND`), ValidationError (`INVALID_TEMPLATE_NAME`).
 */
export async function requireTemplate(name: string, context: Context): Promise<string> {
  const path = templatePath(name, context);
  if (!(await isThere(path))) throw templateNotFound(name);
  return path;
}

/**
 * What keeping a template does.
 *
 * @throws ConflictError (`TEMPLATE_EXISTS`) when there is one of its name, unless `replace`.
 */
export async function planTemplate(
  { name, vmSize, region }: VmTemplate,
  { replace }: { readonly replace: boolean },
  context: Context,
): Promise<PlannedAction> {
  const target = templatePath(name, context);
  const isOther = await isThere(target);
  if (isOther && !replace) throw templateExists(name);
  return { action: isOther ? "replace" : "create", target, reason: `Size ${vmSize}, region ${region}.` };
}

function templatePath(name: string, context: Context): string {
  return join(templatesDirectory(context), `${checkTemplateName(name)}.yaml`);
}
