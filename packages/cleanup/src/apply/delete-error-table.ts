/** What an error of a deletion means for what to do next. */
export type DeleteErrorClass =
  /** It is not there: done. */
  | "gone"
  /** Azure asks to wait: does so, and it costs no attempt. */
  | "throttled"
  /** It may work when it is simply tried again. */
  | "transient"
  /** Something else has to go first: tried again after a while. */
  | "dependency"
  /** Somebody decided that it stays: never tried again. */
  | "blocked"
  /** Azure does not know who asks, or does not let them. Tried once more with a new token. */
  | "auth"
  /** It will not work however often it is tried. */
  | "fatal";

/** One row of the table: errors that fit are of the class. */
export interface DeleteErrorRule {
  readonly class: DeleteErrorClass;
  /** Azure's code, whole. Default: any, or none. */
  readonly code?: RegExp;
  /** Code of a sub-error. Default: any, or none. */
  readonly detail?: RegExp;
  /** Default: any. */
  readonly status?: readonly number[];
  /** The class is what is most likely: it is tried only a few times. */
  readonly isGuess?: true;
}

const LOCKS = /^(?:ScopeLocked|ResourceLocked|.*ReadOnlyLock.*)$/i;
const IN_USE =
  /^(?:.*InUse.*|.*CannotBeDeleted.*|CannotDelete.*|.*NestedResource.*|ParentResource.*|LinkedScopeDeleteFailed|ReferencedResourceNotProvisioned|ResourceGroupBeingDeleted|.*StillInUse|.*NotEmpty|.*HasDependen.*|.*Dependenc.*|LockedSPLResourceFound|.*PrivateEndpoint.*Connection.*|.*AttachedTo.*|DiskAttached.*)$/i;
const PROTECTED_DATA =
  /^(?:.*Immutab.*|.*LegalHold.*|.*BackupItem.*|.*BackedUp.*|.*SoftDeletedBackup.*|ServiceResourceNotEmptyWithContainerDetails|ServiceResourceNotEmptyWithBackendMessage|.*PurgeProtect.*)$/i;
const BUSY =
  /^(?:AnotherOperationInProgress|.*OperationInProgress|RetryableError.*|ResourceGroupDeletionTimeout|PendingTransactionAlreadyExists|OperationPreempted|.*BeingUpdated|.*BeingModified|PreconditionFailed|InternalServerError|ServerTimeout|.*Timeout|ServiceUnavailable|ServerBusy)$/i;

/**
 * Asked in order. Codes come before statuses: the network provider answers 429 for what is no throttling, and "in use" comes
 * as 400 from one provider and as 409 from the next.
 */
export const DELETE_ERROR_RULES: readonly DeleteErrorRule[] = [
  { class: "auth", status: [401] },
  { class: "blocked", code: LOCKS },
  { class: "blocked", detail: LOCKS },
  { class: "blocked", code: /^(?:RequestDisallowedBy\w*|DenyAssignment\w*|ReadOnlyDisabledSubscription)$/i },
  { class: "blocked", code: PROTECTED_DATA },
  { class: "blocked", detail: PROTECTED_DATA },
  { class: "auth", code: /^(?:\w*AuthorizationFailed|Forbidden|\w*AuthenticationToken\w*|AuthenticationFailed)$/i },
  { class: "auth", status: [403] },
  { class: "dependency", detail: IN_USE },
  { class: "dependency", code: /^ResourceGroupDeletionBlocked$/i },
  { class: "dependency", code: IN_USE },
  { class: "transient", code: BUSY },
  { class: "throttled", code: /^(?:TooManyRequests|.*Throttl.*|SubscriptionRequestsThrottled|.*RequestLimit.*)$/i },
  { class: "throttled", status: [429] },
  { class: "transient", status: [408, 412, 500, 502, 503, 504] },
  { class: "transient", code: /^(?:E[A-Z]+|EAI_[A-Z]+|UND_ERR_\w+|REQUEST_SEND_ERROR|PARSE_ERROR)$/ },
  { class: "fatal", code: /^(?:MissingSubscriptionRegistration|NoRegisteredProviderFound|.*ApiVersion.*)$/i },
  { class: "dependency", code: /^(?:OperationNotAllowed|Conflict\w*)$/i, status: [409], isGuess: true },
  { class: "dependency", status: [409], isGuess: true },
  { class: "fatal", status: [400, 402, 404, 405, 406, 410, 411, 413, 415, 422] },
];
