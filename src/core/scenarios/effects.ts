import { ERRORS } from '../errors.ts'
import type { ErrorName } from '../errors.ts'
import { VALIDATION_ERRORS, VERIFICATION_ERRORS } from '../messages.ts'
import type { Stage, Verdict } from '../outlook.ts'
import { PASSES } from '../outlook.ts'
import { readDurations } from './durations.ts'
import type { DurationChanges } from './durations.ts'
import type { Fields, Parameters } from './reading.ts'
import { fields, flag, join, list, number, oneOf, ScenarioError } from './reading.ts'
import { readSettings } from './settings.ts'
import type { ChangedSettings } from './settings.ts'

/** From the first number on, and before the second. */
export interface Span {
  readonly from: number
  readonly before: number
}

/** What a check finds: a verdict, or the failure that is usual in the zone. */
export type Finding = Verdict | 'usual failure'

interface CheckRule {
  /** Numbers of checks, from 1. */
  readonly checks: Span
  /** Milliseconds in the present status. */
  readonly waitedMs: Span
  readonly again: boolean | undefined
  readonly finding: Finding
}

export interface OwnershipRule extends CheckRule {
  readonly while: 'pending' | 'active'
}

export interface OrderRule {
  readonly orders: Span
  readonly again: boolean | undefined
  readonly replaces: boolean | undefined
}

export type DcvRule = CheckRule & OrderRule

export interface StageRule extends OrderRule {
  readonly stage: Stage
  readonly finding: Verdict
}

/** Parts of an edit that are accepted and not heeded. */
export type IgnoredPart = 'ssl' | 'customMetadata' | 'customOriginServer' | 'customOriginSni'

/** What a scenario does. Of several rules the first that fits decides; where none does, the inspector looks. */
export interface Effects {
  readonly ownership: readonly OwnershipRule[]
  readonly dcv: readonly DcvRule[]
  readonly stages: readonly StageRule[]
  readonly durations: DurationChanges
  readonly settings?: ChangedSettings
  /** The error that a creation meets. */
  readonly refuses?: ErrorName
  readonly ignores: readonly IgnoredPart[]
}

const IGNORED: Readonly<Record<string, IgnoredPart>> = {
  ssl: 'ssl', custom_metadata: 'customMetadata', custom_origin_server: 'customOriginServer', custom_origin_sni: 'customOriginSni'
}

const ANY: Span = { from: 0, before: Infinity }

/** Reads the effects of a scenario with its parameters filled in. Throws ScenarioError. */
export function readEffects (value: unknown, path: string, parameters: Parameters): Effects {
  const given = fields(value, path, ['ownership', 'dcv', 'stages', 'durations', 'settings', 'refuses', 'edits_ignore'])
  const at = (key: string): string => join(path, key)
  return {
    ownership: list(given['ownership'], at('ownership'), (item, place) => readOwnershipRule(item, place, parameters)),
    dcv: list(given['dcv'], at('dcv'), (item, place) => readDcvRule(item, place, parameters)),
    stages: list(given['stages'], at('stages'), (item, place) => readStageRule(item, place, parameters)),
    durations: readDurations(given['durations'] ?? {}, at('durations'), parameters),
    ...(given['settings'] === undefined ? {} : { settings: readSettings(given['settings'], at('settings')) }),
    ...(given['refuses'] === undefined ? {} : { refuses: readError(given['refuses'], at('refuses')) }),
    ignores: list(given['edits_ignore'], at('edits_ignore'), (item, place) => IGNORED[oneOf(item, place, Object.keys(IGNORED))] ?? 'ssl')
  }
}

const CHECK_KEYS = ['checks', 'minutes', 'again', 'finds', 'errors', 'texts']
const ORDER_KEYS = ['orders', 'again', 'replaces']

