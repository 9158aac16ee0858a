import { ArmError } from "../arm/arm-error.ts";
import type { World } from "../world/world.ts";
import type { Principal } from "./principal.ts";
import { verifyToken, type Claims } from "./signing-key.ts";

/** Verified tokens are remembered: the signature of one does not change. */
const REMEMBERED = 256;

/** Checks the bearer tokens of one world's requests. */
export class BearerCheck {
  readonly #verified = new Map<string, Claims>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Who sent the request.
   *
   * @throws ArmError (401) with Azure's challenge when the token is missing, foreign, expired or for another service.
   */
  async principalOf(headers: Headers, isAudience: (audience: string) => boolean): Promise<Principal> {
    const header = headers.get("authorization");
    if (header === null || !header.toLowerCase().startsWith("bearer ")) {
      throw this.#refuse("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
    }
    const claims = await this.#claimsOf(header.slice("bearer ".length).trim());
    if (claims === undefined) throw this.#refuse("InvalidAuthenticationToken", "The access token is invalid.");
    this.#checkTimes(claims);
    const audience = String(claims["aud"]);
    if (!isAudience(audience)) {
      const text = `The access token has been obtained for wrong audience or resource '${audience}'.`;
      throw this.#refuse("InvalidAuthenticationTokenAudience", text);
    }
    const principal = this.#world.directory.byObjectId(String(claims["oid"]));
    if (principal === undefined) throw this.#refuse("InvalidAuthenticationToken", "The principal no longer exists.");
    return principal;
  }

  async #claimsOf(token: string): Promise<Claims | undefined> {
    const known = this.#verified.get(token);
    if (known !== undefined) return known;
    const claims = verifyToken(await this.#world.signingKey(), token);
    if (claims === undefined || claims["tid"] !== this.#world.settings.tenantId) return undefined;
    if (this.#verified.size >= REMEMBERED) this.#verified.clear();
    this.#verified.set(token, claims);
    return claims;
  }

  #checkTimes(claims: Claims): void {
    const nowSeconds = this.#world.clock.now() / 1000;
    if (Number(claims["exp"]) < nowSeconds) {
      const expiry = new Date(Number(claims["exp"]) * 1000).toISOString();
      const now = new Date(nowSeconds * 1000).toISOString();
      throw this.#refuse(
        "ExpiredAuthenticationToken",
        `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${now}'.`,
      );
    }
  }

  #refuse(code: string, message: string): ArmError {
    const authority = `https://login.microsoftonline.com/${this.#world.settings.tenantId}`;
    const challenge = `Bearer authorization_uri="${authority}", error="invalid_token", error_description="${message.replaceAll('"', "'")}"`;
    return new ArmError(401, code, message, { headers: { "www-authenticate": challenge } });
  }
}
