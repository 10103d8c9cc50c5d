import type { Instant } from '../instant.ts'
import type { OrderAsked, Outlook, Verdict } from '../outlook.ts'
import { PASSES } from '../outlook.ts'
import type { Effects, Finding, OrderRule, Span } from './effects.ts'

/** The failures that are usual in a zone, for rules that only say that a check fails. */
export interface UsualFailures {
  readonly ownership: Verdict
  readonly dcv: Verdict
}

/**
 * What checks find in a scenario: what its first fitting rule says, and else what the inspector finds. The same finding is the same
 * object for every check, so that runs of failures fold.
 */
export function shapeOutlook (effects: Effects, inspected: Outlook, usual: UsualFailures): Outlook {
  const { ownership, dcv, stages } = effects
  const verdictOf = (finding: Finding, axis: keyof UsualFailures): Verdict => finding === 'usual failure' ? usual[axis] : finding
  return {
    ownership (check, at, asked) {
      for (const rule of ownership) {
        const fits = rule.while === asked.status && within(rule.checks, check) && within(rule.waitedMs, at - asked.since) && agrees(rule.again, asked.again)
        if (fits) return verdictOf(rule.finding, 'ownership')
      }
      return asked.status === 'active' && inspected.activeHolds ? PASSES : inspected.ownership(check, at, asked)
    },
    dcv (check, at, asked) {
      for (const rule of dcv) {
        if (within(rule.checks, check) && within(rule.waitedMs, waited(asked, at)) && isAbout(rule, asked)) return verdictOf(rule.finding, 'dcv')
      }
      return inspected.dcv(check, at, asked)
    },
    stage (stage, asked) {
      for (const rule of stages) if (rule.stage === stage && isAbout(rule, asked)) return rule.finding
      return inspected.stage(stage, asked)
    },
    // Rechecks of active hostnames have to fall due only where a rule speaks of them.
    activeHolds: inspected.activeHolds && !ownership.some(rule => rule.while === 'active')
  }
}

function waited ({ since }: OrderAsked, at: Instant): number {
  return at - since
}

function isAbout (rule: OrderRule, asked: OrderAsked): boolean {
  return within(rule.orders, asked.number) && agrees(rule.again, asked.again) && (rule.replaces === undefined || rule.replaces === asked.replaces)
}

function within ({ from, before }: Span, value: number): boolean {
  return value >= from && value < before
}

function agrees (wanted: boolean | undefined, is: true | undefined): boolean {
  return wanted === undefined || wanted === (is === true)
}
