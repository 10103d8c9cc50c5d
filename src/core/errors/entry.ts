/** One refusal of the API: what stands in the catalogue under a name. */
export interface ErrorEntry {
  readonly status: number
  readonly code: number
  /** May hold `{placeholders}`, which the thrower fills. */
  readonly message: string
  /** Nested causes, which the wire calls `error_chain`. */
  readonly chain?: readonly ErrorText[]
  /** Further items of `errors[]` behind the first. */
  readonly also?: readonly ErrorText[]
  /** The body has neither `result` nor `messages`. */
  readonly bare?: true
  /** The feature without which nothing raises this entry. */
  readonly needs?: ErrorNeed
  /** Where it is raised, and what of it the sandbox had to choose. */
  readonly documented: string
}

/** A code with its words. */
export interface ErrorText {
  readonly code: number
  readonly message: string
}

/** `faults` marks entries that a correct request never meets: only an injected fault shows them. */
export type ErrorNeed = 'faults' | 'tokens' | 'zone-holds'

/** The wire says `Please check`, where the current pages say `Check`; clients compare the wire. */
export const CHECK = 'Please check your input and try again.'

/** The end of every refusal for want of an entitlement, in the older words that clients still receive. */
export const SALES = "If you're already a paid SSL for SaaS customer, please contact your Customer Success Manager for additional provisioning. If you're not yet enrolled, please fill out this form and someone from our sales team will contact you: https://www.cloudflare.com/plans/enterprise/contact/."
