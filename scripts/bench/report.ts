import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import fastify from 'fastify'
import type { Finding, Options, Reach } from './measure.ts'
import { isMet, median, ratioOf, spreadOf } from './measure.ts'
import { PINNED } from './processes.ts'

/** The findings as a Markdown table, so that it can stand in a page as it is. */
export function toTable (findings: readonly Finding[]): string {
  const rows = findings.map(finding => {
    const [least, most] = spreadOf(finding)
    return [
      finding.what,
      `${figure(median(finding.rounds.map(({ sandflare }) => sandflare)))} ${finding.unit}`,
      `${figure(median(finding.rounds.map(({ beside }) => beside)))} ${finding.unit}`,
      `${figure(ratioOf(finding))} (${figure(least)} to ${figure(most)})`,
      reachText(finding.reach),
      metText(isMet(finding))
    ]
  })
  const lines = [['measure', 'Sandflare', 'beside', 'ratio (least to most)', 'reach', 'reached'], ['---', '---', '---', '---', '---', '---'], ...rows]
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** What a run was made with and on. */
export function methodOf (options: Options): Readonly<Record<string, unknown>> {
  const db = new Database(':memory:')
  const sqlite = String(db.prepare('SELECT sqlite_version()').pluck().get())
  db.close()
  return {
    date: new Date().toISOString(),
    rounds: options.rounds,
    secondsPerRound: options.seconds,
    hostnames: options.size,
    pinned: PINNED,
    node: process.versions.node,
    sqlite,
    fastify: fastify().version,
    platform: `${process.platform} ${process.arch}`,
    processor: `${cpus().length} x ${cpus()[0]?.model ?? ''}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30)
  }
}

/** Keeps everything that was measured as JSON. */
export function writeJson (options: Options, findings: readonly Finding[]): void {
  mkdirSync(dirname(options.json), { recursive: true })
  const results = findings.map(finding => ({ ...finding, ratio: ratioOf(finding), reached: isMet(finding) }))
  writeFileSync(options.json, `${JSON.stringify({ method: methodOf(options), results }, null, 2)}\n`)
}

function reachText (reach: Reach | undefined): string {
  if (reach === undefined) return 'none set'
  return 'atLeast' in reach ? `at least ${figure(reach.atLeast)}` : `at most ${figure(reach.atMost)}`
}

function metText (met: boolean | undefined): string {
  return met === undefined ? '' : met ? 'yes' : 'no'
}

function figure (value: number): string {
  if (value >= 1000) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}
