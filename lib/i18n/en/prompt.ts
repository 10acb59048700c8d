export const prompt = {
  'prompt.title': 'A request to use your data',
  'prompt.queue': '{position} of {waiting}',
  'prompt.next': 'The one that has waited longest comes first. Next: {site}.',
  'prompt.none': 'No request is waiting.',
  'prompt.noneNote': 'You can close this window.',

  'prompt.wantsImages': '{publisher} wants to train its model on {records} of your images.',
  'prompt.wantsRows': '{publisher} wants to train its model on {records} of your table rows.',
  'prompt.wantsNothing': '{publisher} wants to train its model on data that you do not have.',
  'prompt.staysProtected': 'Your data stays on this device. A protected change to the model leaves it.',
  'prompt.staysOpen':
    'Your data stays on this device. A change to the model leaves it, and nothing is added to hide what it was computed from.',
  'prompt.staysUnsure': 'Your data stays on this device. A change to the model leaves it.',
  'prompt.past.first': 'This publisher has not asked you before.',
  'prompt.past.asked':
    'This publisher asked you before, last on {day}. You have not agreed to anything of theirs.',
  'prompt.past.agreed': 'You agreed to a task of this publisher before, last on {day}.',

  'prompt.gone': 'The page that asked has gone.',
  'prompt.goneText':
    '{site} was closed or left before you answered. Nobody is left to hear an answer, so none was given: nothing was allowed, and nothing has left this device.',
  'prompt.goneNext': {
    one: 'Show the other question that waits',
    other: 'Show the next of {count} that wait',
  },

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
  'prompt.step.tokenise':
    'the first {words} words of “{field}” are read, each only as one of {buckets} groups of words',
  'prompt.step.label': 'sorted into {classes} classes',

  'prompt.for': 'For',
  'prompt.forText': '{purposes}. The model is published under {license}.',
  'prompt.theirWords': 'In the publisher’s own words',
  'prompt.license': 'Licence of the model',
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
  'prompt.hidesPlain':
    'Nobody who receives the update can tell with any certainty whether a given record of yours was used, or what was in it.',
  'prompt.hidesText':
    'In every step each record’s influence is cut to a fixed size, and random noise {noise} times that size is added here, before anything is sent. This bounds how much surer anyone can become that a given record of yours was there, whatever else they know: ε at most {epsilon} at δ {delta} over the whole task. A smaller ε is a stronger bound.',
  'prompt.reveals': 'What it does not',
  'prompt.revealsPlain':
    'What many of your records have in common can still show, such as the style of your handwriting.',
  'prompt.revealsText':
    'That you took part is known to the publisher, and your account to everybody who reads the chain.',
  'prompt.revealsOpen':
    'No noise is added. Someone who receives the update may work out single records from it, or copy them nearly whole. Allow this only for data that you would publish.',
  'prompt.never': 'The records themselves, your labels and their number are never sent.',
  'prompt.model': 'The model, and the sizes of its layers',
  'prompt.model.logistic':
    'Logistic regression: one weight for each number of a record and each answer, {parameters} numbers in all.',
  'prompt.model.mlp': 'A neural network of dense layers, {parameters} numbers in all.',
  'prompt.model.text-bag':
    'A model of texts that knows which words there are, not their order, {parameters} numbers in all.',
  'prompt.model.cnn':
    'A neural network for pictures, which small filters are moved over (convolutional), {parameters} numbers in all.',

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
  'prompt.checkAgain': 'Check again',

  'prompt.limits': 'Limits',
  'prompt.limitsNone': 'None of yours: as far as the task goes.',
  'prompt.limitsSet': { one: '{count} limit of yours holds.', other: '{count} limits of yours hold.' },
  'prompt.limitsWrong': 'A limit cannot be read. Allow waits until it can.',
  'prompt.limitsNote':
    'Where the first of these is reached, training stops for good. The page is not told what you set here. Leave out what you do not want to limit.',
  'prompt.limitRounds': 'Rounds, fewer than {most}',
  'prompt.limitEpsilon': 'Privacy budget (ε) for this task, less than {most}',
  'prompt.limitMinutes': 'Minutes of computing on this device, all rounds together',
  'prompt.limitWhole': 'A whole number of at least 1.',
  'prompt.limitNumber': 'A number above 0.',

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
  'prompt.before': 'It was:',
  'prompt.after': 'It is now:',
  'prompt.warn.site-name': 'This site’s name is not written in plain letters only.',
  'prompt.warn.site-resembles': 'This site’s name looks like that of a site you know.',
  'prompt.warn.namesake': 'Somebody else uses the name of a publisher you know.',
  'prompt.warn.namesake.text':
    'You have agreed to a task of {name} before. This one is signed by another account. Names can be chosen freely, accounts cannot: take it for somebody else until you know better.',
  'prompt.warn.pay': 'The pay may read as more than it is.',
  'prompt.warn.words': 'Some of the publisher’s words do not read as they are.',
  'prompt.warn.model': 'This model has an unusual shape.',
  'prompt.warn.model.text':
    'It has {parameters} numbers, {hidden} hidden layers and {outputs} outputs. Proviso was not tried with models like it: how long a round takes here, and how much such a model can keep of your records where no noise is added, is not known. The arithmetic of noise and budget holds for any shape.',
  'prompt.warn.low-budget': 'After this, {share} of this data’s privacy budget is left.',
  'prompt.warn.low-budget.text':
    'Now ε {spent} of {budget} is spent, and ε {after} after this task. What is spent never comes back. Little will be possible with this data afterwards.',
  'prompt.term.title': 'Title',
  'prompt.term.purposes': 'Purposes',
  'prompt.term.processing': 'Processing',
  'prompt.term.description': 'In the publisher’s own words',
  'prompt.term.publisher': 'Name of the publisher',
  'prompt.term.jurisdiction': 'Jurisdiction',
  'prompt.term.contact': 'Contact',
  'prompt.term.url': 'Publisher’s address',
  'prompt.term.attestations': 'Who vouches for the publisher',
  'prompt.term.data': 'Kind of data',
  'prompt.term.records': 'Records, least and most',
  'prompt.term.pipeline': 'How records are prepared',
  'prompt.term.labels': 'Labels',
  'prompt.term.scaling': 'How numbers are scaled',
  'prompt.term.model': 'Shape and bytes of the model',
  'prompt.term.recipients': 'Recipients',
  'prompt.term.retention': 'Days kept',
  'prompt.term.license': 'Licence of the model',
  'prompt.term.noise': 'Noise × limit per record (limit of the update)',
  'prompt.term.epsilon': 'Privacy budget at most (ε)',
  'prompt.term.batch': 'Records per step (share)',
  'prompt.term.cohort': 'People at least',
  'prompt.term.coordinator': 'Server that the update goes to',
  'prompt.term.rounds': 'Rounds',
  'prompt.term.days': 'From and until',
  'prompt.term.steps': 'Steps per round × size of a step',
  'prompt.term.reward': 'Pay per round',
  'prompt.term.most': 'Pay at most',
  'prompt.term.token': 'Token and chain',
  'prompt.term.escrow': 'Escrow',
  'prompt.term.accepts': 'What is paid for',
  'prompt.term.seats': 'Seats in all',
  'prompt.term.eligibility': 'Who may take part',

  'suspicion.in.publisher': 'The publisher’s name',
  'suspicion.in.title': 'The title',
  'suspicion.in.description': 'The description',
  'suspicion.in.recipients': 'A recipient’s name',
  'suspicion.in.license': 'The licence',
  'suspicion.in.accepts': 'What is paid for',
  'suspicion.in.jurisdiction': 'The jurisdiction',
  'suspicion.in.contact': 'The contact',
  'suspicion.in.url': 'The publisher’s address',
  'suspicion.in.fields': 'A field’s name',
  'suspicion.in.labels': 'A label',
  'suspicion.in.token': 'The token’s name',
  'suspicion.in.question': 'What the page asks',
  'suspicion.hidden':
    '{place}: has characters that are not seen, turn the text round or climb over other lines. They are left out here.',
  'suspicion.scripts': '{place}: the word {word} mixes letters of several scripts ({scripts}).',
  'suspicion.look-alike': '{place}: {word} is not what it looks like. It is made to be read as {reads}.',
  'suspicion.markup':
    '{place}: is written as HTML or Markdown, to look different elsewhere. It is shown as it was written.',
  'suspicion.cut': '{place}: is longer than is shown. Only the first {max} characters are.',
  'suspicion.otherScript': 'another script',
  'suspicion.spoken':
    'The browser knows this site as {host}. Elsewhere it may be shown as {spoken}. Scripts: {scripts}.',
  'suspicion.resembles': '{host} can be taken for {known}, which you know. It is another site.',
  'suspicion.symbol':
    'The token calls itself {symbol}: next to an amount this can be read as part of it, or as other money.',
  'suspicion.decimals':
    'The token counts with {decimals} digits after the point, which is unusual: its amounts say little about their worth.',
  'suspicion.promise':
    'The publisher writes {words}. No such amount is locked for you: only what is shown under “Pays”.',

  'prompt.block.off': 'You cannot allow this: you have switched Proviso off for this site.',
  'prompt.block.checking': 'Allow waits for the checks of money and server.',
  'prompt.block.no-dataset': 'You cannot allow this: nothing in your vault fits.',
  'prompt.block.no-wallet': 'You cannot allow this yet: no wallet is connected.',
  'prompt.block.wallet-lapsed': 'You cannot allow this yet: the permission of your wallet has ended.',
  'prompt.block.escrow': 'You cannot allow this: the money could not be found. {detail}',
  'prompt.block.budget': 'You cannot allow this: it would pass the privacy budget of this data.',
  'prompt.block.budget-contributor':
    'You cannot allow this: it would pass what you as one person may give out of this data.',
  'prompt.block.budget-category':
    'You cannot allow this: all your data of this category together would pass its privacy budget.',
  'prompt.block.warnings': {
    one: 'Allow waits until you have opened the warning.',
    other: 'Allow waits until you have opened all warnings.',
  },
  'prompt.openRules': 'Open the rules',
  'prompt.openVault': 'Open the vault',
  'prompt.connectWallet': 'Connect a wallet',
  'prompt.renewWallet': 'Renew it',

  'prompt.remember': 'Remember for this site',
  'prompt.rememberDays': { one: 'for {count} day', other: 'for {count} days' },
  'prompt.covers': 'What this would cover',
  'prompt.coversAllow': 'If you allow: {rule}',
  'prompt.coversRefuse': 'If you refuse: {rule}',
  'prompt.coversNone': 'nothing can be remembered; you will be asked again.',
  'prompt.why': 'Why am I asked?',
  'prompt.whyReading': 'Reading your rules…',
  'prompt.refuse': 'Refuse',
  'prompt.allow': 'Allow',
  'prompt.answering': 'Writing your answer down…',
} as const
