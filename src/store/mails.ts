import type { CustomHostname } from '../core/custom-hostname.ts'
import type { Instant } from '../core/instant.ts'

/** The mailbox holds so many messages; older ones make room. */
export const MAILBOX_SIZE = 10_000

/** A hostname whose certificate is validated by mail. */
export interface MailedHostname {
  readonly zoneNo: number
  readonly customHostname: CustomHostname
}

/** A question to the people of a domain: the same words to every recipient. The order and the moment of its tokens tell questions apart. */
export interface Letter extends MailedHostname {
  readonly order: number
  readonly askedAt: Instant
  /** When it is sent. */
  readonly at: Instant
  /** The secret that leads to the page of approval. */
  readonly token: string
  readonly recipients: readonly string[]
  /** The question was asked before and is asked again. */
  readonly again: boolean
}

/** One message in the mailbox. Its words follow from these. */
export interface Mail {
  readonly id: number
  readonly zoneNo: number
  readonly customHostnameId: string
  readonly hostname: string
  readonly to: string
  readonly at: Instant
  readonly token: string
  /** When a recipient approved what it asks for. */
  readonly approvedAt?: Instant
}

/** What the link of a message stands for. */
export interface Approval {
  readonly zoneNo: number
  readonly customHostnameId: string
  readonly hostname: string
  readonly order: number
  readonly askedAt: Instant
  readonly approvedAt?: Instant
}

/** Which messages are meant; what is left out does not matter. */
export interface MailFilter {
  readonly zoneNo?: number
  readonly to?: string
  readonly hostname?: string
}

/** The mailbox of the sandbox, and what was approved. */
export interface MailStore {
  /** Keeps questions and their messages, and answers with the new messages. A question that is known already is written again only when it says so. */
  write (letters: readonly Letter[]): Promise<readonly Mail[]>
  /** Newest first. */
  list (filter: MailFilter, page: { readonly offset: number, readonly limit: number }): Promise<readonly Mail[]>
  count (filter: MailFilter): Promise<number>
  find (id: number): Promise<Mail | undefined>
  /** Answers how many there were. What they ask for can still be approved. */
  remove (filter: MailFilter): Promise<number>
  findApproval (token: string): Promise<Approval | undefined>
  /** Answers false when it was approved before. */
  approve (token: string, at: Instant): Promise<boolean>
  /** True when the question that the hostname's order asks at present was approved. */
  isApproved (seq: number, order: number): boolean
  /** Those of some custom hostnames whose certificates are validated by mail. */
  listMailed (ids: readonly string[]): Promise<readonly MailedHostname[]>
  /** Hostnames that wait for an approval that nobody was asked for, or that was given: work that was cut short. In order of ids. */
  listUnfinished (afterId: string, limit: number): Promise<ReadonlyArray<MailedHostname & { readonly approved: boolean }>>
}
