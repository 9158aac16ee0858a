/** Tries that Azure's clients make of a request that is throttled. */
const MAX_TRIES = 10;

/** The requests of those who do not use azlin, sent as Azure's own clients do: one told to wait is sent again. */
export function armClient({ emulator, clock }) {
  const { credential, cloud } = emulator.transport();
  const send = async (method, url, body) => {
    for (let left = MAX_TRIES; ; left--) {
      const { token } = await credential.getToken(`${cloud.resourceManagerAudience}/.default`);
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const address = new URL(url, cloud.resourceManager);
      const request = new Request(address, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer = await readAnswer(await emulator.fetch(request));
      if (answer.status !== 429 || answer.retryAfterMs === undefined || left === 1) return answer;
      await clock.delay(answer.retryAfterMs);
    }
  };
  return { send, list: (path) => list(send, path) };
}

async function readAnswer(response) {
  const { status, headers } = response;
  const text = await response.text();
  const body = text === "" ? {} : JSON.parse(text);
  const seconds = headers.get("retry-after");
  return {
    status,
    body,
    error: errorOf(status, body),
    retryAfterMs: seconds === null ? undefined : Number(seconds) * 1_000,
    operationUrl: headers.get("azure-asyncoperation") ?? headers.get("location") ?? undefined,
  };
}

/** The text of the exception that a client throws, also for an operation that failed; `undefined` when it throws none. */
function errorOf(status, { error }) {
  return status >= 400 || error !== undefined ? `(${error?.code}) ${error?.message}` : undefined;
}

/** All pages of a list. */
async function list(send, path) {
  const found = [];
  for (let url = path; url !== undefined;) {
    const { status, body, error } = await send("GET", url);
    if (status !== 200) throw new Error(`The list ${path} cannot be read: ${error}`);
    found.push(...body.value);
    url = body.nextLink;
  }
  return found;
}
