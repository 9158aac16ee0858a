import { createHttpHeaders, type PipelineRequest } from "@azure/core-rest-pipeline";
import * as pipeline from "@azure/core-rest-pipeline";
import { describe, expect, test } from "vitest";
import { armAnswer, AZURE_PUBLIC_CLOUD, sendArmRequest, type ArmSender } from "../../../src/index.ts";

/** A client that keeps what it is to send, and answers the same each time. */
function sender(status: number = 200, bodyAsText: string = "{}"): ArmSender & { readonly sent: PipelineRequest[] } {
  const sent: PipelineRequest[] = [];
  const client = {
    sendRequest: (request: PipelineRequest) => {
      sent.push(request);
      return Promise.resolve({ request, status, bodyAsText, headers: createHttpHeaders() });
    },
  };
  return { client, cloud: AZURE_PUBLIC_CLOUD, pipeline, sent };
}

describe("sendArmRequest", () => {
  test("sends a document to Resource Manager as JSON", async () => {
    const azure = sender();
    await sendArmRequest(azure, { method: "POST", url: "/subscriptions/s/check?api-version=1", body: { name: "n" } });
    expect(azure.sent[0]).toMatchObject({
      method: "POST",
      url: "https://management.azure.com/subscriptions/s/check?api-version=1",
      body: '{"name":"n"}',
    });
    expect(azure.sent[0]!.headers.get("content-type")).toBe("application/json");
  });

  test.each([
    "https://evil.example/next",
    "http://management.azure.com/next",
    "https://management.azure.com.evil.example/",
  ])("does not sign a request to %s", async (url) => {
    const azure = sender();
    await expect(sendArmRequest(azure, { url })).rejects.toMatchObject({ code: "ADDRESS_ELSEWHERE" });
    expect(azure.sent).toEqual([]);
  });

  test("stays with Resource Manager for a path that begins with two slashes", async () => {
    const azure = sender();
    await sendArmRequest(azure, { url: "//evil.example/next" });
    expect(azure.sent[0]!.url).toBe("https://management.azure.com/evil.example/next");
  });

  test("throws what Azure refuses as the clients do", async () => {
    const refused = sendArmRequest(sender(403, '{"error":{"code":"AuthorizationFailed"}}'), { url: "/x" });
    await expect(refused).rejects.toMatchObject({ name: "RestError", statusCode: 403 });
  });

  test("tells an answer that is no JSON from one that is empty", async () => {
    expect(armAnswer(await sendArmRequest(sender(204, ""), { url: "/x" }))).toBeUndefined();
    const page = await sendArmRequest(sender(200, "<html>"), { url: "/x" });
    expect(() => armAnswer(page)).toThrow(expect.objectContaining({ code: "ANSWER_UNREADABLE" }));
  });
});
