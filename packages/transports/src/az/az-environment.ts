/** Variables an az process may see: what it needs to find its files, its proxy, its CA and its identity; no secrets of ours. */
const PASSED_ON = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "SYSTEMROOT",
  "COMSPEC",
  "PATHEXT",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "AZURE_CONFIG_DIR",
  "AZURE_EXTENSION_DIR",
  "IDENTITY_ENDPOINT",
  "IDENTITY_HEADER",
  "MSI_ENDPOINT",
  "MSI_SECRET",
]);

/** What makes az's output the same everywhere. `ONLY_SHOW_ERRORS` would take the answers' headers away. */
const FIXED: Readonly<Record<string, string>> = {
  AZURE_CORE_COLLECT_TELEMETRY: "no",
  AZURE_CORE_DISABLE_PROGRESS_BAR: "yes",
  AZURE_CORE_LOGIN_EXPERIENCE_V2: "off",
  AZURE_CORE_NO_COLOR: "yes",
  AZURE_CORE_ONLY_SHOW_ERRORS: "no",
  AZURE_CORE_SURVEY_MESSAGE: "no",
  AZURE_EXTENSION_USE_DYNAMIC_INSTALL: "no",
  AZURE_HTTP_USER_AGENT: "azlin",
  AZURE_LOGGING_ENABLE_LOG_FILE: "no",
  PYTHONIOENCODING: "utf-8",
};

/** Options of {@link azEnvironment}. */
export interface AzEnvironmentOptions {
  /** The environment to choose from. */
  readonly from: Readonly<Record<string, string | undefined>>;
  /** `AZURE_CONFIG_DIR` of the process. Default: the one in `from`, else az's own. */
  readonly configDirectory?: string;
  /** Variables to add or, with `undefined`, to take away. */
  readonly extra?: Readonly<Record<string, string | undefined>>;
}

/** The whole environment of an az process. Names are matched without regard to case, as proxies are spelled both ways. */
export function azEnvironment(options: AzEnvironmentOptions): Record<string, string> {
  const merged = {
    ...Object.fromEntries(Object.entries(options.from).filter(([name]) => PASSED_ON.has(name.toUpperCase()))),
    ...FIXED,
    ...(options.configDirectory !== undefined && { AZURE_CONFIG_DIR: options.configDirectory }),
    ...options.extra,
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
