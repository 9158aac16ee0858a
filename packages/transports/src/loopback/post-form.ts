import { request } from "node:http";
import { text } from "node:stream/consumers";

/** Answer of {@link postForm}. */
export interface FormAnswer {
  readonly status: number;
  readonly body: string;
}

/** Posts a form over plain HTTP. The built-in `fetch` would do, but costs a command 25 ms to load. */
export async function postForm(url: string, fields: Readonly<Record<string, string>>): Promise<FormAnswer> {
  const body = new URLSearchParams(fields).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) };
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers }, (answer) => {
      text(answer).then((read) => resolve({ status: answer.statusCode ?? 0, body: read }), reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
