import type { Approval, Letter, Mail, MailedHostname, MailFilter, MailStore } from '../mails.ts'
import { MAILBOX_SIZE } from '../mails.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import { COLUMNS, fromRow } from './hostname-row.ts'
import type { HostnameRow } from './hostname-row.ts'

interface MailRow {
  id: number
  zone_no: number
  custom_hostname_id: string
  hostname: string
  recipient: string
  at: number
  token: string
  approved_at: number | null
}

interface ApprovalRow {
  zone_no: number
  id: string
  hostname: string
  order_number: number
  asked_at: number
  approved_at: number | null
}

type MailedRow = HostnameRow & { zone_no: number }

/** So many new questions make it worth to look for those of hostnames that are gone. */
const SWEEP_AFTER = 10_000

/** The present question of a hostname, by what stands in its row. */
const PRESENT = "a.seq = h.seq AND a.order_number = json_extract(h.lifecycle, '$.certificate.order.number') AND a.asked_at = json_extract(h.lifecycle, '$.certificate.tokensAt')"

export function mailTables (db: Db, commits: CommitQueue): MailStore {
  const insertApproval = db.prepare(`INSERT OR IGNORE INTO approvals (token, seq, order_number, asked_at)
    SELECT :token, seq, :order, :askedAt FROM custom_hostnames WHERE seq = :seq`)
  const insertMail = db.prepare(`INSERT INTO mails (zone_no, custom_hostname_id, hostname, recipient, at, token)
    SELECT zone_no, id, hostname, :recipient, :at, :token FROM custom_hostnames WHERE seq = :seq`)
  const bound = db.prepare('DELETE FROM mails WHERE id <= ?')
  const sweep = db.prepare('DELETE FROM approvals WHERE seq NOT IN (SELECT seq FROM custom_hostnames)')
  const approve = db.prepare('UPDATE approvals SET approved_at = ? WHERE token = ? AND approved_at IS NULL')
  const byToken = db.prepare<[string], ApprovalRow>(`SELECT h.zone_no, h.id, h.hostname, a.order_number, a.asked_at, a.approved_at
    FROM approvals a JOIN custom_hostnames h ON h.seq = a.seq WHERE a.token = ?`)
  const approved = db.prepare<[number, number], number>(`SELECT EXISTS (SELECT 1 FROM custom_hostnames h JOIN approvals a ON ${PRESENT}
    WHERE h.seq = ? AND a.order_number = ? AND a.approved_at IS NOT NULL)`).pluck()
  const columns = `SELECT m.id, m.zone_no, m.custom_hostname_id, m.hostname, m.recipient, m.at, m.token, a.approved_at
    FROM mails m LEFT JOIN approvals a ON a.token = m.token`
  const wanted = '(:zoneNo IS NULL OR zone_no = :zoneNo) AND (:to IS NULL OR recipient = :to COLLATE NOCASE) AND (:hostname IS NULL OR hostname = :hostname)'
  const listed = db.prepare<[Record<string, unknown>], MailRow>(`${columns} WHERE ${wanted} ORDER BY m.id DESC LIMIT :limit OFFSET :offset`)
  const counted = db.prepare<[Record<string, unknown>], number>(`SELECT count(*) FROM mails WHERE ${wanted}`).pluck()
  const removed = db.prepare(`DELETE FROM mails WHERE ${wanted}`)
  const byId = db.prepare<[number], MailRow>(`${columns} WHERE m.id = ?`)
  const mailed = mailedRows(db)
  let sinceSweep = SWEEP_AFTER

  function writeLetter (letter: Letter): Mail[] {
    const { zoneNo, customHostname: { seq, id, hostname }, order, askedAt, at, token, recipients, again } = letter
    const asked = insertApproval.run({ token, seq, order, askedAt }).changes > 0
    if (!asked && !again) return []
    return recipients.flatMap(to => {
      const { changes, lastInsertRowid } = insertMail.run({ recipient: to, at, token, seq })
      return changes === 0 ? [] : [{ id: Number(lastInsertRowid), zoneNo, customHostnameId: id, hostname, to, at, token }]
    })
  }

  return {
    write: async letters => await commits.run(() => {
      sinceSweep += letters.length
      if (sinceSweep > SWEEP_AFTER) {
        sweep.run()
        sinceSweep = 0
      }
      const mails = letters.flatMap(writeLetter)
      bound.run((mails.at(-1)?.id ?? 0) - MAILBOX_SIZE)
      return mails
    }),
    list: async (filter, page) => listed.all({ ...parametersOf(filter), ...page }).map(mailFromRow),
    count: async filter => counted.get(parametersOf(filter)) ?? 0,
    find: async id => {
      const row = byId.get(id)
      return row === undefined ? undefined : mailFromRow(row)
    },
    remove: async filter => await commits.run(() => removed.run(parametersOf(filter)).changes),
    findApproval: async token => {
      const row = byToken.get(token)
      return row === undefined ? undefined : approvalFromRow(row)
    },
    approve: async (token, at) => await commits.run(() => approve.run(at, token).changes > 0),
    isApproved: (seq, order) => approved.get(seq, order) === 1,
    listMailed: async ids => mailed.among(ids).map(mailedFromRow),
    listUnfinished: async (afterId, limit) => mailed.unfinished(afterId, limit).map(row => ({ ...mailedFromRow(row), approved: row.approved === 1 }))
  }
}

