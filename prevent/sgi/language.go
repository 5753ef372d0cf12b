package sgi

import (
	"strings"

	"balans/law/calendar"
)

// use is which sort of text a word belongs to.
type use uint8

const (
	either        use = iota
	timeline          // a history
	determination     // the facts of a determination
)

// word is one of the words that a line begins with.
type word struct {
	name           string // in English
	about, example Text
	use            use
	once           bool
	take           func(r *reader, parts []string, head string) error
}

// words is the language, but for the grounds and the answers.
var words []word

func init() {
	words = []word{
		{"case", two("vad texten visar, i en mening", "what the text shows, in a sentence"), two("Arbetslös och inskriven direkt", "Unemployed and registered at once"), either, true, func(r *reader, parts []string, _ string) error {
			r.name = strings.Join(parts, ", ")
			return nil
		}},
		{"source", two("paragrafen eller läsningen som den vilar på", "the paragraph or the reading it rests on"), two("SFB 26:13", "SFB 26:13"), either, true, func(r *reader, parts []string, _ string) error {
			r.from = strings.Join(parts, ", ")
			return nil
		}},
		{"on", two("dagen som frågan gäller", "the day that is asked about"), two("2026-09-30", "2026-09-30"), timeline, true, oneDate(func(h *History) *calendar.Date { return &h.On })},
		{"born", two("personens födelsedatum", "the person's date of birth"), two("1986-05-14", "1986-05-14"), timeline, true, oneDate(func(h *History) *calendar.Date { return &h.Born })},
		{"pension age", two("personens riktålder för pension, när den är bättre känd än programmet känner den", "the person's reference age for pension, where it is known better than the program knows"), two("67", "67"), timeline, true, (*reader).pensionAge},
		{"sgi", two("SGI före avbrottet; ett ensamt belopp är av anställning", "the SGI before the interruption; one amount is of employment"), two("360 000   eller   anställning 300 000, annat 60 000", "360 000   or   employment 300 000, other 60 000"), timeline, true, (*reader).sgi},
		{"extent", two("arbetets andel av heltid; 100 % när raden saknas", "how much of full time the work was; 100 % when left out"), two("80 %", "80 %"), timeline, true, (*reader).extent},
		{"last work", two("sista arbetsdagen i den omfattningen", "the last day of work in that extent"), two("2026-01-31", "2026-01-31"), timeline, true, oneDate(func(h *History) *calendar.Date { return &h.LastWork })},
		{"employment", two("om också anställningen upphörde, vilket avgör omräkningen med index", "whether the employment ended too, which decides on conversion by the index"), two("upphörde 2026-01-31   eller   fortsätter", "ended 2026-01-31   or   continues"), timeline, true, (*reader).employment},
		{"work", two("arbete därefter: samma är arbetet som förut med lön i proportion", "work after that: same is the work as before with pay in proportion"), two("från 2026-06-01, omfattning 100 %, årsinkomst 300 000, varaktigt ja", "from 2026-06-01, extent 100 %, income 300 000, lasting yes"), timeline, false, (*reader).work},
		{"child", two("ett barn: när det är beräknat, föddes eller togs i vård för adoption", "a child: when it is expected, was born or was taken into care for adoption"), two("beräknad 2026-09-10, född 2026-09-12, gravid ja, vårdar ja", "expected 2026-09-10, born 2026-09-12, carried yes, cares yes"), timeline, false, (*reader).child},
		{"index", two("förändringen av konsumentprisindex som räknas en omräkningsdag", "the change of the consumer price index that counts on a day of conversion"), two("2027-02-01, förändring 2,0 %", "2027-02-01, rise 2,0 %"), timeline, false, (*reader).index},
		{"occupational pension", two("tjänstepension som ålderspension före riktåldern, och dess andel av lönen", "an old-age pension from work before the reference age, and its share of the wage"), two("från 2026-02-01, andel 55 %", "from 2026-02-01, share 55 %"), timeline, true, (*reader).occupational},
		{"income on", two("dagen som SGI ska gälla från", "the day the SGI is to apply from"), two("2026-03-02", "2026-03-02"), determination, true, (*reader).incomeOn},
		{"insured", two("om personen är försäkrad för arbetsbaserade förmåner och arbetar i Sverige", "whether the person is insured for benefits that rest on work, and works in Sweden"), two("ja", "yes"), determination, true, (*reader).insured},
		{"lasting", two("om arbetet varar sex månader i följd eller är årligen återkommande", "whether the work lasts six months in a row or returns every year"), two("ja", "yes"), determination, true, (*reader).lasting},
		{"pay", two("en inkomst i pengar om året, från en utbetalare, och av vilket slag", "one income in money a year, from one payer, and of which kind"), two("anställning 360 050", "employment 360 050"), determination, false, (*reader).pay},
		{"hours", two("ordinarie arbetstid i veckan", "ordinary working hours a week"), two("40", "40"), determination, true, (*reader).hours},
	}
}

