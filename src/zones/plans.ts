import type { ZonePlanWire } from '../../schemas/zone.ts'
import type { Plan } from '../core/zone.ts'

/** The plans as zones show them; the ids are the same for everybody. */
export const PLANS_ON_WIRE: Readonly<Record<Plan, ZonePlanWire & { readonly id: string }>> = {
  free: planToWire('0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 'Free Website', 'free', 0),
  pro: planToWire('1feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 'Pro Website', 'pro', 20),
  business: planToWire('2feeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 'Business Website', 'business', 200),
  enterprise: planToWire('94f3b7b768b0458b56d2cac4fe5ec0f9', 'Enterprise Website', 'enterprise', 0)
}

/** How many page rules and own certificates a zone of each plan may have. */
export const PLAN_LIMITS: Readonly<Record<Plan, { readonly pageRules: number, readonly certificates: number }>> = {
  free: { pageRules: 3, certificates: 0 },
  pro: { pageRules: 20, certificates: 0 },
  business: { pageRules: 50, certificates: 1 },
  enterprise: { pageRules: 125, certificates: 1 }
}

function planToWire (id: string, name: string, legacyId: Plan, price: number): ZonePlanWire & { readonly id: string } {
  const paid = legacyId !== 'free'
  return {
    id,
    name,
    price,
    currency: 'USD',
    frequency: paid ? 'monthly' : '',
    is_subscribed: paid,
    can_subscribe: paid,
    legacy_id: legacyId,
    legacy_discount: false,
    externally_managed: legacyId === 'enterprise'
  }
}
