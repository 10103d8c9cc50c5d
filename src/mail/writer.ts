import { setImmediate } from 'node:timers/promises'
import type { Letter, Mail, MailedHostname } from '../store/mails.ts'
import { MAILBOX_SIZE } from '../store/mails.ts'
import type { KeptEvent } from '../store/store.ts'
import type { MailContext } from './approval.ts'
import { checkApproved } from './approval.ts'
import { lettersFor, mayAsk, missedLetter } from './letters.ts'

/** Hostnames read, and letters written, at once: small enough to let other work in between. */
const BATCH = 250

export interface WriterParts {
  readonly context: MailContext
  readonly onWritten: (mails: readonly Mail[]) => void
}

/** Puts into the mailbox what events ask for. */
export function createWriter ({ context, onWritten }: WriterParts) {
  const { store, random: tokens, baseDomain } = context
  const letterParts = { tokens, baseDomain }

  async function write (letters: readonly Letter[]): Promise<void> {
    for (const some of inBatches(withinMailbox(letters))) onWritten(await store.mails.write(some))
  }

  return {
    /** Writes for what happened. */
    async follow (events: readonly KeptEvent[]): Promise<void> {
      const ids = new Set(events.flatMap(({ customHostnameId: id, event }) => id !== undefined && mayAsk(event) ? [id] : []))
      const mailed: MailedHostname[] = []
      for (const some of inBatches([...ids])) {
        mailed.push(...await store.mails.listMailed(some))
        await setImmediate()
      }
      // In most sandboxes nobody validates by mail, and a settlement of a million hostnames comes here too.
      if (mailed.length === 0) return
      const happened = Map.groupBy(events, ({ customHostnameId }) => customHostnameId)
      await write(mailed.flatMap(one => {
        const zone = store.zones.findByNo(one.zoneNo)
        const its = happened.get(one.customHostname.id) ?? []
        return zone === undefined ? [] : lettersFor(one, zone, its.map(({ event }) => event), letterParts)
      }).sort((a, b) => a.at - b.at))
    },

    /** Writes what was missed, and goes on with what was approved, when the sandbox ended in between. */
    async finish (): Promise<void> {
      for (let last = ''; ;) {
        const unfinished = await store.mails.listUnfinished(last, BATCH)
        const letters: Letter[] = []
        for (const { approved, ...mailed } of unfinished) {
          last = mailed.customHostname.id
          const zone = store.zones.findByNo(mailed.zoneNo)
          if (zone === undefined) continue
          if (approved) await checkApproved(context, zone, last)
          else letters.push(...missedLetter(mailed, zone, letterParts))
        }
        await write(letters)
        if (unfinished.length < BATCH) return
      }
    }
  }
}

/** What would make room at once for newer messages is not written, but it counts as asked. */
function withinMailbox (letters: readonly Letter[]): Letter[] {
  let room = MAILBOX_SIZE
  return letters.toReversed().map(letter => {
    room -= letter.recipients.length
    return room < 0 ? { ...letter, recipients: [] } : letter
  }).reverse()
}

function * inBatches<T> (items: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < items.length; i += BATCH) yield items.slice(i, i + BATCH)
}
