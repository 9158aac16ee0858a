/** A kind of file that is held back for where it is or what it is called. */
export interface PathRule {
  /** What it is, for the person who reads why a file was held back. */
  readonly reason: string;
  /** Matched against the name of the file itself, in lower case. */
  readonly name?: RegExp;
  /** Matched against every directory above it as well: everything below is held back. */
  readonly directory?: RegExp;
  /** Matched against the whole path, which begins with a `/`, in lower case. */
  readonly path?: RegExp;
}

/** What a copy of a file is called by editors and people: `.bak`, `~`, `.1`, … */
const COPY = String.raw`(\.(bak|backup|old|orig|save|sav|swp|swo|tmp|copy|[0-9]+)|~)*`;

/** Files that stay in the protected directories but hold no secrets by their kind. Their content is still read. */
export const EXEMPT_PATHS: readonly RegExp[] = [
  /\/\.ssh\/(config|known_hosts(\.old)?|[^/]+\.pub)$/,
  /\/\.azure\/(azureprofile\.json|config|clouds\.config)$/,
  /\.pub$/,
];

/** Where secrets are kept, by path. Names are compared in lower case: some file systems do not tell them apart. */
export const PATH_RULES: readonly PathRule[] = [
  { reason: "SSH directory", directory: /^\.ssh$/ },
  { reason: "AWS credentials", directory: /^\.aws$/ },
  { reason: "Azure credentials", directory: /^\.azure$/ },
  { reason: "Google Cloud credentials", directory: /^\.gcloud$/ },
  { reason: "Google Cloud credentials", path: /\/\.config\/gcloud\// },
  { reason: "GnuPG keys", directory: /^\.gnupg$/ },
  { reason: "Kubernetes credentials", directory: /^\.kube$/ },
  { reason: "password store", directory: /^\.password-store$/ },
  { reason: "keyring", path: /\/(library\/keychains|\.local\/share\/(keyrings|kwalletd))\// },
  { reason: "browser profile", directory: /^\.(mozilla|chrome|thunderbird)$/ },
  {
    reason: "browser profile",
    path: /\/(\.config|library\/application support)\/(google-chrome|google\/chrome|chromium|microsoft-edge|bravesoftware)\//,
  },
  { reason: "Docker credentials", path: /\/\.docker\/config\.json/ },
  { reason: "GitHub credentials", path: /\/\.config\/(gh\/hosts\.yml|github-copilot\/|hub$)/ },
  { reason: "Git credentials", path: /\/(\.git-credentials|\.config\/git\/credentials)/ },
  { reason: "Terraform credentials", path: /\/\.terraform\.d\/credentials/ },
  { reason: "Terraform state", name: /\.tfstate(\.|$)/ },
  {
    reason: "credentials of a package registry",
    name: /^\.(npmrc|pypirc|netrc|_netrc|dockercfg|pgpass|my\.cnf|s3cfg|boto)/,
  },
  { reason: "Vault token", name: /^\.vault-token/ },
  { reason: "credentials of an AI tool", path: /\/\.(claude|codex|gemini)\/(\.credentials|auth|oauth_creds)[^/]*$/ },
  { reason: "environment file", name: /^[.#]*\.env|\.env(\.|~|$)/ },
  { reason: "environment file", directory: /^\.env(\.|$)/ },
  { reason: "SSH private key", name: /^id_(rsa|dsa|ecdsa|ed25519|xmss)/ },
  { reason: "SSH private key", name: new RegExp(`^(azlin_key.*|ssh_host_.*_key${COPY})$`) },
  {
    reason: "key or certificate store",
    name: new RegExp(String.raw`\.(pem|key|p12|pfx|pkcs12|p8|ppk|jks|keystore|kdbx?)${COPY}$`),
  },
  {
    reason: "credentials file",
    name: /credentials|^client_secret|^service[_-]?(principal|account).*\.json|accesstokens\.json/,
  },
  { reason: "token cache", name: /^msal_(token|http)_cache/ },
  { reason: "password file", name: /^(\.?htpasswd|g?shadow-?|secrets?\.(ya?ml|json|toml|ini|env|txt))$/ },
];
