export const activity = {
  'activity.lead':
    'Everything that happened to your data, in order. Each entry seals the one before it, so that none can be changed or left out unnoticed.',
  'activity.none':
    'Nothing has happened yet. Every request, decision, permission, use of your data and payment will be an entry here.',
  'activity.noMatch': 'No entry matches what you look for.',
  'activity.count': { one: '{count} entry', other: '{count} entries' },
  'activity.entries': 'Entries',
  'activity.number': 'No.',
  'activity.when': 'When',
  'activity.what': 'What happened',
  'activity.seal': 'Seal',
  'activity.older': 'Older',
  'activity.newer': 'Newer',
  'activity.kind': 'Kind',
  'activity.site': 'Site',
  'activity.all': 'all',
  'activity.search': 'Search',
  'activity.kind.requests': 'Requests',
  'activity.kind.decisions': 'Decisions',
  'activity.kind.permissions': 'Permissions',
  'activity.kind.training': 'Uses of your data',
  'activity.kind.budget': 'Privacy budget',
  'activity.kind.uploads': 'Uploads',
  'activity.kind.payments': 'Payments',
  'activity.kind.rules': 'Rules',
  'activity.kind.data': 'Your data',
  'activity.kind.wallet': 'Wallet',
  'activity.kind.log': 'The log itself',

  'activity.verify': 'Verify the log',
  'activity.export': 'Export',
  'activity.verifyFile': 'Verify a file',
  'activity.verified': {
    one: 'The one entry is as it was written.',
    other: 'All {count} entries are as they were written.',
  },
  'activity.fileVerified': {
    one: '{name}: the one entry is as it was written.',
    other: '{name}: all {count} entries are as they were written.',
  },
  'activity.endOpen':
    'Whether entries are missing at the end shows only against a time-stamp or an exported file.',
  'activity.endStamped': {
    one: 'The time-stamp agrees with them.',
    other: 'All {count} time-stamps agree with them.',
  },
  'activity.fileBroken': '{name}: {problem}',
  'activity.broken.altered': 'Entry {seq} was altered after it was written.',
  'activity.broken.unlinked':
    'Entry {seq} does not follow from the one before it: one of them was altered, moved or put in.',
  'activity.broken.missing': 'Entry {seq} is missing, though there are later ones.',
  'activity.broken.cut': 'Entry {seq} is missing: the log went further when it was time-stamped.',
  'activity.broken.restamped':
    'Entry {seq} is not the one that was time-stamped: the log was rewritten up to there.',
  'activity.broken.unreadable': 'What should be entry {seq} cannot be read.',
  'activity.brokenMeans':
    'Proviso does not do this: the log was changed outside it. Entries before that one still hold.',

  'activity.stamps': 'Time-stamps',
  'activity.stampsWhy':
    'A time-stamp on a public chain shows later that the log stood as it stands now, and that nothing was cut off its end or rewritten since.',
  'activity.stamp': 'Time-stamp the log',
  'activity.stampOn': 'On',
  'activity.stampNoWallet': 'Connect a wallet in Settings: the time-stamp is a transaction of your account.',
  'activity.stampTitle': 'Time-stamp the log on {chain}?',
  'activity.stampWhat':
    'Only a hash is published: it tells nobody what is in the log. Everybody can see that {account} time-stamped something, and when, for good.',
  'activity.stampCosts': 'You pay the gas: about {amount} ETH now. Your wallet shows the final figure.',
  'activity.stampAsking': 'Asking {chain} what it costs…',
  'activity.stampSend': 'Open my wallet',
  'activity.stampEntry': 'Up to entry',
  'activity.stampAt': 'When',
  'activity.stampChain': 'Chain',
  'activity.stampState': 'State',
  'activity.stampConfirmed': 'on chain since {when}',
  'activity.stampWaiting': 'sent, not yet seen on chain',
  'activity.stampLink': 'See the transaction',
  'activity.checkStamps': 'Check on chain',
  'activity.checked':
    '{confirmed} found on chain, {unseen} not found, {unknown} whose chain could not be read.',
} as const
