#!/usr/bin/env node
// A stand-in for the Azure CLI that speaks its wire format: `az rest` sends the request itself, to the server that
// FAKE_AZ_URL names, and prints what the real one prints. Every call is appended to FAKE_AZ_LOG as a line of JSON.
// FAKE_AZ_FAIL makes it fail as the real one does: `login`, `refused`, `reset`, `tls`, `usage`, `crash`, `hang`.
import { appendFileSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { STATUS_CODES } from "node:http";

const FAILURES = {
  login: [1, "ERROR: Please run 'az login' to setup account.\n"],
  secret: [
    1,
    "ERROR: AADSTS7000215: Invalid client secret provided.\nInteractive authentication is needed. Please run:\naz login\n",
  ],
  refused: [
    1,
    traceback(
      "HTTPSConnectionPool(host='h', port=9): Max retries exceeded with url: /x (Caused by NewConnectionError('<x>: Failed to establish a new connection: [Errno 111] Connection refused'))",
    ),
  ],
  reset: [1, traceback("('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))")],
  tls: [
    1,
    traceback(
      "HTTPSConnectionPool(host='h', port=9): Max retries exceeded with url: /x (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))",
    ),
  ],
  usage: [2, "ERROR: unrecognized arguments: --bogus\n\nExamples from AI knowledge base:\nhttps://aka.ms/cli_ref\n"],
  crash: [1, "ERROR: The command failed with an unexpected error. Here is the traceback:\nERROR: 'NoneType' object\n"],
};

function traceback(line) {
  return `ERROR: The command failed with an unexpected error. Here is the traceback:\nERROR: ${line}\nTraceback (most recent call last):\n  File "x.py", line 1, in y\n`;
}

/** Python's repr of a string. */
function repr(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** az reads the file that a value beginning with `@` names; `@-` is stdin. */
function expand(value) {
  if (!value.startsWith("@") || value === "@") return value;
  try {
    return readFileSync(value === "@-" ? 0 : value.slice(1), "utf8").trimEnd();
  } catch {
    return value;
  }
}

function optionsOf(args) {
  return Object.fromEntries(
    args
      .filter((arg) => arg.startsWith("--"))
      .map((arg) => {
        const at = arg.indexOf("=");
        return at < 0 ? [arg.slice(2), true] : [arg.slice(2, at), expand(arg.slice(at + 1))];
      }),
  );
}

function send({ method, url, headers, body }) {
  const meant = new URL(url);
  const path = url.slice(meant.origin.length) || "/";
  return new Promise((resolve, reject) => {
    const outgoing = request(
      process.env.FAKE_AZ_URL + path,
      { method, headers: { ...headers, host: meant.host }, agent: false },
      (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve({ answer, text: Buffer.concat(chunks).toString("utf8") }));
        answer.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function token(resource) {
  const tenant = process.env.FAKE_AZ_TENANT ?? "22222222-2222-2222-2222-222222222222";
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: process.env.FAKE_AZ_CLIENT ?? "00000000-0000-4000-8000-00000000a271",
    client_secret: "anything",
    scope: `${resource}/.default`,
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) };
  const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
  const { text } = await send({ method: "POST", url, headers, body });
  return JSON.parse(text);
}

async function getAccessToken(options) {
  const answer = await token(options.resource ?? "https://management.azure.com");
  const expires = Math.floor(Date.now() / 1000) + Number(answer.expires_in);
  const printed = {
    accessToken: answer.access_token,
    expiresOn: new Date(expires * 1000).toISOString().replace("T", " ").replace("Z", "000"),
    expires_on: expires,
    tokenType: "Bearer",
  };
  process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
}

async function rest(options) {
  const body = options.body === undefined ? undefined : JSON.stringify(JSON.parse(options.body));
  const headers = { ...(options.headers === undefined ? {} : JSON.parse(options.headers)) };
  headers["User-Agent"] = ["python/3.11.2 AZURECLI/2.74.0", headers["User-Agent"]].filter(Boolean).join(" ");
  headers["CommandName"] = "rest";
  if (!options["skip-authorization-header"]) {
    headers["Authorization"] = `Bearer ${(await token(options.resource)).access_token}`;
  }
  headers["Content-Length"] = body === undefined ? 0 : Buffer.byteLength(body);
  info(
    `Request URL: ${repr(options.url)}`,
    `Request method: ${repr(options.method.toUpperCase())}`,
    "Request headers:",
  );
  for (const [name, value] of Object.entries(headers)) {
    info(`    ${repr(name)}: ${repr(name === "Authorization" ? "Bearer eyJ0eXAiOiJKV..." : String(value))}`);
  }
  info("Request body:", body ?? "None");
  print(await send({ method: options.method.toUpperCase(), url: options.url, headers, body }));
}

function print({ answer, text }) {
  info(`Response status: ${answer.statusCode}`, "Response headers:");
  for (let index = 0; index < answer.rawHeaders.length; index += 2) {
    info(`    ${repr(answer.rawHeaders[index])}: ${repr(answer.rawHeaders[index + 1])}`);
  }
  info("Response content:", text);
  if (answer.statusCode >= 400) {
    const reason = answer.statusMessage || STATUS_CODES[answer.statusCode];
    process.stderr.write(`ERROR: ${reason}${text === "" ? "" : `(${text})`}\n`);
    process.exitCode = 1;
  } else if (text !== "") process.stdout.write(printed(text));
  info("Command ran in 0.105 seconds (init: 0.064, invoke: 0.041)");
}

function printed(text) {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    process.stderr.write("WARNING: Not a json response, outputting to stdout.\n");
    return `${text}\n`;
  }
}

function info(...lines) {
  for (const line of lines) process.stderr.write(`INFO: ${line}\n`);
}

async function main() {
  const args = process.argv.slice(2);
  if (process.env.FAKE_AZ_LOG) {
    appendFileSync(process.env.FAKE_AZ_LOG, `${JSON.stringify({ args, environment: Object.keys(process.env) })}\n`);
  }
  const failure = process.env.FAKE_AZ_FAIL;
  if (failure === "hang" || failure === "hang-hard") {
    if (failure === "hang-hard") process.on("SIGTERM", () => undefined);
    setInterval(() => undefined, 1000);
    return;
  }
  if (failure !== undefined) {
    process.stderr.write(FAILURES[failure][1]);
    process.exitCode = FAILURES[failure][0];
    return;
  }
  if (args[0] === "version") process.stdout.write('{\n  "azure-cli": "2.74.0"\n}\n');
  else if (args[0] === "account" && args[1] === "get-access-token") await getAccessToken(optionsOf(args));
  else if (args[0] === "rest") await rest(optionsOf(args));
  else {
    process.stderr.write(`ERROR: '${args.join(" ")}' is misspelled or not recognized by the system.\n`);
    process.exitCode = 2;
  }
}

try {
  await main();
} catch (error) {
  const aborted = error.code === "ECONNRESET" || error.code === "ECONNREFUSED";
  const line = error.code === "ECONNREFUSED" ? FAILURES.refused[1] : FAILURES.reset[1];
  process.stderr.write(aborted ? line : traceback(String(error)));
  process.exitCode = 1;
}
