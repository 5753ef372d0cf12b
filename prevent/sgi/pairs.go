package sgi

import "slices"

// place is where in a text a word stands. A word means one thing in each of its places, and
// has one other word for it there in the other language.
type place uint8

const (
	inLine     place = 1 << iota // before the colon
	inAnswer                     // before the colon, after then
	inEvidence                   // the first word of a clause about a ground
	inFact                       // the first word of a clause of another line
	inValue                      // what is said
)

// pair is a word of the texts in both languages. Both are read, also side by side in a
// text. English is what the package goes by.
type pair struct {
	in     place
	en, sv string
}

// pairs is every word of the texts, and the keys that answers name.
var pairs = slices.Concat(wordPairs, keyPairs, shownPairs())

var wordPairs = []pair{
	{inLine, "case", "rubrik"},
	{inLine, "source", "källa"},
	{inLine, "on", "bedöms per"},
	{inLine | inFact, "born", "född"},
	{inLine, "pension age", "riktålder"},
	{inLine | inAnswer, "sgi", "sgi"},
	{inLine | inEvidence | inFact, "extent", "omfattning"},
	{inLine, "last work", "sista arbetsdag"},
	{inLine | inFact | inValue, "employment", "anställning"},
	{inLine, "work", "arbete"},
	{inLine, "child", "barn"},
	{inLine, "index", "index"},
	{inLine, "occupational pension", "tjänstepension"},
	{inLine, "income on", "gäller från"},
	{inLine, "insured", "försäkrad"},
	{inLine | inFact, "lasting", "varaktigt"},
	{inLine, "pay", "inkomst"},
	{inLine, "hours", "timmar i veckan"},

	{inLine | inValue, string(StudiesWithSupport), "studier-med-studiestöd"},
	{inLine | inValue, string(StudiesWithoutSupport), "studier-utan-studiestöd"},
	{inLine | inValue, string(OwnOccupationStudies), "studier-inom-yrkesområdet"},
	{inLine | inValue, string(OtherStudySupport), "annat-studiestöd"},
	{inLine | inValue, string(TermBreak), "terminsuppehåll"},
	{inLine | inValue, string(AgreementSupport), "avtalsstöd"},
	{inLine | inValue, string(Programme), "program"},
	{inLine | inValue, string(JobSeeking), "arbetssökande"},
	{inLine | inValue, string(ParentalBenefit), "föräldrapenning"},
	{inLine | inValue, string(HolidayAfterLeave), "semester-efter-föräldraledighet"},
	{inLine | inValue, string(Service), "tjänstgöring"},
	{inLine | inValue, string(SicknessBenefit), "sjukpenning"},
	{inLine | inValue, string(WaitingForDecision), "väntan-på-beslut"},
	{inLine | inValue, string(ShortTimeWork), "korttidsarbete"},
	{inLine | inValue, string(Disability), "sjukersättning"},
	{inLine | inValue, string(Abroad), "utsänd"},
	{inValue, string(AfterSickness), "efterskydd"},
	{inValue, string(Pregnant), "graviditet"},
	{inValue, string(ChildUnderOne), "barn-under-ett-år"},
	{inValue, string(ThreeMonths), "tre-månader"},

	{inAnswer, "verdict", "bedömning"},
	{inAnswer, "because", "skäl"},
	{inAnswer, "last day", "sista dag"},
	{inAnswer, "kinder last day", "mildare sista dag"},
	{inAnswer, "day", "dag"},
	{inAnswer, "rejected", "skyddar inte"},
	{inAnswer, "missing", "saknas"},
	{inAnswer, "sickness", "sgi för sjukpenning"},
	{inAnswer, "parental", "sgi för föräldrapenning"},
	{inAnswer, "temporary", "sgi för tillfällig föräldrapenning"},
	{inAnswer, "pregnancy", "sgi för graviditetspenning"},
	{inAnswer, "hours", "årsarbetstid"},

	{inEvidence, "document", "intyg"},
	{inEvidence, "support", "stöd"},
	{inEvidence, "eligible", "studiemedelsberättigande"},
	{inEvidence, "occupation", "yrkesområde"},
	{inEvidence, "leave", "tjänstledig"},
	{inEvidence, "paid", "betalas"},
	{inEvidence, "agreement", "avtal"},
	{inEvidence, "periodic", "periodiskt"},
	{inEvidence, "takes-part", "deltar"},
	{inEvidence, "registered", "inskriven"},
	{inEvidence, "willing", "beredd"},
	{inEvidence, "seeks", "söker"},
	{inEvidence, "connected", "i-anslutning"},
	{inEvidence, "ordered", "inkallad"},
	{inEvidence, "state-support", "statligt-stöd"},
	{inEvidence, "resident", "bosatt"},
	{inEvidence, "pace", "studietakt"},
	{inEvidence, "level", "nivå"},
	{inEvidence, "suspended", "avstängd"},
	{inEvidence, "days-a-week", "dagar-i-veckan"},
	{inEvidence, "applied", "ansökan"},
	{inEvidence, "decided", "beslut"},
	{inEvidence, "against", "skäl-emot"},
	{inEvidence | inFact, "income", "årsinkomst"},

	{inFact | inValue, "other", "annat"},
	{inFact, "ended", "upphörde"},
	{inFact, "same", "samma"},
	{inFact, "kind", "slag"},
	{inFact, "employment-ended", "anställning-upphörd"},
	{inFact, "registered", "registrerad"},
	{inFact, "comparable", "skälig-lön"},
	{inFact, "agreement", "överenskommelse"},
	{inFact, "expected", "beräknad"},
	{inFact, "placed", "i-vård"},
	{inFact, "carried", "gravid"},
	{inFact, "cares", "vårdar"},
	{inFact, "rise", "förändring"},
	{inFact, "share", "andel"},
	{inFact, "holiday", "semesterlön"},
	{inFact, "holiday-at-work", "lön-för-samma-tid"},

	{inValue, "from", "från"},
	{inValue, "to", "till"},
	{inValue, "yes", "ja"},
	{inValue, "no", "nej"},
	{inValue, "none", "inget"},
	{inValue, "continues", "fortsätter"},
	{inValue, LevelHigher, "eftergymnasial"},
	{inValue, LevelSecondary, "gymnasial"},
	{inValue, "kpu", "kpu"},
	{inValue, "transition", "omställningsstudiestöd"},
	{inValue, "start", "studiestartsstöd"},
	{inValue, "activity", "aktivitetsstöd"},
	{inValue, "development", "utvecklingsersättning"},
	{inValue, "establishment", "etableringsersättning"},
	{inValue, "reporting", "aktivitetsrapport"},
	{inValue, "declined-once", "avböjt-en-gång"},
	{inValue, "left-work", "lämnat-arbete"},
	{inValue, string(OwnCompany), "eget aktiebolag"},
	{inValue, string(Business), "näringsverksamhet"},
	{inValue, string(FTax), "f-skatt"},
	{inValue, string(Private), "privatperson"},
	{inValue, string(Partnership), "handelsbolag"},
	{inValue, string(Sport), "idrott"},

	{inValue, string(Protected), "skyddad"},
	{inValue, string(VerdictRedetermined), "ny-sgi"},
	{inValue, string(VerdictPartial), "delvis"},
	{inValue, string(VerdictManual), "manuell"},
	{inValue, string(Lost), "förlorad"},
	{inValue, string(Without), "utan-sgi"},
	{inValue, string(DaysOff), "lediga-dagar"},
	{inValue, string(Partly), "delskyddad"},
	{inValue, string(Unsettled), "öppen"},
	{inValue, string(Working), "i-arbete"},
	{inValue, "not known", "inte känd"},
	{inValue, "not fully known", "inte helt känd"},
}