function readOwnershipRule (value: unknown, path: string, parameters: Parameters): OwnershipRule {
  const given = fields(value, path, [...CHECK_KEYS, 'while'])
  return {
    while: given['while'] === undefined ? 'pending' : oneOf(given['while'], join(path, 'while'), ['pending', 'active']),
    ...readCheckRule(given, path, parameters, VERIFICATION_ERRORS)
  }
}

function readDcvRule (value: unknown, path: string, parameters: Parameters): DcvRule {
  const given = fields(value, path, [...CHECK_KEYS, ...ORDER_KEYS])
  return { ...readOrderRule(given, path, parameters), ...readCheckRule(given, path, parameters, VALIDATION_ERRORS) }
}

function readStageRule (value: unknown, path: string, parameters: Parameters): StageRule {
  const given = fields(value, path, ['stage', 'errors', 'texts', ...ORDER_KEYS])
  return {
    ...readOrderRule(given, path, parameters),
    stage: oneOf(given['stage'], join(path, 'stage'), ['initializing', 'issuance', 'deployment']),
    finding: { passes: false, errors: readErrors(given, path, VALIDATION_ERRORS) ?? [] }
  }
}

function readCheckRule (given: Fields, path: string, parameters: Parameters, texts: Readonly<Record<string, string>>): CheckRule {
  const minutes = readSpan(given['minutes'], join(path, 'minutes'), parameters)
  return {
    checks: readSpan(given['checks'], join(path, 'checks'), parameters),
    waitedMs: { from: minutes.from * 60_000, before: minutes.before * 60_000 },
    again: flag(given['again'], join(path, 'again')),
    finding: readFinding(given, path, texts)
  }
}

function readOrderRule (given: Fields, path: string, parameters: Parameters): OrderRule {
  return {
    orders: readSpan(given['orders'], join(path, 'orders'), parameters),
    again: flag(given['again'], join(path, 'again')),
    replaces: flag(given['replaces'], join(path, 'replaces'))
  }
}

function readFinding (given: Fields, path: string, texts: Readonly<Record<string, string>>): Finding {
  const finds = oneOf(given['finds'], join(path, 'finds'), ['passes', 'fails', 'blocked'])
  const errors = readErrors(given, path, texts)
  if (finds === 'passes') {
    if (errors !== undefined) throw new ScenarioError(join(path, 'errors'), 'has no place in a check that passes')
    return PASSES
  }
  if (errors === undefined && finds === 'blocked') throw new ScenarioError(join(path, 'errors'), 'must say what blocks')
  if (errors === undefined) return 'usual failure'
  return finds === 'blocked' ? { passes: false, errors, blocked: true } : { passes: false, errors }
}

/** `errors` are named as in docs/settings.md, `texts` are the words themselves. Undefined when neither is given. */
function readErrors (given: Fields, path: string, texts: Readonly<Record<string, string>>): readonly string[] | undefined {
  if (given['errors'] === undefined && given['texts'] === undefined) return undefined
  const named = list(given['errors'], join(path, 'errors'), (item, place) => texts[oneOf(item, place, Object.keys(texts))] ?? '')
  const written = list(given['texts'], join(path, 'texts'), (item, place) => {
    if (typeof item !== 'string') throw new ScenarioError(place, 'must be a text')
    return item
  })
  return [...named, ...written]
}

function readSpan (value: unknown, path: string, parameters: Parameters): Span {
  if (value === undefined) return ANY
  const given = fields(value, path, ['from', 'before'])
  return {
    from: given['from'] === undefined ? 0 : number(given['from'], join(path, 'from'), parameters),
    before: given['before'] === undefined ? Infinity : number(given['before'], join(path, 'before'), parameters)
  }
}

function readError (value: unknown, path: string): ErrorName {
  const name = oneOf(value, path, Object.keys(ERRORS) as ErrorName[])
  if (/\{[a-z]/i.test(ERRORS[name].message)) throw new ScenarioError(path, 'names an error with words that only a request can fill in')
  return name
}
