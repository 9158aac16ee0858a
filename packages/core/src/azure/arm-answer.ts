import type { PipelineResponse } from "@azure/core-rest-pipeline";
import { TransportError } from "../errors/families.ts";

/**
 * The document of an answer of Resource Manager; `undefined` when it has none.
 *
 * @throws TransportError (`ANSWER_UNREADABLE`).
 */
export function armAnswer({ bodyAsText }: Pick<PipelineResponse, "bodyAsText">): unknown {
  if (!bodyAsText) return undefined;
  try {
    return JSON.parse(bodyAsText) as unknown;
  } catch (cause) {
    throw new TransportError("ANSWER_UNREADABLE", "Azure's answer is no JSON.", { hint: "Try again.", cause });
  }
}
