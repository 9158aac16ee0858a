import { ValidationError } from "@azlin/core";

/**
 * Bodies of the parts of a MIME multipart text, decoded.
 *
 * @throws ValidationError (`INVALID_CLOUD_INIT`) without a boundary, or for an encoding that cloud-init does not write.
 */
export function parseMimeParts(text: string): string[] {
  const { headers, body } = splitMessage(text.replaceAll("\r\n", "\n"));
  const boundary = /boundary="?([^";\s]+)"?/i.exec(headers)?.[1];
  if (boundary === undefined) throw invalid("Its multipart header names no boundary.");
  const pieces = body.split(new RegExp(`^--${escapePattern(boundary)}(?:--)?[ \\t]*$`, "m"));
  // What stands before the first boundary and after the last belongs to no part.
  return pieces.slice(1, -1).map((piece) => decodePart(piece.replace(/^\n/, "")));
}

function decodePart(part: string): string {
  const { headers, body } = splitMessage(part);
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(headers)?.[1]?.toLowerCase() ?? "7bit";
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (["7bit", "8bit", "binary"].includes(encoding)) return body;
  throw invalid(`The encoding '${encoding}' of a part is not supported.`);
}

function splitMessage(text: string): { headers: string; body: string } {
  const end = text.indexOf("\n\n");
  if (end < 0) throw invalid("A part has no empty line after its headers.");
  // Long headers go on in the next line, indented.
  return { headers: text.slice(0, end).replaceAll(/\n[ \t]+/g, " "), body: text.slice(end + 2) };
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function invalid(message: string): ValidationError {
  return new ValidationError("INVALID_CLOUD_INIT", `The cloud-init file cannot be used. ${message}`, {
    hint: "Give the parts as separate text, 7bit, 8bit or base64.",
  });
}