/** Hostnames validated by mail have an index of their own, which is empty in most sandboxes: the others cost nothing. */
function mailedRows (db: Db) {
  const from = 'FROM custom_hostnames h INDEXED BY custom_hostnames_mailed'
  const columns = COLUMNS.split(', ').map(column => `h.${column}`).join(', ')
  const any = db.prepare<[], number>(`SELECT EXISTS (SELECT 1 ${from} WHERE h.method = 'email')`).pluck()
  const byId = db.prepare<[string], MailedRow>(`SELECT ${columns}, h.zone_no ${from} WHERE h.method = 'email' AND h.id = ?`)
  const unfinished = db.prepare<[string, number], MailedRow & { approved: 0 | 1 }>(`SELECT ${columns}, h.zone_no, a.token IS NOT NULL AS approved
    ${from} LEFT JOIN approvals a ON ${PRESENT}
    WHERE h.method = 'email' AND h.id > ? AND h.ssl_status = 'pending_validation' AND (a.token IS NULL OR a.approved_at IS NOT NULL)
    ORDER BY h.id LIMIT ?`)
  return {
    among: (ids: readonly string[]): MailedRow[] => any.get() === 1 ? ids.flatMap(id => byId.get(id) ?? []) : [],
    unfinished: (afterId: string, limit: number) => unfinished.all(afterId, limit)
  }
}

function parametersOf ({ zoneNo, to, hostname }: MailFilter): { zoneNo: number | null, to: string | null, hostname: string | null } {
  return { zoneNo: zoneNo ?? null, to: to ?? null, hostname: hostname ?? null }
}

function mailFromRow (row: MailRow): Mail {
  return {
    id: row.id,
    zoneNo: row.zone_no,
    customHostnameId: row.custom_hostname_id,
    hostname: row.hostname,
    to: row.recipient,
    at: row.at,
    token: row.token,
    ...(row.approved_at === null ? {} : { approvedAt: row.approved_at })
  }
}

function approvalFromRow (row: ApprovalRow): Approval {
  return {
    zoneNo: row.zone_no,
    customHostnameId: row.id,
    hostname: row.hostname,
    order: row.order_number,
    askedAt: row.asked_at,
    ...(row.approved_at === null ? {} : { approvedAt: row.approved_at })
  }
}

function mailedFromRow (row: MailedRow): MailedHostname {
  return { zoneNo: row.zone_no, customHostname: fromRow(row) }
}
