import type { CertificateStore, KeptLeaf, KeptUpload } from '../certificates.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { Wires } from './wires.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

interface UploadRow {
  id: string
  seq: number
  custom_hostname_id: string
  csr_id: string | null
  chain: string
  private_key: string
}

const UPLOAD = 'SELECT id, seq, custom_hostname_id, csr_id, chain, private_key FROM uploaded_certificates'

export function certificateTables (db: Db, commits: CommitQueue, wires: Pick<Wires, 'forget'>): CertificateStore {
  const authorities = db.prepare<[], string>('SELECT body FROM authorities').pluck()
  const saveAuthorities = db.prepare('INSERT OR IGNORE INTO authorities (id, body) VALUES (1, ?)')
  const leaves = db.prepare<[number, number], string>('SELECT leaves FROM leaf_packs WHERE seq = ? AND pack = ?').pluck()
  const fingerprints = db.prepare<[number, number], string>('SELECT fingerprints FROM leaf_packs WHERE seq = ? AND pack = ?').pluck()
  // Whoever deleted the hostname meanwhile has deleted its certificates with it.
  const savePack = db.prepare(`INSERT OR REPLACE INTO leaf_packs (seq, pack, fingerprints, leaves) SELECT :seq, :pack, :fingerprints, :leaves
    WHERE :seq % ${NUMBERS_PER_ZONE} = 0 OR EXISTS (SELECT 1 FROM custom_hostnames WHERE seq = :seq)`)
  // The version too: a form that is being rendered just now is not to be kept.
  const forgetWire = db.prepare('UPDATE custom_hostnames SET wire = NULL, version = version + 1 WHERE seq = ?')
  const upload = db.prepare<[string], UploadRow>(`${UPLOAD} WHERE id = ?`)
  const uploadsByCsr = db.prepare<[string], UploadRow>(`${UPLOAD} WHERE csr_id = ?`)
  const insertUpload = db.prepare('INSERT OR REPLACE INTO uploaded_certificates (id, seq, custom_hostname_id, csr_id, chain, private_key) VALUES (?, ?, ?, ?, ?, ?)')
  const removeUpload = db.prepare('DELETE FROM uploaded_certificates WHERE id = ?')

  return {
    findAuthorities: async () => authorities.get(),
    saveAuthorities: async text => { await commits.run(() => saveAuthorities.run(text)) },
    seqOfZone: zoneNo => zoneNo * NUMBERS_PER_ZONE,
    findPack: async (seq, pack) => {
      const text = leaves.get(seq, pack)
      return text === undefined ? undefined : { seq, pack, leaves: JSON.parse(text) as readonly KeptLeaf[] }
    },
    findFingerprints: (seq, pack) => {
      const text = fingerprints.get(seq, pack)
      return text === undefined ? undefined : JSON.parse(text) as Record<string, string>
    },
    savePack: async ({ seq, pack, leaves: made }) => {
      const byKeyType = Object.fromEntries(made.map(({ keyType, fingerprintSha256 }) => [keyType, fingerprintSha256]))
      await commits.run(() => {
        savePack.run({ seq, pack, fingerprints: JSON.stringify(byKeyType), leaves: JSON.stringify(made) })
        forgetWire.run(seq)
        wires.forget(seq)
      })
    },
    findUpload: async id => {
      const row = upload.get(id)
      return row === undefined ? undefined : fromRow(row)
    },
    findUploadsByCsr: async csrId => uploadsByCsr.all(csrId).map(fromRow),
    removeUploads: async ids => { await commits.run(() => { for (const id of ids) removeUpload.run(id) }) },
    saveUploads: async uploads => {
      await commits.run(() => {
        for (const { id, seq, customHostnameId, csrId, chainPem, privateKeyPem } of uploads) {
          insertUpload.run(id, seq, customHostnameId, csrId ?? null, chainPem, privateKeyPem)
        }
      })
    }
  }
}

/** Takes certificates and keys away with the row of their hostname. Part of a running write. */
export function certificateRemoval (db: Db): (seq: number) => void {
  const removals = ['leaf_packs', 'uploaded_certificates'].map(table => db.prepare(`DELETE FROM ${table} WHERE seq = ?`))
  return seq => { for (const removal of removals) removal.run(seq) }
}

function fromRow (row: UploadRow): KeptUpload {
  return {
    id: row.id,
    seq: row.seq,
    customHostnameId: row.custom_hostname_id,
    ...(row.csr_id === null ? {} : { csrId: row.csr_id }),
    chainPem: row.chain,
    privateKeyPem: row.private_key
  }
}
