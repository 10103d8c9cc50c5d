import { banner } from './banner.ts'
import { createSystemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import { startSandbox } from './sandbox.ts'

/** Serves until the process is told to end, which `fail` hears of when it does not go well. Rejects with an error for the person who started it. */
export async function serve (config: Config, fail: (error: unknown) => void): Promise<void> {
  const clock = createSystemClock()
  const sandbox = await startSandbox(config, clock)
  warmUp()
  let closing = false
  const end = (): void => {
    if (closing) return
    closing = true
    sandbox.close().then(() => process.exit(0), fail)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  // Only now: whoever waits for the banner may end the program at once.
  console.log(banner(sandbox, config, clock.now()))
}

/** From some 700 on V8 has compiled what is within `nextTick`. */
const TICKS = 1000

/**
 * Every answer goes through `process.nextTick` several times. What it makes for each call gets other shapes once V8 compiles it; when that happens
 * after the first full collection of garbage, which a start is followed by, V8 gives up and makes each by way of its runtime for as long as the
 * process lives: a fifth of the throughput of a GET. So it is compiled beforehand, which takes three milliseconds.
 */
function warmUp (): void {
  const nothing = (): void => {}
  for (let tick = 0; tick < TICKS; tick++) process.nextTick(nothing)
}
