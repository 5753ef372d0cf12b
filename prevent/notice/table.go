package notice

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"balans/law/statute"
	"balans/prevent/benefit"
)

// Action is what a benefit is to do about a changed circumstance.
type Action string

// The actions.
const (
	Amount Action = "amount" // examine the amount again
	Right  Action = "right"  // examine the right again: it may end, begin or have another extent
	SGI    Action = "sgi"    // examine the income that sickness benefit and the like rest on
	Payee  Action = "payee"  // examine who is paid, or where
	None   Action = "none"   // known not to matter: the benefit is not reached
)

// Actions is every action, the heaviest first.
func Actions() []Action { return []Action{Right, Amount, SGI, Payee, None} }

// Rule says from when a changed circumstance counts.
type Rule string

// The rules.
const (
	FromDay               Rule = "day"                  // from the day of the change
	FromMonthAfter        Rule = "month-after"          // from the month after the change
	FromMonthAfterOrFirst Rule = "month-after-or-first" // the same, but from the same month for a change on its first day (SFB 96:12)
	FromMonthAfterFetched Rule = "month-after-fetched"  // what the agency fetched itself: from the month after it came (SFB 103:4)
	FromSGI               Rule = "sgi"                  // from the day of the change, used at the earliest from the period the agency learnt of it in (SFB 26:6, 26:7)
	FromNextPayment       Rule = "next-payment"         // from the next payment
	FromOpen              Rule = "open"                 // not known here: who answers sets the day
	FromNone              Rule = "none"                 // nothing changes
)

// Rules is every rule.
func Rules() []Rule {
	return []Rule{FromDay, FromMonthAfter, FromMonthAfterOrFirst, FromMonthAfterFetched, FromSGI, FromNextPayment, FromOpen, FromNone}
}

// Circumstance is something that can change.
type Circumstance struct {
	Code             string // stored; it never changes
	NameSv, NameEn   string
	AboutSv, AboutEn string
	Manual           bool // a person always decides which benefits it concerns
}

// Name is the name in a language.
func (c Circumstance) Name(l Language) string { return l.text(c.NameSv, c.NameEn) }

// About tells what belongs to it, in a language.
func (c Circumstance) About(l Language) string { return l.text(c.AboutSv, c.AboutEn) }

// Effect is what a circumstance means for one benefit.
type Effect struct {
	Circumstance   string
	Benefit        benefit.Code
	Action         Action
	Law            []string // paragraphs as statute.Ref, or chapters such as "SFB 18 kap."; empty when none is known
	Confidence     statute.Confidence
	From           Rule
	FromLaw        []string
	FromConfidence statute.Confidence
	WhySv, WhyEn   string
	Line           int // of effects.csv
}

// Why is why the circumstance matters, in a language.
func (e Effect) Why(l Language) string { return l.text(e.WhySv, e.WhyEn) }

//go:embed circumstances.csv
var circumstancesFile string

//go:embed effects.csv
var effectsFile string

// table is the two files, read.
type table struct {
	circumstances []Circumstance // in the order of the file
	place         map[string]int // of a code in circumstances
	effects       map[string]map[benefit.Code]Effect
}

// known is the table that is part of the program; a fault in it shows when the program starts.
var known = mustRead(circumstancesFile, effectsFile)

func mustRead(circumstances, effects string) *table {
	t, err := readTable(circumstances, effects)
	if err != nil {
		panic(err)
	}
	return t
}

// Circumstances is every circumstance, in the order of the table.
func Circumstances() []Circumstance { return slices.Clone(known.circumstances) }

// CircumstanceOf is the circumstance with a code. ok is false for a code that is not in the
// table; what is then given back has the code for a name, and is manual.
func CircumstanceOf(code string) (c Circumstance, ok bool) {
	i, ok := known.place[code]
	if !ok {
		return Circumstance{Code: code, NameSv: code, NameEn: code, Manual: true}, false
	}
	return known.circumstances[i], true
}

// EffectOn is what a circumstance means for a benefit; ok is false when the table says nothing.
func EffectOn(circumstance string, b benefit.Code) (e Effect, ok bool) {
	e, ok = known.effects[circumstance][b]
	return e, ok
}

// Effects is what a circumstance means, for every benefit with a row, in the order of the
// catalogue of benefits.
func Effects(circumstance string) []Effect {
	var all []Effect
	for _, b := range benefit.All() {
		if e, ok := known.effects[circumstance][b]; ok {
			all = append(all, e)
		}
	}
	return all
}

var (
	isCode    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	isChapter = regexp.MustCompile(`^([A-Z]+) [0-9]+[a-z]? kap\.$`)
	isEU      = regexp.MustCompile(`^Förordning \((EG|EU)\) [0-9]+/[0-9]+ art\. [0-9]+$`)
)

