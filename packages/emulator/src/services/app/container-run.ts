import { objectsAt, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import { runContainerScript, type ContainerRun } from "./container-script.ts";

/** What the first container of a template does. Secrets read `***` in what it writes. */
export function containerRun(template: JsonObject): ContainerRun {
  const [container] = objectsAt(template, "containers");
  const words = [...textsAt(container, "command"), ...textsAt(container, "args")];
  const env = objectsAt(container, "env").map((entry) => [
    textAt(entry, "name") ?? "",
    textAt(entry, "value") ?? (entry["secretRef"] === undefined ? "" : "***"),
  ]);
  return runContainerScript(words, Object.fromEntries(env) as Record<string, string>);
}

/** Whether the template says what its first container runs. */
export function hasCommand(template: JsonObject): boolean {
  const [container] = objectsAt(template, "containers");
  return [...textsAt(container, "command"), ...textsAt(container, "args")].length > 0;
}
