"""Words that announce a name, or that are never one: titles, kin, verbs of saying, small words. All folded."""

from __future__ import annotations

from redaction.folding import vocabulary

SHORT_TITLES = vocabulary(
    "mr mrs ms mme mlle mmes mlles mm mons mister missus dr drs prof mgr rev revd mevrouw mw meneer dre"
)
"""Abbreviations after which hardly anything but a name can stand, whatever its case."""

LONG_TITLES = vocabulary(
    "miss sir lady dame lord monsieur madame mademoiselle messieurs mesdames docteur doctor doctoresse professeur professor"
    " maitre soeur sister brother frere pere father abbe reverend reverende vicar pastor pasteur cure cheikh imam rabbi rabbin"
    " nurse infirmier infirmiere oncologist oncologue surgeon chirurgien chirurgienne uncle aunt auntie aunty oncle tante"
    " tonton tata tatie granny grandma grandpa grandad granddad nan nanny mamie mamy papi papy mere captain colonel major"
    " adjudant brigadier mama herr frau senhor senhora senhor dona signor signora signore senor senora kine psy dieteticien dieteticienne"
    " senior pharmacien pharmacienne notaire"
)
"""Titles that are also words: a name after them has a capital, or is no everyday word."""

KIN = vocabulary(
    "mother-in-law father-in-law daughter-in-law son-in-law sister-in-law brother-in-law law godmother godfather husband hubby wife partner mum mom mummy mam dad daddy mother father son sons daughter daughters sister brother sis bro twin"
    " twins cousin niece nephew aunt uncle gran granny grandma grandad grandson granddaughter stepson stepdaughter stepdad"
    " stepmum fiance fiancee girlfriend boyfriend friend friends neighbour neighbours neighbor widow widower ex kids kid"
    " child children baby girl boy carer lady gentleman chap client patient hubby oh dil mil fil sil bil"
    " mari femme epouse epoux conjoint conjointe compagnon compagne copain copine maman papa mere pere fils fille filles garcon"
    " frere soeur jumeau jumelle cousine neveu oncle tante mamie papi papy mamy belle-mere beau-pere belle-fille belle-soeur"
    " beau-frere beau-fils gendre bru petit-fils petite-fille grand-mere grand-pere petit petite aine ainee cadet cadette"
    " voisin voisine ami amie amis marraine parrain filleul filleule veuve veuf ex-mari ex-femme enfants enfant bebe gamin gamine"
    " dame monsieur patiente aidant aidante beneficiaire assistante listener volunteer colleague benevole collegue"
    " famille family maitresse maitre teacher prof buddy duo binome"
    " cat dog chien chienne boss manager chef patron patronne"
)
"""Who somebody is to somebody: a name often follows."""

NAMED = vocabulary(
    "name nom names noms surname called named aka appelle appellent appelait nomme nommee prenomme prenommee prenom surnomme surnommee surnom nickname nicknamed"
    " signed signe alias nee born maiden dit dite"
)
"""Words right before a name."""

LINKS = vocabulary("is was est c'est c est s'appelle appelle s the aka = called named")
"""What may stand between a kin word and the name: "husband is Ken", "son mari c'est Paul"."""

PARTICLES = vocabulary(
    "de du des d' d la le les van von der den ten ter 't da das dos do di del della el al ben bin ibn bel st saint o' mac mc y e"
)
"""Small words inside surnames: van der Heijden, da Silva, El Amrani, Le Goff."""

SMALL = vocabulary(
    "a an the this that these those he she it we you they i me him her us them his its our your their my mine who"
    " whom whose which what when where why how and or but so if as at by for from in into of off on onto out over to"
    " up with without within about after before again all also am are be been being can could did do does doing done"
    " had has have having is was were would shall should might must not no nor now then than there here too very just"
    " only even still yet ever never always often sometimes some any each every both more most much many few less"
    " least other another such same own once twice because while until since though although however please thanks"
    " thank sorry yes yeah ok okay hi hello hey dear hiya bye cheers well oh ah um er lol right anyway maybe perhaps"
    " today tomorrow tonight yesterday morning afternoon evening night week month year time first last next re fwd"
    " subject ps etc via per pls plz le la les l' un une des du de d' au aux ce cet cette ces c' il elle on nous vous"
    " ils elles je j' tu te t' se s' me m' lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos votre vos"
    " qui que qu' quoi dont ou et mais donc or ni car si ne n' pas plus moins tres trop bien mal tout toute tous"
    " toutes rien personne aucun aucune autre autres meme memes chaque quel quelle quels quelles a ai as avons avez"
    " ont est es suis sommes etes sont etait etaient ete sera serait fait faire font va vont vais peut peux peuvent"
    " doit dois faut veut dans sur sous avec sans pour par chez vers entre depuis pendant avant apres contre jusqu"
    " jusque des lors puis alors ainsi aussi encore deja toujours jamais souvent ici la voici voila oui non merci"
    " bonjour bonsoir coucou salut bnjr ptite ptit efface admin intro grazie bjr bsr slt cher chere chers cdt objet"
    " demain hier soir matin midi nuit semaine mois annee jour jours an ans heure heures rdv svp stp sil"
)
"""Words that are never a name by themselves, however they are written."""

