package staff

import (
	"slices"
	"strconv"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
)

// incomePart is a part of an income that can be stated: where it goes, and whether it may be
// below zero.
type incomePart struct {
	name     string
	of       func(*housing.Adult) *money.Amount
	negative bool
}

// incomeParts are the parts of an adult's income beside that of employment.
var incomeParts = []incomePart{
	{"business", func(a *housing.Adult) *money.Amount { return &a.Business }, false},
	{"capital", func(a *housing.Adult) *money.Amount { return &a.Capital.Surplus }, true},
	{"deductions", func(a *housing.Adult) *money.Amount { return &a.Capital.Deductions }, false},
	{"wealth", func(a *housing.Adult) *money.Amount { return &a.Wealth }, false},
	{"study", func(a *housing.Adult) *money.Amount { return &a.StudyGrant }, false},
	{"scholarship", func(a *housing.Adult) *money.Amount { return &a.Scholarship }, false},
	{"foreign", func(a *housing.Adult) *money.Amount { return &a.Foreign }, false},
}

// whoPrefix begins the names of the fields of the applicant and of the spouse.
var whoPrefix = [2]string{"", "spouse_"}

// The most that can be typed: what is more is a slip of the hand.
const (
	mostTypedIncome = money.Amount(10_000_000_000)
	mostTypedCost   = money.Amount(100_000_00)
	mostTypedMore   = money.Amount(1_000_000_00)
	mostTypedArea   = 999
	mostTypedRooms  = 50
	mostTypedKids   = 20
)

// calcAsked is a household and its incomes as they were typed, and what is changed of them.
type calcAsked struct {
	month    calendar.Date
	home     housing.Household
	incomes  housing.Assessed
	change   *housing.Change
	hasParts bool // something beside employment was typed
}

// calcAsked reads the form; what is wrong with a field is told at it.
func (a *asked) calcAsked() calcAsked {
	q := calcAsked{month: a.housingMonth("month")}
	h := &q.home
	h.Form, _ = housing.ParseForm(a.choiceOf("form", "family", "young"))
	h.Spouses = a.choiceOf("spouse", "no", "yes") == "yes"
	h.Home, h.Alternating, h.Access = uint8(a.whole("home", 0, mostTypedKids)), uint8(a.whole("alternating", 0, mostTypedKids)), uint8(a.whole("access", 0, mostTypedKids))
	children := int(h.Home) + int(h.Alternating) + int(h.Access)
	switch {
	case a.problem("home")+a.problem("alternating")+a.problem("access") != "":
	case children > mostTypedKids:
		a.wrong("home", "housing.error.children", mostTypedKids)
	case h.Form == housing.Family && children == 0:
		a.wrong("home", "housing.error.family")
	case h.Form == housing.Young && children > 0:
		a.wrong("home", "housing.error.young")
	}
	h.Cost = a.typedAmount("cost", true, 0, mostTypedCost)
	h.Area = int16(a.whole("area", 1, mostTypedArea))
	h.Rooms = housing.RoomsUnstated
	if a.get("rooms") != "" {
		h.Rooms = int8(a.whole("rooms", 0, mostTypedRooms))
	}
	h.AcceptedCost, h.AcceptedArea = a.typedAmount("accepted_cost", false, 0, mostTypedCost), int16(a.whole("accepted_area", 0, mostTypedArea))
	q.incomes = housing.Assessed{Year: q.month.Year(), Spouse: h.Spouses}
	for who := range whoPrefix {
		adult := &q.incomes.Adults[who]
		if who == 1 && !h.Spouses {
			a.noSpouse()
			break
		}
		adult.Employment = a.typedAmount(whoPrefix[who]+"income", true, 0, mostTypedIncome)
		for _, p := range incomeParts {
			least := money.Amount(0)
			if p.negative {
				least = -mostTypedIncome
			}
			*p.of(adult) = a.typedAmount(whoPrefix[who]+p.name, false, least, mostTypedIncome)
			q.hasParts = q.hasParts || a.get(whoPrefix[who]+p.name) != ""
		}
	}
	q.change = a.change(h.Spouses)
	return q
}

// noSpouse says so when an income of a spouse, or a part of one, is stated for who has none.
func (a *asked) noSpouse() {
	stated := a.get(whoPrefix[1]+"income") != ""
	for _, p := range incomeParts {
		stated = stated || a.get(whoPrefix[1]+p.name) != ""
	}
	if stated {
		a.wrong("spouse", "housing.error.nospouse")
	}
}

// change is the change of income that is thought of; nil for none.
func (a *asked) change(spouses bool) *housing.Change {
	if a.get("more") == "" {
		return nil
	}
	c := &housing.Change{More: a.typedAmount("more", true, -mostTypedMore, mostTypedMore), From: time.Month(a.whole("from", 1, 12))}
	if a.choiceOf("who", "self", "spouse") == "spouse" {
		c.Who = 1
		if !spouses {
			a.wrong("who", "housing.error.nospouse")
		}
	}
	return c
}

