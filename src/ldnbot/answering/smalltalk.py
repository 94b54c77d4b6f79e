"""Messages that are no question about the corpus: a greeting, thanks, "are you a doctor"."""

import re

from ldnbot.answering.wording import (
    ALL_RIGHT,
    ASK_WHOLE,
    FAREWELL,
    GLAD,
    GOOD_LUCK,
    GREETING,
    NO_USE,
    NOT_A_DOCTOR,
    PRIVACY,
    THANKS,
    WHAT_IT_DOES,
    WHO_IT_IS,
)

__all__ = ["small_talk"]

_MOST_PARTS = 3
_HAIL = (
    r"(?:hi+|h[ea]llo+|hullo|hey+|heya|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|g'?day|greetings|morning|"
    r"afternoon|evening|hola|ol[aá]|bonjour|bonsoir|salut|ciao|buongiorno|buenos d[ií]as|buenas(?: tardes|"
    r" noches)?|bom dia|"
    r"boa (?:tarde|noite)|guten (?:morgen|tag|abend)|moin|servus|gr[uü](?:ß|ss) gott|goedemorgen|hoi|"
    r"cze[sś][cć]|dzie[nń] dobry|"
    r"hej|ahoj|namaste|salaam?|shalom|aloha|merhaba)"
)
_NAME = (
    r"(?:there|all|everyone|everybody|every one|bot|ldn ?bot|you|u|mate|folks|guys|friends?|people|team|"
    r"lovelies|group|again|"
    r"from \w+|a todos|zusammen|tout le monde|amigos?)"
)
_YOU = r"(?:you|u|ya)"
_HOW = (
    rf"(?:how (?:are|r|is|'?s) (?:{_YOU}|it going|everyone|everybody|things)"
    r"(?: all| doing| today| guys| going| folks| feeling)*)"
)
_ARE = rf"(?:are|r) {_YOU} (?:a |an )?(?:real |qualified |actual |proper )?"
_BOT = r"(?:you|u|it|this|this bot|the bot|that bot|ldn ?bot|the app)"
_MINE = r"(?:my|our|the|what|these|people'?s|any|all)"
_WORDS = (
    r"(?:messages?|questions?|chats?|data|info|information|conversations?|name|history|details|posts?|"
    r"i (?:ask|say|type|write))"
)
_DONE = (
    r"(?:thanks?(?: you| u)?|thank ?you|thx|tx|ty|tysm|tyvm|cheers|ta|much appreciated|merci(?: beaucoup)?|gracias|"
    r"muchas gracias|danke(?: sch[oö]n)?|vielen dank|obrigad[oa]|grazie(?: mille)?|dank ?je(?: wel)?|"
    r"dzi[eę]kuj[eę]|tack)"
)
_POOR = (
    r"(?:useless|sucks?|stupid|dumb|rubbish|trash|garbage|crap|shit|shite|idiot|bad|terrible|awful|help|use|"
    r"helpful|worst|"
    r"waste of time|annoying|pointless|broken|wrong|joke|good|thick|daft|moron|boring)"
)
_REPLIES = (
    (rf"{_HAIL}(?: {_HAIL}| {_NAME})*(?: {_HOW})?", GREETING),
    (
        rf"(?:and )?{_HOW}|(?:wh?at'?s|whats) up|nice to (?:meet|be here).{{0,20}}|(?:i'?m |"
        rf"i am )?new(?: here)?|(?:my )?first time here|what about {_YOU}",
        GREETING,
    ),
    (
        rf"(?:ok |okay |great |cool |aw+ |oh |many )?{_DONE}(?: so much| a lot| very much| a million| again|"
        rf" for .{{1,30}}| {_NAME})*",
        THANKS,
    ),
    (
        rf"(?:wow |haha |ok |oh )?(?:that'?s |that is |this is |you are |you're |u r |what a |very |"
        rf"really |so |such a )*"
        rf"(?:helpful|great|perfect|brilliant|amazing|awesome|lovely|fantastic|nice|good|great|best|useful)"
        rf"(?: bot| answer| job| work| one)?(?: {_DONE})?",
        THANKS,
    ),
    (rf"(?:i )?(?:love|like) (?:{_YOU}|this bot|it|this)", THANKS),
    (rf"{_ARE}(?:doctor|dr|nurse|pharmacist|medic|physician)", NOT_A_DOCTOR),
    (
        rf"(?:{_HAIL} )?(?:who|what) (?:are|r) {_YOU}(?: exactly| then)?|who made {_YOU}|wh?at'?s (?:your|ur) name",
        WHO_IT_IS,
    ),
    (rf"{_ARE}(?:bot|robot|human|person|ai|real|chatgpt|gpt|machine)(?: or (?:a )?\w+)?", WHO_IT_IS),
    (
        rf"(?:what|wat) can {_YOU} do(?: for me)?|(?:can {_YOU} |please )?help(?: me)?(?: please)?|"
        rf"how do(?:es)? (?:{_YOU}|this|"
        rf"this bot) work",
        WHAT_IT_DOES,
    ),
    (rf"what (?:can|do) i ask(?: {_YOU}| here)?|how do i use (?:{_YOU}|this|this bot|the bot)", WHAT_IT_DOES),
    (
        rf"(?:are {_YOU}|any ?(?:one|body)) (?:there|here|awake|online|up)|ping|tell me a joke|say something",
        WHAT_IT_DOES,
    ),
    (
        rf"(?:do|does|will|can|did|are|is|would) {_BOT} (?:\w+ ){{0,2}}(?:save|saving|store|storing|keep|"
        rf"keeping|log|logging|"
        rf"record|recording|remember|read|share|sell|see|track|"
        rf"collect)(?: (?:logs?|records?|copies|track) of)?(?: {_MINE})?(?: \w+)? {_WORDS}(?: \w+){{0,3}}",
        PRIVACY,
    ),
    (
        rf"(?:who|can (?:anyone|people|others|mods|the mods|everyone)) (?:else )?(?:can )?(?:sees?|reads?|knows?|has)"
        rf"(?:(?: {_MINE})? {_WORDS}| this| these| me)(?: \w+){{0,2}}",
        PRIVACY,
    ),
    (
        rf"is (?:{_BOT}|this chat) (?:here )?(?:private|anonymous|confidential|recorded|logged|tracked|"
        rf"public)(?: here)?"
        r"|(?:is|are) (?:you|u|this bot|the bot|that bot|ldn ?bot|my (?:data|messages?|questions?|"
        r"info|chats?)|this chat|"
        r"what i (?:ask|say|type|write)) (?:here )?(?:safe|private|anonymous|confidential|secure|"
        r"saved|stored|kept|logged|"
        r"recorded|read|shared|tracked|public)(?: to (?:use|talk to))?(?: by \w+| with \w+| here)?",
        PRIVACY,
    ),
    (
        r"(?:what about |is there |what'?s the |what is your )?(?:my )?(?:privacy|data protection|gdpr)(?: policy)?",
        PRIVACY,
    ),
    (r"(?:how (?:do|can) i )?delete (?:all )?my (?:data|messages?|questions?|history)", PRIVACY),
    (
        rf"(?:{_YOU}|{_YOU}'?re|ur|this bot|the bot|that bot|ldn ?bot|what)(?: (?:are|r|is|was))?(?: (?:so|"
        rf"really|a|an|such|just|"
        rf"completely|totally|absolutely|bloody|no|not|utterly|very|pretty|kind of|kinda|the))* {_POOR}(?: bot)?",
        NO_USE,
    ),
    (rf"{_POOR} bot|no (?:help|use)(?: at all)?|waste of time|not helpful|unhelpful", NO_USE),
    (
        r"(?:this|that|it)(?:'?s| is| was) (?:so |really |completely |totally |just )?(?:useless|"
        r"not helpful|no help|a waste of time)",
        NO_USE,
    ),
    (
        rf"(?:i )?hate (?:{_YOU}|this bot)|(?:that|this) (?:did not|didn'?t|didnt|doesn'?t|"
        rf"does not) help(?: me)?(?: at all)?",
        NO_USE,
    ),
    (
        r"(?:ldn|it|this|naltrexone|this (?:stuff|med|drug)) (?:has )?(?:really |literally |totally |completely )?"
        r"(?:saved|changed|gave me back|given me back) (?:my )?(?:life|me)(?: back)?"
        r"|(?:i (?:love|like) )?(?:ldn|naltrexone)(?: (?:is|has been|was))?(?: (?:so|really|the|a|an|"
        r"just|absolutely|my))*"
        r" (?:amazing|great|brilliant|best|life ?changing|game ?changer|miracle|life ?saver|godsend|"
        r"fantastic|wonderful|lifesaver)"
        r"(?: (?:drug|medicine|thing|ever|for me))*|i (?:love|like) (?:ldn|naltrexone)",
        GLAD,
    ),
    (
        r"(?:i'?m |i am |im )?(?:so |very |really )?(?:happy|excited|glad|feeling (?:great|good|better|"
        r"fine))(?: today| now)?",
        GLAD,
    ),
    (
        r"(?:.{0,30}\b(?:tomorrow|today|tonight|day) )?(?:please )?(?:wish me luck|fingers crossed|"
        r"here goes(?: nothing)?|here we go|good luck(?: to me)?|pray for me)"
        rf"(?: {_NAME}| today| tomorrow)*",
        GOOD_LUCK,
    ),
    (
        rf"(?:good ?night|gn|g'?night|night night|nighty? ?night|gute nacht|bonne nuit|buona notte|by+e+|bye bye|"
        rf"good ?bye for now|see {_YOU}(?: later| soon| "
        rf"tomorrow| all)*|cya|ttyl|later|take care|have a (?:good|nice|great|lovely) (?:day|night|evening|"
        rf"weekend|one)|au revoir|"
        rf"tsch[uü](?:ss|ß)|adios|ciao ciao)(?: {_NAME})*",
        FAREWELL,
    ),
    (
        r"(?:ok(?:ay)?|k+|okie|okey dokey|lol+|lmao|rofl|ha(?:ha)+h?|hehe|heh|hm+|um+|oh|ah+|wow|yay|cool|"
        r"nice|fine|sure|right|"
        r"yes|yep|yeah|yup|no|nope|nah|maybe|alright|got it|i see|gotcha|understood|makes sense|fair enough|"
        r"sorry|oops|"
        r"never ?mind|nvm|brb|happy (?:birthday|new year|christmas|easter)|test(?:ing)?)(?: (?:then|"
        r"please|ok|lol|bot|so|that|it|now|thanks))*",
        ALL_RIGHT,
    ),
    (
        r"(?:more|tell me more|go on|continue|next|again|why|why not|how|how come|what|when|where|who|which|really|"
        r"are you sure|and|so|then|huh|eh|pardon|explain|please|pls)(?: (?:then|please|lol|bot|so|that|it|now|"
        r"is that|though))*",
        ASK_WHOLE,
    ),
)
_COMPILED = tuple((re.compile(pattern), reply) for pattern, reply in _REPLIES)
_NOISE = re.compile(r"[^\w' ]+")
_PART = re.compile(r"[.,;:!?\n]+|\b(?:and|but|so)\b(?= (?:do|does|are|is|who|can|wish|thanks|bye)\b)")


def small_talk(text: str) -> str:
    """Return the fixed reply to a message that is small talk from end to end, or an empty string.

    Of a few pieces of small talk, the last one that is more than a greeting or a word is replied to.
    """
    if said := _reply(text):
        return said
    pieces = [piece for piece in _PART.split(text) if piece.strip()]
    if not 1 < len(pieces) <= _MOST_PARTS:
        return ""
    replies = [_reply(piece) for piece in pieces]
    if not all(replies):
        return ""
    telling = [reply for reply in replies if reply not in (GREETING, ALL_RIGHT, ASK_WHOLE)]
    return (telling or replies)[-1]


def _reply(text: str) -> str:
    plain = " ".join(_NOISE.sub(" ", text.casefold().replace("’", "'")).split())
    return next((reply for pattern, reply in _COMPILED if pattern.fullmatch(plain)), "")
