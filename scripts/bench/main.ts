// Measures Sandflare beside the least that could do the same work, in one run on one machine: `npm run bench -- --help`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { advance } from './advance.ts'
import { certificates } from './certificates.ts'
import { contain } from './contain.ts'
import { dashboard } from './dashboard.ts'
import { deployZone } from './deployed.ts'
import { dns } from './dns.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import type { Finding, Lab, Measure, Options } from './measure.ts'
import { memory } from './memory.ts'
import { post } from './post.ts'
import { proxy } from './proxy.ts'
import { methodOf, toTable, writeJson } from './report.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { tls } from './tls.ts'
import type { FilledZone } from './world.ts'
import { fillZone } from './world.ts'

const MEASURES: readonly Measure[] = [start, get, post, list, contain, memory, advance, reset, dns, proxy, tls, certificates, dashboard]

/** Hostnames of the measures around the edge. */
const DEPLOYED = 10_000

const HELP = `npm run bench -- [options]

  --only <names>   measures to run, with commas: ${MEASURES.map(({ name }) => name).join(', ')}
                   (dashboard, which needs Debian's Chromium, runs only where it is named)
  --rounds <n>     rounds of each measure (default 5)
  --size <n>       hostnames in the large zone (default 1000000); the zone of "get" has a tenth,
                   those of "dns", "proxy", "tls" and "certificates" at most 10000
  --seconds <n>    seconds of load in a round (default 4)
  --json <file>    where the results go (default bench-results/latest.json)
  --no-build       measure the dist/ that is there`

const options = readOptions()
if (options === undefined) console.log(HELP)
else await main(options)

async function main (options: Options): Promise<void> {
  if (options.build) build()
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-bench-'))
  const lab = createLab(folder, options)
  const findings: Finding[] = []
  try {
    for (const measure of MEASURES) {
      if (options.only.length > 0 ? !options.only.includes(measure.name) : measure.onlyWhenNamed === true) continue
      findings.push(...await measure.run(lab))
      writeJson(options, findings)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${toTable(findings)}\n\n${JSON.stringify(methodOf(options))}`)
}

function createLab (folder: string, options: Options): Lab {
  const say = (text: string): void => { console.error(`${new Date().toISOString().slice(11, 19)} ${text}`) }
  const zones = new Map<number, Promise<FilledZone>>()
  const zoneOf = async (size: number): Promise<FilledZone> => {
    const known = zones.get(size) ?? fillZone(join(folder, `zone-${size}.db`), size, done => { say(`filling a zone of ${size}: ${done}`) })
    zones.set(size, known)
    return await known
  }
  let deployed: Promise<FilledZone> | undefined
  return {
    folder,
    options,
    say,
    large: async () => await zoneOf(options.size),
    small: async () => await zoneOf(Math.ceil(options.size / 10)),
    async deployed () {
      deployed ??= deployZone(join(folder, 'deployed.db'), Math.min(options.size, DEPLOYED), say)
      return await deployed
    }
  }
}

function build (): void {
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: join(import.meta.dirname, '..', '..'), stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('the build failed')
}

/** Undefined when help is asked for. */
function readOptions (): Options | undefined {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '5' },
      size: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '4' },
      json: { type: 'string', default: 'bench-results/latest.json' },
      build: { type: 'boolean', default: true }
    }
  })
  if (values.help) return undefined
  const only = values.only.split(',').filter(name => name !== '')
  const unknown = only.find(name => !MEASURES.some(measure => measure.name === name))
  if (unknown !== undefined) throw new Error(`--only: there is no measure "${unknown}"`)
  const whole = (name: 'rounds' | 'size' | 'seconds'): number => {
    const number = Number(values[name])
    if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number above 0, not "${values[name]}"`)
    return number
  }
  return { only, rounds: whole('rounds'), size: whole('size'), seconds: whole('seconds'), json: values.json, build: values.build }
}