// known is the household as it would be decided for the year of the month: the same all year,
// with what it says as stated and as paid.
func (q *calcAsked) known(r *housing.Rules, base [2]money.Amount) (*housing.Known, error) {
	k := &housing.Known{Year: q.month.Year(), Spouse: identity.None, Stretches: []housing.Stretch{{From: time.January, To: time.December, Household: q.home, Stated: base}}}
	if q.home.Spouses {
		k.Spouse = somebody
	}
	var err error
	k.Stretches, err = r.Changed(k, base, time.January)
	return k, err
}

// somebody stands for the spouse of a household that nobody is part of.
const somebody = identity.Number(1)

// housingMonth reads a month that need not be past: what is to come is computed by the law as
// it is known.
func (a *asked) housingMonth(name string) calendar.Date {
	value := a.get(name)
	if value == "" {
		return a.today().FirstOfMonth()
	}
	d, ok := parseDay(value + "-01")
	switch {
	case !ok:
		a.wrong(name, "error.month", a.text("housing.field.month"), value)
	case d < earliest || d > latest:
		a.wrong(name, "error.range", a.text("housing.field.month"), value)
	default:
		return d
	}
	return a.today().FirstOfMonth()
}

// whole reads a whole number; empty is 0 where that is allowed.
func (a *asked) whole(name string, least, most int) int {
	value := a.get(name)
	if value == "" && least == 0 {
		return 0
	}
	n, err := strconv.Atoi(value)
	switch {
	case value == "":
		a.wrong(name, "housing.error.missing", a.text("housing.field."+name))
	case err != nil || n < least || n > most:
		a.wrong(name, "housing.error.whole", a.text("housing.field."+name), value, least, most)
		return least
	}
	return n
}

// choiceOf is oneOf of a field of these pages.
func (a *asked) choiceOf(name string, words ...string) string {
	value := a.get(name)
	if value != "" && !slices.Contains(words, value) {
		a.wrong(name, "error.option", a.text("housing.field."+name), value)
	}
	if !slices.Contains(words, value) {
		return words[0]
	}
	return value
}

// pageOf reads which page of a list is asked for; what is wrong is told at the list's field.
func (a *asked) pageOf(list string) int {
	value := a.get("page")
	n, err := strconv.Atoi(value)
	if value != "" && (err != nil || n < 1) {
		a.wrong(list, "error.page", value)
	}
	return max(1, n)
}

// typedAmount reads kronor; empty is 0 where it is not needed.
func (a *asked) typedAmount(name string, needed bool, least, most money.Amount) money.Amount {
	value := a.get(name)
	if value == "" && !needed {
		return 0
	}
	label := a.text("housing.field." + labelOf(name))
	amount, err := money.Parse(value)
	switch {
	case value == "":
		a.wrong(name, "housing.error.missing", label)
	case err != nil:
		a.wrong(name, "error.amount", label, value)
	case amount < least || amount > most:
		a.wrong(name, "error.amount.range", label, least.Kronor(), most.Kronor())
	default:
		return amount
	}
	return 0
}

// labelOf is the name of a field as its label is called: both adults have the same parts.
func labelOf(name string) string {
	for _, p := range incomeParts {
		if name == whoPrefix[1]+p.name {
			return p.name
		}
	}
	return name
}

// calcExample is a household to begin with.
type calcExample struct {
	id     string
	values map[string]string
}

// calcExamples are those offered on the page; the first stands in the form.
var calcExamples = []calcExample{
	{"single", map[string]string{"month": "2026-01", "form": "family", "spouse": "no", "home": "1", "cost": "7000", "area": "60", "rooms": "2", "income": "180000", "more": "2000", "from": "5"}},
	{"spouses", map[string]string{"month": "2026-01", "form": "family", "spouse": "yes", "home": "2", "cost": "8500", "area": "85", "rooms": "3", "income": "180000", "spouse_income": "60000"}},
	{"alternating", map[string]string{"month": "2026-01", "form": "family", "spouse": "no", "alternating": "2", "cost": "6500", "area": "70", "rooms": "3", "income": "200000", "wealth": "150000"}},
	{"young", map[string]string{"month": "2026-01", "form": "young", "spouse": "no", "cost": "3600", "area": "30", "rooms": "1", "income": "60000"}},
}

// example lays the values of an example where nothing was typed; false when there is no such.
func (a *asked) example(id string) bool {
	i := slices.IndexFunc(calcExamples, func(e calcExample) bool { return e.id == id })
	if i < 0 {
		return false
	}
	for name, value := range calcExamples[i].values {
		a.values.Set(name, value)
	}
	return true
}
