import type { StampsOnChain } from '../activity/stamp.ts'
import type { LimitsWish } from '../consent/limitsOfGrant.ts'
import type { RuleDraft, RulesChange } from '../consent/rules.ts'
import type { SiteChange } from '../consent/sites.ts'
import type { Settings } from '../db/schema.ts'
import type { PresetName } from '../policy/rule.ts'
import type { Address } from '../protocol/hex.ts'

/** What our own pages may ask the worker to do. Pages read through `lib/views`; only the worker decides and signs. */
export interface Commands {
  /** Answers a pending request. `remember` makes a rule for this origin until it expires. */
  'request.decide': {
    params: {
      requestId: string
      effect: 'allow' | 'refuse'
      remember?: { days: number }
      /** The dataset that was shown. */
      datasetId?: string
      /** How far the task may go at most; as far as it says where left out. */
      limits?: LimitsWish
    }
    result: null
  }
  /** Looks again at what stood in the way of a waiting request. */
  'request.recheck': { params: { requestId: string }; result: null }
  'grant.revoke': { params: { grantId: string }; result: null }
  /** All that are live of the publisher with this address. */
  'grants.revokePublisher': { params: { publisher: Address }; result: null }
  'grants.revokeAll': { params: Record<string, never>; result: null }
  /** Other limits than before, within the task. */
  'grant.limit': { params: { grantId: string; limits: LimitsWish }; result: null }
  /** What it costs the account to put a withdrawal on chain: wei, decimal digits. */
  'grant.anchorFee': { params: { grantId: string }; result: string }
  /** Puts a withdrawal on chain, through the wallet. */
  'grant.anchor': { params: { grantId: string }; result: null }
  'grant.pause': { params: { grantId: string; paused: boolean }; result: null }
  'run.pause': { params: { runId: string; paused: boolean }; result: null }
  'run.cancel': { params: { runId: string }; result: null }
  /** Keeps a rule of the person's: a new one, or `ruleId` changed. */
  'rule.save': { params: { draft: RuleDraft; ruleId?: string }; result: RulesChange }
  'rule.delete': { params: { ruleId: string }; result: RulesChange }
  'rules.applyPreset': { params: { preset: PresetName }; result: RulesChange }
  /** Adds the rules of an ODRL document. */
  'rules.import': { params: { text: string }; result: RulesChange }
  /** Takes a change to the rules back. */
  'rules.undo': { params: { change: RulesChange }; result: null }
  /** Switches Proviso off or on for a site, or says what happens to its questions to the wallet. */
  'site.set': { params: { origin: string; change: SiteChange }; result: null }
  'site.forget': { params: { origin: string }; result: null }
  /** Lets a site ask again that was paused because it was refused too often. */
  'site.unpause': { params: { origin: string }; result: null }
  /** Answers a question to the wallet. `remember` makes it the site's rule for this kind. */
  'walletCall.decide': {
    params: { callId: string; effect: 'allow' | 'refuse'; remember: boolean }
    result: null
  }
  'settings.set': { params: { settings: Partial<Settings> }; result: null }
  /** Opens the bridge page; its wallets appear in the wallet's state. */
  'wallet.begin': { params: Record<string, never>; result: null }
  'wallet.choose': { params: { walletId: string }; result: null }
  /** The person says that `account` is theirs: the wallet is asked for one signature. */
  'wallet.confirm': { params: { account: string }; result: null }
  'wallet.cancel': { params: Record<string, never>; result: null }
  'wallet.disconnect': { params: Record<string, never>; result: null }
  /** Asks coordinators and the chain for news now. */
  'earnings.sync': { params: Record<string, never>; result: null }
  /** A hand claim through the wallet, for a seat whose payment is overdue. */
  'earnings.claim': { params: { taskId: string }; result: null }
  /** What time-stamping the log would cost the connected account on that chain: wei, decimal digits. */
  'activity.stampFee': { params: { chainId: number }; result: string }
  /** Has the connected account put the newest entry's hash on chain. */
  'activity.stamp': { params: { chainId: number }; result: null }
  /** What the chains say of the stamps that are remembered here. */
  'activity.checkStamps': { params: Record<string, never>; result: StampsOnChain }
  /** Switches Global Privacy Control on, once the browser's permission was given, or off. */
  'gpc.set': { params: { on: boolean }; result: null }
  /** Shows the prompt window of a waiting request. */
  'prompt.show': { params: Record<string, never>; result: null }
}

export type CommandName = keyof Commands
export type CommandParams<Name extends CommandName> = Commands[Name]['params']
export type CommandResult<Name extends CommandName> = Commands[Name]['result']

/** Between worker and offscreen document. `target` keeps them from hearing their own. */
export type TrainerCommand =
  | { readonly target: 'offscreen'; readonly type: 'run'; readonly runId: string }
  | { readonly target: 'offscreen'; readonly type: 'stop'; readonly runId: string }

export type TrainerEvent =
  /** Progress is on disk; also resets the worker's idle timer. */
  | { readonly target: 'worker'; readonly type: 'progress'; readonly runId: string }
  /** Update is on disk, or the run failed with a problem that is. */
  | { readonly target: 'worker'; readonly type: 'finished'; readonly runId: string }

export interface CommandMessage<Name extends CommandName = CommandName> {
  readonly target: 'worker'
  readonly type: 'command'
  readonly name: Name
  readonly params: CommandParams<Name>
}

export type CommandReply<Name extends CommandName> =
  | { readonly ok: true; readonly result: CommandResult<Name> }
  | {
      readonly ok: false
      readonly error: { readonly code: string; readonly message: string; readonly todo?: string }
    }