// keyPairs are the keys of the sentences that answers name.
var keyPairs = []pair{
	{inValue, "why.lost", "varför.förlorad"},
	{inValue, "why.daysoff", "varför.lediga-dagar"},
	{inValue, "why.without", "varför.utan-sgi"},
	{inValue, "why.partly", "varför.delskyddad"},
	{inValue, "rest.unknown", "underlag.inte-känt"},
	{inValue, "change.none", "arbete.ingen-sgi"},
	{inValue, "change.new", "arbete.ny-sgi"},
	{inValue, "change.same", "arbete.samma"},

	{inValue, "reject.age", "nekas.riktålder"},
	{inValue, "reject.pace", "nekas.studietakt"},
	{inValue, "reject.level", "nekas.nivå"},
	{inValue, "reject.year", "nekas.ett-år"},
	{inValue, "reject.start", "nekas.studiestartsstöd"},
	{inValue, "reject.suspended", "nekas.avstängd"},
	{inValue, "reject.decided", "nekas.beslut"},
	{inValue, "reject.against", "nekas.skäl-emot"},
	{inValue, "reject.early", "nekas.för-tidigt"},
	{inValue, "reject.adopted", "nekas.tio-år"},

	{inValue, "missing.age", "saknas.ålder"},
	{inValue, "missing.born", "saknas.född"},
	{inValue, "missing.childborn", "saknas.barnet-född"},
	{inValue, "missing.pace", "saknas.studietakt"},
	{inValue, "missing.level", "saknas.nivå"},
	{inValue, "missing.leave", "saknas.tjänstledig"},
	{inValue, "missing.support", "saknas.stöd"},
	{inValue, "missing.seeks", "saknas.söker"},
	{inValue, "missing.applied", "saknas.ansökan"},
	{inValue, "missing.carried", "saknas.gravid"},
	{inValue, "missing.birth", "saknas.födelse"},
	{inValue, "missing.cares", "saknas.vårdar"},
	{inValue, "missing.lasting", "saknas.varaktigt"},
	{inValue, "missing.income", "saknas.årsinkomst"},
	{inValue, "missing.insured", "saknas.försäkrad"},
	{inValue, "missing.agreement", "saknas.överenskommelse"},
	{inValue, "missing.registered", "saknas.registrerad"},
	{inValue, "missing.comparable", "saknas.skälig-lön"},

	{inValue, "open.months", "öppet.tre-månader"},
	{inValue, "open.eves", "öppet.aftnar"},
	{inValue, "open.age", "öppet.riktålder"},
	{inValue, "open.termbreak", "öppet.terminsuppehåll"},
	{inValue, "open.shortbreak", "öppet.avbrott-i-kort-arbete"},
	{inValue, "open.short", "öppet.kort-arbete"},
	{inValue, "open.pension.compute", "öppet.tjänstepension.beräknas"},
	{inValue, "open.pension.large", "öppet.tjänstepension.stor"},
	{inValue, "open.pension.unstated", "öppet.tjänstepension.andel"},
}

// shownPairs are the keys of what is to be shown of a ground, and of what is not so.
func shownPairs() (all []pair) {
	for _, p := range wordPairs {
		shown := slices.ContainsFunc(rules, func(rl rule) bool {
			return slices.ContainsFunc(rl.conditions, func(c condition) bool { return c.key == p.en })
		})
		if shown && p.in&inEvidence != 0 {
			all = append(all, pair{inValue, "show." + p.en, "visa." + p.sv}, pair{inValue, "not." + p.en, "inte." + p.sv})
		}
	}
	return all
}
