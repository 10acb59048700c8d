/** The prompt, where it shows a question to the wallet. */
export const gate = {
  'gate.title': 'A question to your wallet',
  'gate.thenWallet': 'If you allow it, your wallet will ask you too.',
  'gate.thenKnown': 'If you allow it, your wallet will ask you too, unless it knows this site already.',

  'gate.learns': 'Learns',
  'gate.can': 'It can',
  'gate.refusing': 'Refusing',
  'gate.refusingText':
    'The site hears the usual refusal, as if you had declined in your wallet. It never hears why.',
  'gate.account': 'Account',
  'gate.raw': 'As asked',
  'gate.fields': 'Says',
  'gate.more': 'There is more; it stands below, under “As asked”.',
  'gate.chain': 'chain {id}',
  'gate.onChain': 'On {chain}.',
  'gate.until': 'Until {moment}.',
  'gate.untilNone': 'No end is named.',

  'gate.identity': '{site} wants to know your account.',
  'gate.identityLearns': 'Your address, and with it everything that was ever done with it on public chains.',
  'gate.identityCan': 'Ask your wallet for more. Nothing is signed by this, and nothing moves.',
  'gate.identityAsks': 'Asks for',

  'gate.login': '{site} wants you to log in with your wallet.',
  'gate.loginElsewhere': '{site} wants your signature for a login to {domain}.',
  'gate.loginActs': '{site} wants you to log in, and wants to act for you.',
  'gate.loginDelegate': '{site} wants you to log in, and to let somebody else act for you.',
  'gate.loginUnread': '{site} wants you to sign a login that Proviso cannot read.',
  'gate.loginUnreadNote':
    'It looks like a login and does not follow the standard for one. Read it as it stands.',
  'gate.loginTo': 'Logs in to',
  'gate.loginAs': 'As',
  'gate.loginLasts': 'Lasts',
  'gate.loginUntilNone': 'The site decides how long you stay logged in.',
  'gate.loginFrom': 'From {moment}.',
  'gate.loginResources': 'Names',
  'gate.loginMore': { one: 'and {count} more', other: 'and {count} more' },
  'gate.loginAllows': 'Allows',
  'gate.loginAllowsTo': '{who} may do this in your name:',
  'gate.loginAction': '{actions} on {resource}',
  'gate.loginHidden': 'More, which stands in the whole text and could not be put into words.',
  'gate.loginSubject': 'For',
  'gate.text': 'Whole text',
  'gate.textLength': { one: '{count} character', other: '{count} characters' },

  'gate.publicKey': '{site} wants your wallet’s public encryption key.',
  'gate.publicKeyLearns':
    'A key with which anybody can encrypt things that only you can read. It is the same on every site, so sites can recognise you by it.',
  'gate.publicKeyCan': 'Encrypt for you. The key reads nothing.',
  'gate.decrypt': '{site} wants to read something that was encrypted for you.',
  'gate.decryptLearns': 'What your wallet decrypts, in full. It may have come from another site.',
  'gate.decryptCan': 'Keep it and pass it on. That cannot be taken back.',

  'gate.session': '{site} wants a key to what is stored encrypted for you.',
  'gate.sessionLearns':
    'What others or you have stored on a chain for your eyes only, as far as this document reaches.',
  'gate.sessionCan': 'Read it by itself until the document ends, and keep it. That cannot be taken back.',

  'gate.permissions': '{site} wants to act from your account later, without asking you each time.',
  'gate.permissionsCan': 'Do within these limits what otherwise takes your signature.',
  'gate.permission': 'May',
  'gate.permissionOther': 'Something that Proviso has no words for: {type}.',
  'gate.permission.native-token-periodic': 'Spend the chain’s own coin, up to a limit in every period.',
  'gate.permission.native-token-stream': 'Spend the chain’s own coin, a little more every second.',
  'gate.permission.native-token-transfer': 'Send the chain’s own coin, up to a limit.',
  'gate.permission.erc20-token-periodic': 'Spend a token, up to a limit in every period.',
  'gate.permission.erc20-token-stream': 'Spend a token, a little more every second.',
  'gate.permission.erc20-token-transfer': 'Send a token, up to a limit.',
  'gate.permission.erc20-token-revocation': 'Take back what others may spend of your tokens.',
  'gate.permission.contract-call': 'Call certain contracts.',
  'gate.permissionTo': 'Given to',

  'gate.licence': '{site} wants you to sign a licence to your data.',
  'gate.licenceCan': 'Show your signature to anybody as your consent to what stands here.',
  'gate.document': 'Document',
  'gate.documentNamed': '{type}, by {name}',

  'gate.remember': 'Remember for this site',
  'gate.rememberNote':
    'A remembered answer counts whenever it asks your wallet for {kind}. You can change it under Rules.',
  'gate.why': 'You said that you want to be asked when {site} asks your wallet for {kind}.',
  'gate.warn.words': 'Some of the page’s words do not read as they are.',
  'gate.warn.other-domain': 'This login is for another site.',
  'gate.warn.other-domain.text':
    'It logs you in to {domain}, but {origin} is asking. Whoever gets the signature can use it there as you. Sites that mean well do not do this.',
  'gate.warn.expired': 'This login has ended already.',
  'gate.warn.expired.text': 'It was good until {moment}. An honest site would not ask for it any more.',
  'gate.warn.delegates': 'This login gives more than a login.',
  'gate.warn.delegates.text':
    'Your signature lets {who} act for you as listed under “Allows”, until the login ends, also while you are away.',
} as const
