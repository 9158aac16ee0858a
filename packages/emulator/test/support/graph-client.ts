import { AuthenticationHandler, Client, type Context, type Middleware } from "@microsoft/microsoft-graph-client";
import type { Emulator } from "../../src/index.ts";

/** Who asks Graph; default the administrator. */
export interface GraphCaller {
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The official client of Graph, which ends in an emulator of this process. */
export function graphClient(emulator: Emulator, caller: GraphCaller = {}): Client {
  const { credential } = emulator.transport(caller);
  const getAccessToken = async (): Promise<string> =>
    (await credential.getToken("https://graph.microsoft.com/.default"))!.token;
  const authentication = new AuthenticationHandler({ getAccessToken });
  authentication.setNext(inProcess(emulator));
  return Client.initWithMiddleware({ middleware: authentication });
}

function inProcess(emulator: Emulator): Middleware {
  return {
    execute: async (context: Context) => {
      context.response = await emulator.fetch(new Request(context.request, context.options));
    },
  };
}

/** An application with its service principal, as Graph shows them. */
export interface MadeIdentity {
  readonly id: string;
  readonly appId: string;
  readonly principalId: string;
}

/** Makes an application and its service principal. */
export async function makeIdentity(graph: Client, displayName: string): Promise<MadeIdentity> {
  const { id, appId } = (await graph.api("/applications").post({ displayName })) as MadeIdentity;
  const { id: principalId } = (await graph.api("/servicePrincipals").post({ appId })) as MadeIdentity;
  return { id, appId, principalId };
}
