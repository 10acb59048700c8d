export const common = {
  'app.name': 'Proviso',
  'common.back': 'Back',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.copied': 'Copied',
  'common.copy': 'Copy {what}',
  'common.delete': 'Delete',
  'common.loading': 'Reading…',
  'common.openInExplorer': 'Look at it on the block explorer (opens in a new tab)',
  'common.working': 'Working…',
  'common.failed': 'This page could not be read from the device.',
  'common.failedTodo': 'Your data and money are where they were. Close this page and open it again.',
  'common.crashed': 'This page ran into a fault of its own.',
  'common.unknownPublisher': 'a publisher no longer known',
  'common.skipToContent': 'Skip to content',

  'money.paid': 'Paid to you',
  'money.estimated': 'Estimated',
  'money.confirmed': 'Confirmed',
  'money.claimable': 'Ready to claim',
  'money.amount': '{amount} {symbol}',
  'money.perWeek': 'Paid per week over twelve weeks, most recent {amount} {symbol}',

  'state.estimated': 'estimated',
  'state.confirmed': 'confirmed',
  'state.claimable': 'ready to claim',
  'state.paid': 'paid',

  'budget.of': 'ε {spent} of {budget}',
  'budget.meter': 'Privacy budget of {name}: ε {spent} of {budget} spent',
  'budget.meterNext': 'Privacy budget of {name}: ε {spent} of {budget} spent, {next} more planned',

  'engine.webgpu': 'graphics chip',
  'engine.wasm': 'processor',

  'wallet.none':
    'Your wallet receives the payments and proves which contributions are yours. Proviso finds it on a page of its own, because wallets do not show themselves to extensions. Connecting takes one signature and spends nothing.',
  'wallet.find': 'Find my wallets',
  'wallet.choosing':
    'Proviso opened a page of its own in another tab and found these. Choose the one you want to be paid into.',
  'wallet.looking':
    'Proviso opened a page of its own in another tab and is looking for wallets there. Leave that tab open and come back here.',
  'wallet.use': 'Use {name}',
  'wallet.connecting':
    '{name} is asking whether it may show your account. Answer in its window, then come back here.',
  'wallet.confirming':
    '{name} shows this account on {chain}. Compare all of it with your wallet: a page could have put another in its place.',
  'wallet.account': 'Account',
  'wallet.isMine': 'Yes, this account is mine',
  'wallet.notMine': 'No, start again',
  'wallet.willSign':
    '{name} will then ask for one signature. It lets a key inside Proviso sign receipts and contributions for this account, for at most 30 days. It cannot move money, and it costs nothing.',
  'wallet.signing':
    '{name} is asking for one signature. It lets a key inside Proviso sign receipts and contributions for this account, for at most 30 days. It cannot move money, and it costs nothing.',
  'wallet.connected': '{name} is connected on {chain}.',
  'wallet.until': 'Its permission to sign contributions ends on {day}.',
  'wallet.ending':
    'Its permission to sign contributions ends on {day}. Renew it, so that training does not stop.',
  'wallet.lapsed':
    'Its permission to sign contributions ended on {day}. Nothing trains until you renew it. What you have earned is not affected.',
  'wallet.renew': 'Renew with one signature',
  'wallet.disconnect': 'Disconnect',
  'wallet.disconnectNote':
    'Disconnecting stops all training. What publishers accepted stays owed to your account.',
  'wallet.retry': 'Try again',
} as const
