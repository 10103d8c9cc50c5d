import type { Account, ApiToken, Permission, User } from '../../core/identity.ts'
import type { IdentityStore } from '../store.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'

interface TokenRow {
  id: string
  hash: string
  account_id: string
  owner: ApiToken['owner']
  name: string
  zone_ids: string | null
  permissions: string
  status: ApiToken['status']
  not_before: number | null
  expires_at: number | null
}

/** Accounts, users and tokens: few, asked for by every request, held in memory. */
export function identityTables (db: Db, commits: CommitQueue): IdentityStore & { reload (): void } {
  const accounts = db.prepare<[], { id: string, name: string, created_at: number }>('SELECT id, name, created_at FROM accounts ORDER BY created_at, id')
  const tokens = db.prepare<[], TokenRow>('SELECT id, hash, account_id, owner, name, zone_ids, permissions, status, not_before, expires_at FROM tokens ORDER BY rowid')
  const users = db.prepare<[], { id: string, email: string, key_hash: string }>('SELECT id, email, key_hash FROM users ORDER BY rowid')
  const insertAccount = db.prepare('INSERT INTO accounts (id, name, created_at) VALUES (?, ?, ?)')
  const insertUser = db.prepare('INSERT INTO users (id, email, key_hash) VALUES (?, ?, ?)')
  const insertToken = db.prepare('INSERT INTO tokens (id, hash, account_id, owner, name, zone_ids, permissions, status, not_before, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')

  const removeToken = db.prepare('DELETE FROM tokens WHERE id = ?')

  const accountsById = new Map<string, Account>()
  const tokensByHash = new Map<string, ApiToken>()
  const usersByEmail = new Map<string, User>()
  const reload = (): void => {
    accountsById.clear()
    tokensByHash.clear()
    usersByEmail.clear()
    for (const row of accounts.all()) accountsById.set(row.id, { id: row.id, name: row.name, createdAt: row.created_at })
    for (const row of tokens.all()) tokensByHash.set(row.hash, tokenFromRow(row))
    for (const row of users.all()) usersByEmail.set(row.email, { id: row.id, email: row.email, keyHash: row.key_hash })
  }
  reload()

  return {
    reload,
    listAccounts: () => [...accountsById.values()],
    findAccount: id => accountsById.get(id),
    insertAccount: async account => {
      await commits.run(() => {
        insertAccount.run(account.id, account.name, account.createdAt)
        accountsById.set(account.id, account)
      })
    },
    findToken: hash => tokensByHash.get(hash),
    listTokens: () => [...tokensByHash.values()],
    insertToken: async token => {
      await commits.run(() => {
        insertToken.run(token.id, token.hash, token.accountId, token.owner, token.name, token.zoneIds === undefined ? null : JSON.stringify(token.zoneIds),
          JSON.stringify(token.permissions), token.status, token.notBefore ?? null, token.expiresAt ?? null)
        tokensByHash.set(token.hash, token)
      })
    },
    forgetZone: async zoneId => {
      await commits.run(() => {
        for (const { id, hash, zoneIds } of [...tokensByHash.values()]) {
          if (zoneIds?.length !== 1 || zoneIds[0] !== zoneId) continue
          removeToken.run(id)
          tokensByHash.delete(hash)
        }
      })
    },
    findUser: email => usersByEmail.get(email),
    listUsers: () => [...usersByEmail.values()],
    insertUser: async user => {
      await commits.run(() => {
        insertUser.run(user.id, user.email, user.keyHash)
        usersByEmail.set(user.email, user)
      })
    }
  }
}

function tokenFromRow (row: TokenRow): ApiToken {
  return {
    id: row.id,
    hash: row.hash,
    accountId: row.account_id,
    owner: row.owner,
    name: row.name,
    ...(row.zone_ids === null ? {} : { zoneIds: JSON.parse(row.zone_ids) as string[] }),
    permissions: JSON.parse(row.permissions) as Permission[],
    status: row.status,
    ...(row.not_before === null ? {} : { notBefore: row.not_before }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at })
  }
}
