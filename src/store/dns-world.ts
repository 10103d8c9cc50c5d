/** Types of records that a test or a person can put into the customers' world. */
export const CUSTOMER_RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'CAA', 'NS'] as const
export type CustomerRecordType = typeof CUSTOMER_RECORD_TYPES[number]

/** What can be made to go wrong with a name. */
export const DNS_FAULT_KINDS = ['servfail', 'timeout', 'dnssec_bogus'] as const
export type DnsFaultKind = typeof DNS_FAULT_KINDS[number]

/** Whose world something belongs to: one zone's alone, or, without a zone, everybody's. */
interface Scoped {
  readonly zoneNo?: number
}

/** A record of a name outside the sandbox's zones: what a customer has in place. Names are ASCII, lower case, without the final dot. */
export interface CustomerRecord extends Scoped {
  readonly id: string
  readonly name: string
  readonly type: CustomerRecordType
  readonly content: string
  readonly ttl: number
}

export interface DnsFault extends Scoped {
  readonly id: string
  readonly name: string
  readonly kind: DnsFaultKind
}

/** Where requests to a host really go: it stands for the host's addresses and its port 80. */
export interface HttpOverride extends Scoped {
  readonly host: string
  readonly address: string
  readonly port: number
}

/** Which entries are meant; what is left out does not matter. `shared`: only those that belong to no zone. */
export interface DnsWorldFilter extends Scoped {
  readonly id?: string
  readonly name?: string
  readonly type?: CustomerRecordType
  readonly shared?: true
}

/** Who looks: one zone sees its own entries and the shared ones, `everything` sees those of all zones. */
export type Viewer = number | 'everything'

/** The world around the zones: customers' records, faults of names, and where their web servers are. */
export interface DnsWorldStore {
  listRecords (filter: DnsWorldFilter, page: { readonly offset: number, readonly limit: number }): Promise<readonly CustomerRecord[]>
  countRecords (filter: DnsWorldFilter): Promise<number>
  /** The records of exactly this name; undefined when the name does not exist, not even for the sake of names below it. */
  recordsAt (name: string, viewer: Viewer): Promise<readonly CustomerRecord[] | undefined>
  /** Answers with what is kept: the same record again keeps its id and takes the new ttl. */
  insertRecord (record: CustomerRecord): Promise<CustomerRecord>
  /** Answers how many there were. */
  removeRecords (filter: DnsWorldFilter): Promise<number>
  listFaults (filter: DnsWorldFilter): Promise<readonly DnsFault[]>
  /** The fault of exactly this name; a zone's own goes before a shared one. */
  faultAt (name: string, viewer: Viewer): Promise<DnsFaultKind | undefined>
  /** Answers with what is kept: another fault of the same name takes the place of the first and keeps its id. */
  insertFault (fault: DnsFault): Promise<DnsFault>
  removeFaults (filter: DnsWorldFilter): Promise<number>
  listOverrides (filter: Pick<DnsWorldFilter, 'name' | 'zoneNo' | 'shared'>): Promise<readonly HttpOverride[]>
  /** A zone's own override goes before a shared one. */
  overrideFor (host: string, zoneNo: number): Promise<HttpOverride | undefined>
  putOverride (override: HttpOverride): Promise<void>
  removeOverrides (filter: Pick<DnsWorldFilter, 'name' | 'zoneNo' | 'shared'>): Promise<number>
}
