package access

import (
	_ "embed"
	"fmt"
	"slices"
)

// Purpose is what a search or a list is made for.
type Purpose string

// The purposes. The first three are those for which the ban on searches has an exception
// for data on health.
const (
	Handling  Purpose = "handling"  // of a case
	Planning  Purpose = "planning"  // of the work: work lists, follow-up of one's own
	Control   Purpose = "control"   // against wrong payments
	Statistic Purpose = "statistic" // figures: counts and sums
	Another   Purpose = "another"
)

// Condition is one condition or filter of a search.
type Condition struct {
	Field  string // a row of conditions.csv
	Values []string
}

// Selecting is a search, a filter or a list.
type Selecting struct {
	Purpose Purpose
	// Persons: the answer shows persons, or matters that belong to them; false is counts and
	// sums alone, with small cells hidden (Suppress).
	Persons    bool
	Conditions []Condition
}

var (
	//go:embed conditions.csv
	conditionsFile string
	//go:embed benefits.csv
	benefitsFile string

	conditionClasses, conditionWords, revealing = mustReadConditions(conditionsFile, benefitsFile)
)

func mustReadConditions(conditions, benefits string) (classes map[string]string, words map[string]wording, reveals map[string]string) {
	rows, err := readTable("conditions.csv", conditions, "condition,class,sv,en")
	if err != nil {
		panic(err)
	}
	classes, words, reveals = map[string]string{}, map[string]wording{}, map[string]string{}
	for i, r := range rows {
		if !slices.Contains([]string{"one", "neutral", "benefit", "unknown", "protected", "health", "sensitive"}, r[1]) || classes[r[0]] != "" {
			panic(fmt.Sprintf("access: conditions.csv:%d: a new condition with a class is expected", i+2))
		}
		classes[r[0]], words[r[0]] = r[1], wording{r[2], r[3]}
	}
	if rows, err = readTable("benefits.csv", benefits, "benefit,reveals,why"); err != nil {
		panic(err)
	}
	for i, r := range rows {
		if _, twice := reveals[r[0]]; twice || !slices.Contains([]string{"", "health", "origin"}, r[1]) || (r[1] == "") != (r[2] == "") {
			panic(fmt.Sprintf("access: benefits.csv:%d: a new benefit, with nothing or with health or origin and why, is expected", i+2))
		}
		reveals[r[0]] = r[1]
	}
	return classes, words, reveals
}

// Reveals is what it tells of a person to have the benefit: "health", "origin", or "" for
// neither. The list is our own reading (I) of which benefits rest on a person's health or
// are for the newly arrived; a benefit that is not on it is taken to reveal health.
func Reveals(benefit string) string {
	what, known := revealing[benefit]
	if !known {
		return "health"
	}
	return what
}

// Together says whether the conditions of a search may stand together (SFB 114:12: no
// search may be made to obtain a selection of persons by sensitive data, except by data on
// health for handling, planning and control). By protection nobody is ever asked for: the
// answer would tell who is protected. Who is asked for by a number is one person, not a
// selection. A selection of persons is refused when a condition is sensitive, when it is
// not on the list or may hold anything (free text), and, for other purposes than those
// three, when it reveals health: by itself or by the benefits it names. Not naming any
// benefit selects by none. Counts and sums alone may be made of all but what is not on the
// list.
//
// That a benefit reveals health is our reading (I) of what the ban reaches.
func Together(s Selecting) Answer {
	for _, c := range s.Conditions {
		if c.class() == "protected" { // asked with a number it would tell of that person
			return Answer{Rule: RuleSearch, Law: "SFB 114:12"}.because("access.search.protected", c.Field)
		}
	}
	for _, c := range s.Conditions {
		if conditionClasses[c.Field] == "one" && len(c.Values) == 1 {
			return allowed("access.search.one")
		}
	}
	exempt := s.Purpose == Handling || s.Purpose == Planning || s.Purpose == Control
	for _, c := range s.Conditions {
		key := ""
		switch class := c.class(); {
		case class == "":
			key = "access.search.unlisted"
		case !s.Persons:
		case class == "sensitive" || class == "unknown":
			key = "access.search." + class
		case class == "health" && !exempt:
			key = "access.search.health"
		}
		if key != "" {
			return Answer{Rule: RuleSearch, Law: "SFB 114:12"}.because(key, c.Field)
		}
	}
	return allowed("access.search.allowed")
}

func allowed(key string) Answer {
	return Answer{OK: true, Rule: RuleGranted, Law: "SFB 114:12"}.because(key)
}

// class is the class of a condition: of benefits, what the worst of them reveals. A
// condition that names a benefit that is left out by the search selects by it too.
func (c Condition) class() string {
	class := conditionClasses[c.Field]
	if class == "one" { // several numbers are a list somebody brought, which is no selection by what they are
		return "neutral"
	}
	if class != "benefit" {
		return class
	}
	worst := "neutral"
	for _, b := range c.Values {
		switch Reveals(b) {
		case "origin":
			return "sensitive"
		case "health":
			worst = "health"
		}
	}
	return worst
}