AFTER_TITLE = SMALL | vocabulary(
    "says said say told tells asked wants wanted rang called calls phoned thinks thought explained explains refused needs seems looks"
    " lives goes went came comes gave gives put made makes got gets knows knew appointment appt visit visits office surgery line"
    " traitant referent referente general generaliste specialiste maire directrice directeur presidente president secretaire assistante"
    " dit dis disait demande repond veut passe vient venait vit habite rappelle appelle pense explique refuse parle pleure semble souhaite"
    " sociale social liberal liberale coordinatrice coordinateur scolaire hospitalier hospitaliere rt liberaux who whom whose"
    " prend mange dort arrive sort rentre part reste travaille conduit marche va pleure attend regarde appelait vivait etait etaient avait"
    " named called who's whose did does will would can could should must may might also either left right seeing saw"
    " superieure superieur procureur google tant reply reply-to pas ya x nature courage poule patrie celibataire fouettard porteuse natal natale noel"
)
"""What may follow a title without being a name."""

VERBS = vocabulary(
    "says said is was has had wont won't wants wanted needs needed rang rings called calls phoned texted emailed messaged passed died"
    " asked asks thinks thought feels felt lives lived keeps kept gets got goes went came comes told tells knows knew seems looks sounds"
    " doesnt doesn't didnt didn't isnt isn't cant can't wouldnt couldn't refuses refused hates loves likes sends sent and's 's just still"
    " cried cries turned turns starts started finished finishes wrote writes replied answered can't cannot does did will would"
    " est a n'a m'a n' m' va veut dit disait pleure refuse appelle rappelle habite vit demande pense souhaite attend arrive passe sera avait"
    " etait dort mange tient rentre sort commence craint prefere repond ecrit peut doit ne se s' lui nous vous me te"
)
"""What a person does: after an ambiguous word with a capital (Grace, Will, Rose) it tells a person."""

GREETINGS = vocabulary(
    "hi hello hey dear hiya morning evening bonjour bonsoir coucou salut bnjr ptite ptit efface admin intro grazie bjr bsr slt cher chere chers hallo"
)

CLOSINGS = vocabulary(
    "regards wishes thanks thank cheers love best xx xxx x bises bisous cordialement cdt cdlt bav amities amicalement merci yours sincerely"
    " faithfully warmly kindly bye ciao biz bise avance soiree journee"
)

TELLING = vocabulary(
    "tell told telling ring rang ringing call calling ask asked asking with thank poor met meet meeting visited visit visiting see seeing seen"
    " text texted email emailed phone phoned bless love loved near for from to about re and poor old little young big wee"
    " avec appelle appeler appelez rappeler rappelle remercie dis dire demander demande chez voir vu pauvre petite vieux vieille pour contacter joindre"
)
"""Before an ambiguous name with a capital (May, April, Summer): words that take a person."""

INTRODUCES = vocabulary("c'est it's its this is suis ici moi")
"""Before a name in speech: "bonjour c'est pierrot", "hi this is noreen"."""

SPELLED = (
    "spelled",
    "spelt",
    "spells",
    "spell",
    "that's",
    "thats",
    "epelle",
    "s'ecrit",
    "ecrit",
    "nom",
    "name",
    "surname",
    "comme",
)
"""Near letters that are spelled out."""

SEASONAL = vocabulary(
    "april may june august jan avril autumn summer winter sunday spring mardi dawn noel tobias miles lewis douglas lorraine aude brittany georgia"
)
"""Kept words that are given names too: a name only where somebody is told, asked or acts."""

WORD_NAMES_BESIDE_KIN = vocabulary(
    "rose grace peg pat pearl ruby daisy joy faith june april ken bob jan dawn violet robin hazel olive iris ivy jack nick ray rod reg penny sue"
    " claire marie pierre aimee blanche victoire celeste ange prune olive garance marin martin louis victor frank donna patience bill dot amber"
)
"""Given names that are words, which count in lower case beside a kin word: "his wife rose", "her mum peg"."""