func readTable(circumstances, effects string) (*table, error) {
	t := &table{place: map[string]int{}, effects: map[string]map[benefit.Code]Effect{}}
	err := eachRow("circumstances.csv", circumstances, "code,name_sv,name_en,about_sv,about_en,manual", func(_ int, r []string) error {
		c := Circumstance{Code: r[0], NameSv: r[1], NameEn: r[2], AboutSv: r[3], AboutEn: r[4], Manual: r[5] == "yes"}
		_, twice := t.place[c.Code]
		switch {
		case !isCode.MatchString(c.Code) || twice:
			return fmt.Errorf("%q is not a new code of a-z, 0-9 and -", c.Code)
		case slices.Contains(r[1:5], ""):
			return fmt.Errorf("a name or a description of %s is missing", c.Code)
		case r[5] != "yes" && r[5] != "no":
			return fmt.Errorf("manual is yes or no, not %q", r[5])
		}
		t.place[c.Code] = len(t.circumstances)
		t.circumstances = append(t.circumstances, c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	const header = "circumstance,benefits,action,law,confidence,from,from_law,from_confidence,why_sv,why_en"
	return t, eachRow("effects.csv", effects, header, func(line int, r []string) error {
		e, err := readEffect(r)
		if err != nil {
			return err
		}
		e.Line = line
		return t.add(e, strings.Split(r[1], " "))
	})
}

// add takes up what a row says of its benefits.
func (t *table) add(e Effect, benefits []string) error {
	if i, ok := t.place[e.Circumstance]; !ok || t.circumstances[i].Manual {
		return fmt.Errorf("%q is no circumstance of circumstances.csv, or one that a person places", e.Circumstance)
	}
	if t.effects[e.Circumstance] == nil {
		t.effects[e.Circumstance] = map[benefit.Code]Effect{}
	}
	for _, code := range benefits {
		b, ok := benefit.Parse(code)
		if !ok {
			return fmt.Errorf("there is no benefit %q", code)
		}
		if old, twice := t.effects[e.Circumstance][b]; twice {
			return fmt.Errorf("%s of %s has a row at line %d", b, e.Circumstance, old.Line)
		}
		e.Benefit = b
		t.effects[e.Circumstance][b] = e
	}
	return nil
}

// readEffect reads a row but for its benefits.
func readEffect(r []string) (Effect, error) {
	e := Effect{Circumstance: r[0], Action: Action(r[2]), From: Rule(r[5]), WhySv: r[8], WhyEn: r[9]}
	switch {
	case !slices.Contains(Actions(), e.Action):
		return e, fmt.Errorf("there is no action %q", r[2])
	case !slices.Contains(Rules(), e.From):
		return e, fmt.Errorf("there is no rule %q of from when it counts", r[5])
	case (e.Action == None) != (e.From == FromNone):
		return e, fmt.Errorf("the action %s and the rule %s do not go together", e.Action, e.From)
	case e.WhySv == "" || e.WhyEn == "":
		return e, fmt.Errorf("why it matters is missing in a language")
	}
	var err error
	if e.Law, err = readLaw(r[3]); err != nil {
		return e, err
	}
	if e.FromLaw, err = readLaw(r[6]); err != nil {
		return e, err
	}
	for i, to := range map[int]*statute.Confidence{4: &e.Confidence, 7: &e.FromConfidence} {
		if len(r[i]) != 1 || !strings.Contains("VSRIU", r[i]) {
			return e, fmt.Errorf("confidence %q is not one of V, S, R, I and U", r[i])
		}
		*to = statute.Confidence(r[i][0])
	}
	if e.Confidence == statute.Verified && len(e.Law) == 0 || e.FromConfidence == statute.Verified && len(e.FromLaw) == 0 {
		return e, fmt.Errorf("what is marked V names its paragraph")
	}
	return e, nil
}

// readLaw reads paragraphs with "; " between them.
func readLaw(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	all := strings.Split(text, "; ")
	for _, one := range all {
		if m := isChapter.FindStringSubmatch(one); m != nil {
			if slices.ContainsFunc(statute.Acts(), func(a statute.Act) bool { return a.ID == m[1] && a.Chapters }) {
				continue
			}
		}
		if !isEU.MatchString(one) && statute.Ref(one).Check() != nil {
			return nil, fmt.Errorf("%q is no paragraph, such as SFB 98:8, no chapter, such as SFB 18 kap., and no article", one)
		}
	}
	return all, nil
}

// eachRow calls fn with the rows of a file of the table; what it says is told with file and line.
func eachRow(file, text, header string, fn func(line int, r []string) error) error {
	in := csv.NewReader(strings.NewReader(text))
	records, err := in.ReadAll()
	if err != nil {
		return fmt.Errorf("notice: %s: %w", file, err)
	}
	if len(records) == 0 || strings.Join(records[0], ",") != header {
		return fmt.Errorf("notice: %s:1: the columns are to be %s", file, header)
	}
	for i, r := range records[1:] {
		if err := fn(i+2, r); err != nil {
			return fmt.Errorf("notice: %s:%d: %w", file, i+2, err)
		}
	}
	return nil
}
