import { Agent, get } from "node:http";
import { timed } from "./in-turn.mjs";

/** GETs of one URL that a server answers in a second, over connections that stay open. */
export async function requestsPerSecond(url, { headers, requests = 2000, connections = 8 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = requests;
  const worker = async () => {
    while (left-- > 0) await getOnce(url, { headers, agent });
  };
  const ms = await timed(() => Promise.all(Array.from({ length: connections }, worker)));
  agent.destroy();
  return (requests / ms) * 1000;
}

function getOnce(url, options) {
  return new Promise((resolve, reject) => {
    get(url, options, (response) => {
      response.resume();
      response.once("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}.`)),
      );
    }).once("error", reject);
  });
}
