"""Words that announce a place, a house of care or learning, or a firm. All folded."""

from __future__ import annotations

from redaction.folding import vocabulary

INTO = vocabulary(
    "in near nr at from around outside to towards toward via beyond by off over round live lives living lived moved moving based born"
    " a au aux vers sur depuis de d' du des en pres cote habite habitent habiter vit vivent demeurant residant dans direction"
    " village town hamlet commune ville bourg mairie hameau lieu-dit lieudit parish banlieue quartier gare marche secteur"
    " between entre and et ou or pour for is"
)
"""Right before a place. Weak ones among them (de, and, for, is) do not do for a word that is also a name."""

STRONG_INTO = vocabulary(
    "in near nr at from around outside towards toward live lives living lived moved a au aux vers sur depuis pres cote habite habitent vit"
    " village town hamlet commune ville bourg mairie hameau lieu-dit lieudit parish banlieue gare in secteur en to via"
)
"""Before a word that is also a name or a common word: nothing but a place is likely."""

PLACE_ONLY = STRONG_INTO - {"to", "from", "via", "a", "at", "sur", "en", "live", "lives", "moved", "cote"} | {"a"}
"""Before a word of no list: after these it is a place, after "to" or "from" it may be a person."""

HAMLET = vocabulary(
    "hameau hamlet lieu-dit lieudit village bourg commune mairie town outside near nr parish quartier banlieue place ferme"
)
"""Before the name of a place that no list holds."""

PLACE_INSIDE = vocabulary(
    "le la les l' sur sous en de du des d' lès les saint sainte st ste et aux au a upon on the of in under le-"
)
"""Small words inside the names of places."""

HEALTH = vocabulary(
    "chp icl maternite ssiad ems cada ime ikastola unite salle chu chru chr chi chic chs hopital hopitaux hosto clinique polyclinique institut ehpad hospice usld mapa resid residence foyer"
    " pharmacie para-pharmacie parapharmacie cabinet labo laboratoire dispensaire sanatorium crematorium funerarium oncopole"
)
LEARNING = vocabulary(
    "ecole college lycee maternelle creche ime esat mfr cfa universite fac iut ehess internat pensionnat conservatoire"
)
WORSHIP = vocabulary("eglise paroisse chapelle mosquee synagogue cathedrale abbaye basilique monastere couvent prieure")
KINDS_BEFORE = (
    HEALTH
    | LEARNING
    | WORSHIP
    | frozenset({"ch", "centre", "maison", "hospital", "clinic", "church", "school", "villa"})
)
"""Kind words in front of the name: "CHU de Bordeaux", "clinique Saint-Roch", "école Jules-Ferry"."""

KINDS_AFTER = vocabulary(
    "hospital infirmary hospice clinic surgery school academy college church chapel pharmacy chemist chemists university centre center"
    " nursery primary cathedral crematorium abbey kindergarten convent priory mosque"
)
"""Kind words behind it: "Abbeville hospital", "St Mary's Church", "Guy's Hospital"."""

HOUSE_NAMES = vocabulary(
    "parc lac pont val mail bois chene chenes tilleul tilleuls marronniers jardins roses roseraie cedres glycines lavandes mimosas"
    " oliviers pins fontaine fontaines source sources colline collines vallee mer plage ormeau ormeaux platanes acacias bruyeres"
    " charmilles lilas camelias hirondelles cygnes moulin chateau prieure abbaye cloitre rivage dunes falaises soleil aurore"
)
"""Common words that clinics and homes are called by, after an article."""

OPEN_KINDS = vocabulary(
    "unite salle centre maison residence foyer institut cabinet villa church school hospital clinic college"
)
"""Kind words that are everyday words too: only a capital (or a fitting adjective) right behind them makes a name."""

ADJECTIVES = vocabulary(
    "hospitalier hospitaliere hospitaliers universitaire universitaires regional regionale departemental intercommunal intercommunale prive privee"
    " public publique medical medicale medico-chirurgical psychiatrique catholique primaire maternelle elementaire dentaire infirmier anticancereux"
    " anticancereuse retraite sante repos convalescence oncologie radiotherapie cancerologie soins readaptation reeducation gerontologique"
    " paroissiale protestante analyses lutte contre cancer jour semaine nuit autonomie mutualiste evangelique apostolique orthodoxe reformee parents palliatifs kine soignant pluridisciplinaire general generale comprehensive nursing veterinaire"
)
"""Between the kind word and the name: "centre hospitalier de", "maison de retraite", "cabinet médical du"."""

FIRM_BEFORE = vocabulary(
    "scp fromagerie carrosserie tapis pompes taxi taxis ambulance ambulances tabac bureau onglerie quincaillerie cordonnerie pressing maconnerie maconneries plomberie paysagiste base haras moulin pepiniere coiffure institut-beaute domaines vignoble cave ecurie centre-equestre loge rotary lions sarl eurl sas sasu sa snc sci scop gaec scea earl ets etablissements entreprise societe groupe association assoc asso club amicale chorale choir"
    " fanfare harmonie comite usine garage boulangerie patisserie boucherie charcuterie restaurant resto bar cafe hotel camping salon gite domaine"
    " chateau brasserie librairie fleuriste epicerie auberge pizzeria creperie traiteur imprimerie menuiserie transports cooperative coop"
    " pub society company firm band troupe ensemble syndicat federation cercle atelier ateliers editions magasin boutique shop charity"
    " bakery factory orchestra squadron"
)
"""Kind words in front of the name of a firm or an association."""

FIRM_AFTER = vocabulary(
    "sarl eurl sas sasu ltd plc llp limited inc gmbh snc scop rfc fc afc cc club choir society association group trust foundation guild orchestra band"
)
"""Behind it: "Etchegoyen Frères SARL", "Price & Sons Ltd", "Marmande Cricket Club"."""

WORKS = vocabulary(
    "works worked working work works job employed employee employer boss colleagues drives drove runs ran owns owned manages managed"
    " travaille travaillait bosse bossait boulot employe employee salarie salariee employeur gerant gerante patron patronne tient"
    " licencie licenciee embauche embauchee stagiaire apprenti apprentie interimaire vendeur vendeuse caissier caissiere chauffeur ouvrier ouvriere"
    " member membre president presidente tresoriere tresorier benevole adherent adherente joue plays played"
)
"""Before "at", "for", "chez", "à la": who somebody works for or belongs to."""
