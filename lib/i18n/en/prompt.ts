export const prompt = {
  'prompt.title': 'A request to use your data',
  'prompt.queue': '{position} of {waiting}',
  'prompt.none': 'No request is waiting.',
  'prompt.noneNote': 'You can close this window.',

  'prompt.wantsImages': '{publisher} wants to train its model on {records} of your images.',
  'prompt.wantsRows': '{publisher} wants to train its model on {records} of your table rows.',
  'prompt.wantsNothing': '{publisher} wants to train its model on data that you do not have.',
  'prompt.staysProtected': 'Your data stays on this device. A protected change to the model leaves it.',
  'prompt.staysOpen':
    'Your data stays on this device. A change to the model leaves it, and nothing is added to hide what it was computed from.',
  'prompt.staysUnsure': 'Your data stays on this device. A change to the model leaves it.',

  'prompt.uses': 'Uses',
  'prompt.usesImages': '{name}, {records} of {count} images',
  'prompt.usesRows': '{name}, {records} of {count} rows',
  'prompt.usesNothing': 'Nothing in your vault fits: {kind} of the category “{category}”, at least {min}.',
  'prompt.kindImage': 'images',
  'prompt.kindTable': 'table rows',
  'prompt.preview': 'Some of the records. Only you see this.',
  'prompt.previewFailed': 'The records could not be shown: {reason}',
  'prompt.labels': 'Your labels are used as well: {labels}.',
  'prompt.readImage': 'Before training each image is prepared here: {steps}.',
  'prompt.readTable': 'Before training each row is prepared here: {steps}.',
  'prompt.step.resize': 'resized to {width} × {height}',
  'prompt.step.greyscale': 'turned grey',
  'prompt.step.normalise': 'brightness evened',
  'prompt.step.select': 'only these fields are read: {fields}',
  'prompt.step.standardise': 'numbers scaled',
  'prompt.step.label': 'sorted into {classes} classes',

  'prompt.for': 'For',
  'prompt.forText': '{purposes}. The model is published under {license}.',
  'prompt.theirWords': 'In the publisher’s own words',
  'prompt.recipients': 'Who receives the model',
  'prompt.retention': 'How long your update is kept',
  'prompt.days': { one: '{count} day', other: '{count} days' },
  'prompt.publisher': 'Publisher',
  'prompt.publisherText': '{name}, {jurisdiction}',
  'prompt.contact': 'Contact',
  'prompt.signedBy': 'Signed by',

  'prompt.leaves': 'Leaves',
  'prompt.leavesProtected':
    '{size} per round, clipped and noised. It hides any single record, not what many of them share.',
  'prompt.leavesOpen': '{size} per round, without noise. Records may be reconstructed from it.',
  'prompt.leavesTwice': 'It goes to {host} over {rounds} rounds.',
  'prompt.hides': 'What this protects',
  'prompt.hidesText':
    'In every step each record’s influence is cut to a fixed size, and random noise {noise} times that size is added here, before anything is sent. This bounds how much surer anyone can become that a given record of yours was there, whatever else they know: ε at most {epsilon} at δ {delta} over the whole task. A smaller ε is a stronger bound.',
  'prompt.reveals': 'What it does not',
  'prompt.revealsText':
    'What many of your records have in common can still show, such as the style of your handwriting. That you took part is known to the publisher, and your account to everybody who reads the chain.',
  'prompt.revealsOpen':
    'No noise is added. Someone who receives the update may work out single records from it, or copy them nearly whole. Allow this only for data that you would publish.',
  'prompt.never': 'The records themselves, your labels and their number are never sent.',

  'prompt.costs': 'Costs you',
  'prompt.costsBudget': 'Up to {share} of this data’s privacy budget.',
  'prompt.costsNoBudget': 'No privacy budget covers this.',
  'prompt.costsTime': 'About {time} of computing per round.',
  'prompt.costsSteps': '{steps} training steps per round.',
  'prompt.costsLedger':
    'Now ε {spent} of {budget}. After this task, and all rounds that you have agreed to already: ε {after}. A budget never grows back, also not after you stop.',
  'prompt.costsDevice':
    'It computes on your {engine} while the browser is open. You can pause it at any time.',
  'prompt.costsEngine': 'graphics chip, or your processor where that is faster,',
  'prompt.costsSchedule': 'At most {rounds} rounds, until {day}.',

  'prompt.pays': 'Pays',
  'prompt.paysText': '{each} {symbol} per round, at most {most}.',
  'prompt.paysUnknown': 'The token is being looked up.',
  'prompt.funded': 'Your seat is funded.',
  'prompt.fundsChecking': 'Checking that the money is there.',
  'prompt.fundsFailed': 'The money is not there.',
  'prompt.paysWhen': 'A contribution is paid when it is {accepts}',
  'prompt.paysHow':
    'The publisher signs an acceptance for each. Payment comes from an escrow on {chain}; you need not do anything to be paid.',
  'prompt.paysSeats': 'Seats in all',
  'prompt.escrow': 'Escrow',
  'prompt.token': 'Token',
  'prompt.checkEscrow': 'Money check',
  'prompt.checkCoordinator': 'Publisher check',
  'prompt.checkRunning': 'running',

  'prompt.stop': 'Stop',
  'prompt.stopText': 'At any time, in one click. Nothing more leaves after that.',
  'prompt.stopDetail':
    'Stopping does not undo: what the model has learned stays in it, the privacy budget stays spent, and what was accepted stays owed to you.',

  'prompt.warnings': {
    one: 'Read this before you can allow',
    other: 'Read these {count} before you can allow',
  },
  'prompt.warn.no-noise': 'Nothing hides your records in what is sent.',
  'prompt.warn.no-noise.text':
    'This task adds no noise. Whoever receives the update may work out single records from it. Your settings let such tasks ask you.',
  'prompt.warn.small-cohort': {
    one: 'You may be the only participant.',
    other: 'As few as {count} people take part.',
  },
  'prompt.warn.small-cohort.text':
    'The fewer take part, the more the average says about each. The publisher sees your single update in any case; the noise in it is what protects you.',
  'prompt.warn.cross-origin': 'A site inside another site is asking.',
  'prompt.warn.cross-origin.text':
    '{origin} asks from within {top}. You may have meant to deal with the outer site only.',
  'prompt.warn.coordinator': 'The publisher’s server did not pass its check.',
  'prompt.warn.coordinator.text':
    '{detail} Training may not start until it answers. Nothing leaves before that.',
  'prompt.warn.changed-terms': 'The terms have changed since you agreed on {day}.',
  'prompt.change': '{term}: {before} → {after}',
  'prompt.term.retention': 'Days kept',
  'prompt.term.recipients': 'Recipients',
  'prompt.term.license': 'Licence of the model',
  'prompt.term.noise': 'Noise',
  'prompt.term.rounds': 'Rounds',
  'prompt.term.reward': 'Pay per round, base units',
  'prompt.term.purposes': 'Purposes',
  'prompt.term.records': 'Records at most',

  'prompt.block.checking': 'Allow waits for the checks of money and server.',
  'prompt.block.no-dataset': 'You cannot allow this: nothing in your vault fits.',
  'prompt.block.no-wallet': 'You cannot allow this yet: no wallet is connected.',
  'prompt.block.wallet-lapsed': 'You cannot allow this yet: the permission of your wallet has ended.',
  'prompt.block.escrow': 'You cannot allow this: the money could not be found. {detail}',
  'prompt.block.budget': 'You cannot allow this: it would pass the privacy budget of this data.',
  'prompt.block.warnings': {
    one: 'Allow waits until you have opened the warning.',
    other: 'Allow waits until you have opened all warnings.',
  },
  'prompt.openVault': 'Open the vault',
  'prompt.connectWallet': 'Connect a wallet',
  'prompt.renewWallet': 'Renew it',

  'prompt.remember': 'Remember for this site',
  'prompt.rememberDays': { one: 'for {count} day', other: 'for {count} days' },
  'prompt.why': 'Why am I asked?',
  'prompt.refuse': 'Refuse',
  'prompt.allow': 'Allow',
  'prompt.answering': 'Writing your answer down…',
} as const
