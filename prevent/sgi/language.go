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
	name, about, example string
	use                  use
	once                 bool
	take                 func(r *reader, parts []string, head string) error
}

// words is the language, but for the grounds and the answers.
var words []word

func init() {
	words = []word{
		{"case", "what the text shows, in a sentence", "Unemployed and registered at once", either, true, func(r *reader, parts []string, _ string) error {
			r.name = strings.Join(parts, ", ")
			return nil
		}},
		{"source", "the paragraph or the reading it rests on", "SFB 26:13", either, true, func(r *reader, parts []string, _ string) error {
			r.from = strings.Join(parts, ", ")
			return nil
		}},
		{"on", "the day that is asked about", "2026-09-30", timeline, true, oneDate(func(h *History) *calendar.Date { return &h.On })},
		{"born", "the person's date of birth", "1986-05-14", timeline, true, oneDate(func(h *History) *calendar.Date { return &h.Born })},
		{"pension age", "the person's reference age for pension, where it is known better than the program knows", "67", timeline, true, (*reader).pensionAge},
		{"sgi", "the SGI before the interruption; one amount is of employment", "360 000   or   employment 300 000, other 60 000", timeline, true, (*reader).sgi},
		{"extent", "how much of full time the work was; 100 % when left out", "80 %", timeline, true, (*reader).extent},
		{"last work", "the last day of work in that extent", "2026-01-31", timeline, true, oneDate(func(h *History) *calendar.Date { return &h.LastWork })},
		{"employment", "whether the employment ended too, which decides on conversion by the index", "ended 2026-01-31   or   continues", timeline, true, (*reader).employment},
		{"work", "work after that: same is the work as before with pay in proportion", "from 2026-06-01, extent 100 %, income 300 000, lasting yes", timeline, false, (*reader).work},
		{"child", "a child: when it is expected, was born or was taken into care for adoption", "expected 2026-09-10, born 2026-09-12, carried yes, cares yes", timeline, false, (*reader).child},
		{"index", "the change of the consumer price index that counts on a day of conversion", "2027-02-01, rise 2,0 %", timeline, false, (*reader).index},
		{"occupational pension", "an old-age pension from work before the reference age, and its share of the wage", "from 2026-02-01, share 55 %", timeline, true, (*reader).occupational},
		{"income on", "the day the SGI is to apply from", "2026-03-02", determination, true, (*reader).incomeOn},
		{"insured", "whether the person is insured for benefits that rest on work, and works in Sweden", "yes", determination, true, (*reader).insured},
		{"lasting", "whether the work lasts six months in a row or returns every year", "yes", determination, true, (*reader).lasting},
		{"pay", "one income in money a year, from one payer, and of which kind", "employment 360 050", determination, false, (*reader).pay},
		{"hours", "ordinary working hours a week", "40", determination, true, (*reader).hours},
	}
}

func oneDate(of func(*History) *calendar.Date) func(*reader, []string, string) error {
	return func(r *reader, parts []string, _ string) (err error) {
		*of(r.file.History), err = r.date(strings.Join(parts, ", "))
		return err
	}
}

// wordOf finds a word or a ground; nil for one that is not known.
func wordOf(head string) *word {
	for i := range words {
		if words[i].name == head {
			return &words[i]
		}
	}
	if rl := ruleOf(Ground(head)); rl != nil && !rl.derived {
		return &word{name: head, about: rl.en, example: "from 2026-02-01 to 2026-06-30" + exampleOf(rl), use: timeline, take: (*reader).span}
	}
	return nil
}

func exampleOf(rl *rule) string {
	var b strings.Builder
	for _, k := range spanKeys(rl) {
		b.WriteString(", " + k.name + " " + k.example)
	}
	return b.String()
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
		keys = append(keys, key{"pace", "50 %"}, key{"level", LevelHigher + " (or " + LevelSecondary + ")"})
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