func oneDate(of func(*History) *calendar.Date) func(*reader, []string, string) error {
	return func(r *reader, parts []string, _ string) (err error) {
		*of(r.file.History), err = r.date(strings.Join(parts, ", "))
		return err
	}
}

// wordOf finds a word or a ground by its English name; nil for one that is not known.
func wordOf(head string) *word {
	for i := range words {
		if words[i].name == head {
			return &words[i]
		}
	}
	if rl := ruleOf(Ground(head)); rl != nil && !rl.derived {
		return &word{name: head, about: two(rl.sv, rl.en), example: exampleOf(rl), use: timeline, take: (*reader).span}
	}
	return nil
}

// exampleOf is evidence of a ground with every clause it can have.
func exampleOf(rl *rule) Text {
	example := func(l Language) string {
		said := valueIn(l, "from 2026-02-01 to 2026-06-30")
		for _, k := range spanKeys(rl) {
			said += ", " + inEvidence.word(k.name).In(l) + " " + valueIn(l, k.example)
		}
		return said
	}
	return two(example(Swedish), example(English))
}

// allWords are the words and the grounds that evidence is given for.
func allWords() (names []string) {
	for _, w := range words {
		names = append(names, w.name)
	}
	for _, rl := range rules {
		if !rl.derived {
			names = append(names, string(rl.ground))
		}
	}
	return names
}

// key is what a clause of a line can begin with.
type key struct{ name, example string }

// spanKeys are the clauses of a ground, beside from, to and document.
func spanKeys(rl *rule) []key {
	var keys []key
	for _, c := range rl.conditions {
		keys = append(keys, key{c.key, "yes"})
	}
	switch rl.ground {
	case StudiesWithoutSupport:
		keys = append(keys, key{"pace", "50 %"}, key{"level", LevelHigher + " | " + LevelSecondary})
	case OwnOccupationStudies:
		keys = append(keys, key{"leave", "yes"})
	case OtherStudySupport:
		keys = append(keys, key{"support", strings.Join(otherSupports, " | ")})
	case Programme:
		keys = append(keys, key{"support", strings.Join(programmeSupports, " | ")}, key{"suspended", strings.Join(suspensions, " | ")})
	case JobSeeking:
		keys = append(keys, key{"seeks", "100 %"})
	case ParentalBenefit:
		keys = append(keys, key{"days-a-week", "5"})
	case WaitingForDecision:
		keys = append(keys, key{"applied", "2026-04-01"}, key{"decided", "2026-07-15"}, key{"against", "no"})
	}
	if rl.ownIncome {
		keys = append(keys, key{"income", "0"})
	}
	if rl.ground != JobSeeking && rl.ground != ParentalBenefit {
		keys = append(keys, key{"extent", "100 %"})
	}
	return keys
}

// The words of supports and suspensions.
var (
	otherSupports     = []string{"kpu", "transition", "start"}
	programmeSupports = []string{"activity", "development", "establishment", "none"}
	suspensions       = []string{"reporting", "declined-once", "left-work", "other"}
)
