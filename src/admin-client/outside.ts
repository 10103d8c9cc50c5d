import type {
  CreateCustomerRecordWire, CreateDnsFaultWire, CustomerRecordListWire, CustomerRecordQueryWire, CustomerRecordWire, DeletedCountWire, DnsEntryQueryWire, DnsFaultListWire,
  DnsFaultWire, DnsQueryListWire, ListCustomerRecordsQueryWire
} from '../../schemas/admin/dns.ts'
import type { HttpOverrideListWire, HttpOverrideQueryWire, HttpOverrideWire } from '../../schemas/admin/http-override.ts'
import type { ListMailQueryWire, MailListWire, MailQueryWire, MailWire } from '../../schemas/admin/mail.ts'
import type { OriginListWire, OriginQueryWire, OriginWire } from '../../schemas/admin/origins.ts'
import type { Call } from './calls.ts'
import { queryOf } from './calls.ts'

/** The world around the zones: what customers put in place, and where their servers and yours really are. Deletions answer how many there were. */
export interface OutsideClient {
  readonly dns: {
    readonly records: {
      list (query?: ListCustomerRecordsQueryWire): Promise<CustomerRecordListWire>
      create (record: CreateCustomerRecordWire): Promise<CustomerRecordWire>
      delete (id: string): Promise<void>
      clear (query?: CustomerRecordQueryWire): Promise<number>
    }
    readonly faults: {
      list (query?: DnsEntryQueryWire): Promise<DnsFaultWire[]>
      create (fault: CreateDnsFaultWire): Promise<DnsFaultWire>
      delete (id: string): Promise<void>
      clear (query?: DnsEntryQueryWire): Promise<number>
    }
    /** Questions that came to the DNS responder. */
    queries (name?: string): Promise<DnsQueryListWire['queries']>
    clearQueries (): Promise<void>
  }
  readonly httpOverrides: {
    list (query?: HttpOverrideQueryWire): Promise<HttpOverrideWire[]>
    set (override: HttpOverrideWire): Promise<HttpOverrideWire>
    clear (query?: HttpOverrideQueryWire): Promise<number>
  }
  readonly mail: {
    list (query?: ListMailQueryWire): Promise<MailListWire>
    get (id: number): Promise<MailWire>
    clear (query?: MailQueryWire): Promise<number>
  }
  readonly origins: {
    list (): Promise<OriginWire[]>
    set (origin: OriginWire): Promise<OriginWire>
    clear (query?: OriginQueryWire): Promise<number>
  }
}

/** The part of the admin client for the world around the zones. */
export function outsideClient (call: Call): OutsideClient {
  const clear = (path: string) => async (query: Readonly<Record<string, string | undefined>> = {}): Promise<number> =>
    (await call<DeletedCountWire>('DELETE', `${path}${queryOf(query)}`)).deleted
  return {
    dns: {
      records: {
        list: async (query = {}) => await call('GET', `/dns/records${queryOf(query)}`),
        create: async record => await call('POST', '/dns/records', record),
        delete: async id => { await call('DELETE', `/dns/records/${id}`) },
        clear: clear('/dns/records')
      },
      faults: {
        list: async (query = {}) => (await call<DnsFaultListWire>('GET', `/dns/faults${queryOf(query)}`)).faults,
        create: async fault => await call('POST', '/dns/faults', fault),
        delete: async id => { await call('DELETE', `/dns/faults/${id}`) },
        clear: clear('/dns/faults')
      },
      queries: async name => (await call<DnsQueryListWire>('GET', `/dns/queries${queryOf({ name })}`)).queries,
      clearQueries: async () => { await call('DELETE', '/dns/queries') }
    },
    httpOverrides: {
      list: async (query = {}) => (await call<HttpOverrideListWire>('GET', `/http-overrides${queryOf(query)}`)).http_overrides,
      set: async override => await call('PUT', '/http-overrides', override),
      clear: clear('/http-overrides')
    },
    mail: {
      list: async (query = {}) => await call('GET', `/mail${queryOf(query)}`),
      get: async id => await call('GET', `/mail/${id}`),
      clear: clear('/mail')
    },
    origins: {
      list: async () => (await call<OriginListWire>('GET', '/origins')).origins,
      set: async origin => await call('PUT', '/origins', origin),
      clear: clear('/origins')
    }
  }
}
