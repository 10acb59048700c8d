import { activity } from './en/activity.ts'
import { common } from './en/common.ts'
import { earnings } from './en/earnings.ts'
import { gate } from './en/gate.ts'
import { gpc } from './en/gpc.ts'
import { grants } from './en/grants.ts'
import { manage } from './en/manage.ts'
import { onboarding } from './en/onboarding.ts'
import { popup } from './en/popup.ts'
import { prompt } from './en/prompt.ts'
import { receipts } from './en/receipts.ts'
import { rules } from './en/rules.ts'
import { sites } from './en/sites.ts'
import { vault } from './en/vault.ts'
import { wallet } from './en/wallet.ts'

/** The English catalogue: every sentence a person can read on a page of ours. */
export const en = {
  ...common,
  ...popup,
  ...prompt,
  ...manage,
  ...vault,
  ...earnings,
  ...onboarding,
  ...sites,
  ...gate,
  ...gpc,
  ...wallet,
  ...activity,
  ...grants,
  ...receipts,
  ...rules,
} as const
