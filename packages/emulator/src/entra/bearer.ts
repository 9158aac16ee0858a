import { ArmError } from "../arm/arm-error.ts";
import type { World } from "../world/world.ts";
import type { Principal } from "./principal.ts";
import { verifyToken, type Claims } from "./signing-key.ts";

/** Verified tokens are remembered: the signature of one does not change. */
const REMEMBERED = 256;

/** Why a request's token does not hold. */
export class BearerRefusal {
  readonly reason: "missing" | "invalid" | "expired" | "audience";
  readonly message: string;

  constructor(reason: BearerRefusal["reason"], message: string) {
    this.reason = reason;
    this.message = message;
  }
}

/** Resource Manager's codes. */
const CODES: Readonly<Record<BearerRefusal["reason"], string>> = {
  missing: "AuthenticationFailed",
  invalid: "InvalidAuthenticationToken",
  expired: "ExpiredAuthenticationToken",
  audience: "InvalidAuthenticationTokenAudience",
};

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
    const identified = await this.identify(headers, isAudience);
    if (identified instanceof BearerRefusal) throw this.#refuse(identified);
    return identified;
  }

  /** Who sent the request, or why its token does not hold. A token outlives the principal that it was given to. */
  async identify(headers: Headers, isAudience: (audience: string) => boolean): Promise<Principal | BearerRefusal> {
    const header = headers.get("authorization");
    if (header === null || !header.toLowerCase().startsWith("bearer ")) {
      return new BearerRefusal("missing", "Authentication failed. The 'Authorization' header is missing.");
    }
    const claims = await this.#claimsOf(header.slice("bearer ".length).trim());
    if (claims === undefined) return new BearerRefusal("invalid", "The access token is invalid.");
    const expiry = this.#expiry(claims);
    if (expiry !== undefined) return expiry;
    const audience = String(claims["aud"]);
    if (!isAudience(audience)) {
      const text = `The access token has been obtained for wrong audience or resource '${audience}'.`;
      return new BearerRefusal("audience", text);
    }
    const [objectId, clientId] = [String(claims["oid"]), String(claims["appid"])];
    return this.#world.directory.byObjectId(objectId) ?? { objectId, clientId, displayName: "" };
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

  #expiry(claims: Claims): BearerRefusal | undefined {
    const nowSeconds = this.#world.clock.now() / 1000;
    if (Number(claims["exp"]) >= nowSeconds) return undefined;
    const expiry = new Date(Number(claims["exp"]) * 1000).toISOString();
    const now = new Date(nowSeconds * 1000).toISOString();
    const message = `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${now}'.`;
    return new BearerRefusal("expired", message);
  }

  #refuse({ reason, message }: BearerRefusal): ArmError {
    const authority = `https://login.microsoftonline.com/${this.#world.settings.tenantId}`;
    const challenge = `Bearer authorization_uri="${authority}", error="invalid_token", error_description="${message.replaceAll('"', "'")}"`;
    return new ArmError(401, CODES[reason], message, { headers: { "www-authenticate": challenge } });
  }
}
