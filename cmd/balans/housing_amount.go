package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// housingMonth is a household on the command line.
type housingMonth struct {
	month                     string
	form                      string
	home, alternating, access uint
	rooms, area, acceptedArea int
	cost, acceptedCost        money.Amount
	income, spouseIncome      money.Amount
	spouse                    bool
	parts                     []string
	assessed                  housing.Assessed
	child, alternates         housing.Child
	hasChild, hasAlternating  bool
}

func (m *housingMonth) declare(fs *flag.FlagSet) {
	amount := func(to *money.Amount) func(string) error {
		return func(s string) (err error) {
			*to, err = money.Parse(s)
			return err
		}
	}
	fs.StringVar(&m.month, "month", "", "amount: the `MONTH`, YYYY-MM, whose law it is computed by")
	fs.StringVar(&m.form, "form", "", "amount: the `FORM`, family or young (default: family with children, otherwise young)")
	fs.UintVar(&m.home, "home", 0, "amount: how `MANY` children live at home")
	fs.UintVar(&m.alternating, "alternating", 0, "amount: how `MANY` live there by turns")
	fs.UintVar(&m.access, "access", 0, "amount: how `MANY` visit")
	fs.IntVar(&m.rooms, "rooms", housing.RoomsUnstated, "amount: `ROOMS` beside the kitchen; matters for children who visit")
	fs.IntVar(&m.area, "area", 0, "amount: `SQUARE METRES` of the home (default: not more than what counts)")
	fs.IntVar(&m.acceptedArea, "accepted-area", 0, "amount: `SQUARE METRES` accepted for a disabled member (SFB 97:20, 97:28)")
	fs.Func("cost", "amount: considered cost of the home, `KRONOR` a month (SFB 97:14)", amount(&m.cost))
	fs.Func("accepted-cost", "amount: `KRONOR` a month accepted for a disabled member (SFB 97:18, 97:27)", amount(&m.acceptedCost))
	fs.Func("income", "amount: the applicant's income, `KRONOR` a year (SFB 97:2)", amount(&m.income))
	fs.Func("spouse-income", "amount: the spouse's, `KRONOR` a year", amount(&m.spouseIncome))
	fs.BoolVar(&m.spouse, "spouse", false, "amount: there is a spouse or cohabitant (SFB 95:6); whatif: it is the spouse's income")
	fs.Func("part", "amount: a part of an income, `NAME=KRONOR` a year; may be repeated", func(s string) error {
		m.parts = append(m.parts, s)
		return m.part(s)
	})
}

// part adds a part of an income.
func (m *housingMonth) part(s string) error {
	name, value, given := strings.Cut(s, "=")
	if !given {
		return fmt.Errorf("a part is written NAME=KRONOR, such as wealth=250000")
	}
	less := strings.HasPrefix(value, "-")
	a, err := money.Parse(strings.TrimPrefix(value, "-"))
	if err != nil {
		return err
	}
	if less {
		a = -a
	}
	who, field, ofOther := strings.Cut(name, ".")
	if !ofOther {
		who, field = "", name
	}
	switch who {
	case "", "spouse":
		adult := &m.assessed.Adults[0]
		if who == "spouse" {
			adult = &m.assessed.Adults[1]
		}
		to := partOf(adult, field)
		if to == nil {
			return fmt.Errorf("an adult has no part %q", field)
		}
		*to = a
	case "child", "alternating":
		c, has := &m.child, &m.hasChild
		if who == "alternating" {
			c, has = &m.alternates, &m.hasAlternating
		}
		*has = true
		switch field {
		case "capital":
			c.Capital.Surplus = a
		case "wealth":
			c.Wealth = a
		default:
			return fmt.Errorf("a child has capital or wealth, not %q", field)
		}
	default:
		return fmt.Errorf("before the full stop stands spouse, child or alternating, not %q", who)
	}
	return nil
}

func partOf(a *housing.Adult, field string) *money.Amount {
	return map[string]*money.Amount{"employment": &a.Employment, "business": &a.Business, "own_pension": &a.OwnPension, "funds_set_aside": &a.FundsSetAside, "funds_reversed": &a.FundsReversed,
		"old_deficits": &a.OldDeficits, "capital": &a.Capital.Surplus, "wealth": &a.Wealth, "study_grant": &a.StudyGrant, "study_start": &a.StudyStart, "scholarship": &a.Scholarship, "foreign": &a.Foreign}[field]
}

// household is the household as it is stated.
func (m *housingMonth) household() (*housing.Household, error) {
	const mostChildren = 20
	if m.home > mostChildren || m.alternating > mostChildren || m.access > mostChildren {
		return nil, usage("--home, --alternating and --access are from 0 to %d", mostChildren)
	}
	form, ok := housing.Young, true
	switch {
	case m.form != "":
		if form, ok = housing.ParseForm(m.form); !ok {
			return nil, usage("--form is family or young, not %q", m.form)
		}
	case m.home+m.alternating+m.access > 0:
		form = housing.Family
	}
	const mostArea = 30_000 // what fits; Check says what can be
	if m.area < 0 || m.area > mostArea || m.acceptedArea < 0 || m.acceptedArea > mostArea || m.rooms < housing.RoomsUnstated || m.rooms > 100 {
		return nil, usage("--area, --accepted-area and --rooms are numbers of a dwelling")
	}
	switch {
	case m.hasChild && m.home == 0:
		return nil, usage("--part child.… is of a child at home, and there is none (--home)")
	case m.hasAlternating && m.alternating == 0:
		return nil, usage("--part alternating.… is of a child by turns, and there is none (--alternating)")
	}
	h := &housing.Household{Form: form, Spouses: m.spouse, Home: uint8(m.home), Alternating: uint8(m.alternating), Access: uint8(m.access), Rooms: int8(m.rooms), Area: int16(m.area),
		Cost: m.cost, AcceptedCost: m.acceptedCost, AcceptedArea: int16(m.acceptedArea)}
	if h.Area == 0 {
		if h.Area = 40; form == housing.Family && m.access > 0 && m.home+m.alternating == 0 {
			return nil, usage("--area is needed: an access grant depends on it (SFB 96:6)")
		}
	}
	return h, h.Check()
}

// amountJSON is a month as data. Amounts are öre; the exact one is a fraction where it is no
// whole number of them.
type amountJSON struct {
	Month       string         `json:"month"`
	Form        string         `json:"form"`
	Base        []baseJSON     `json:"incomes"`
	Exact       string         `json:"amount_ore"`
	Preliminary money.Amount   `json:"preliminary_ore"`
	Supplement  money.Amount   `json:"supplement_ore"`
	Steps       []housing.Step `json:"steps"`
}

type baseJSON struct {
	Who   string                  `json:"who"`
	Sum   money.Amount            `json:"sum_ore"`
	Parts map[string]money.Amount `json:"parts_ore"`
}

var baseNames = []string{"employment", "business", "capital", "wealth", "child_capital", "study", "scholarship", "foreign"}

// baseWords are the parts as they are printed.
var baseWords = map[string]housing.Text{"employment": {Sv: "tjänst", En: "employment"}, "business": {Sv: "näringsverksamhet", En: "business"}, "capital": {Sv: "kapital", En: "capital"},
	"wealth": {Sv: "del av förmögenheten", En: "part of the wealth"}, "child_capital": {Sv: "barnens kapital", En: "the children's capital"},
	"study": {Sv: "studiemedel som räknas", En: "study support that counts"}, "scholarship": {Sv: "stipendium som räknas", En: "scholarships that count"},
	"foreign": {Sv: "utländsk och undantagen inkomst", En: "foreign and exempt income"}}

func partsOfBase(p *housing.BaseParts) []money.Amount {
	return []money.Amount{p.Employment, p.Business, p.Capital, p.Wealth, p.ChildCapital, p.Study, p.Scholarship, p.Foreign}
}

func (o *housingOptions) amount(t *terminal) error {
	m := &o.month
	on, err := calendar.Parse(m.month + "-01")
	switch {
	case err != nil:
		return usage("--month is needed, written YYYY-MM: the law of which month it is")
	case !m.spouse && (m.spouseIncome != 0 || m.assessed.Adults[1] != housing.Adult{}):
		return usage("there is a spouse's income and no --spouse")
	}
	law, err := statute.Load()
	if err != nil {
		return err
	}
	if law, err = o.overlaid(law); err != nil {
		return err
	}
	rules := housing.New(law)
	scale, err := rules.Scale(on)
	if err != nil {
		return err
	}
	h, err := m.household()
	if err != nil {
		return err
	}
	base, err := m.base(rules, on.Year())
	if err != nil {
		return err
	}
	var x housing.Month
	scale.Month(h, base.Sums(), &x)
	a := &amountJSON{Month: m.month, Form: h.Form.String(), Exact: x.Amount.String(), Preliminary: x.Preliminary(), Supplement: x.Supplement(), Steps: append(x.Steps(), x.PreliminaryStep())}
	for i, who := range []string{"applicant", "spouse"} {
		if i == 1 && !m.spouse {
			break
		}
		b := baseJSON{who, base.Adults[i].Sum, map[string]money.Amount{}}
		for n, part := range partsOfBase(&base.Adults[i]) {
			if part != 0 {
				b.Parts[baseNames[n]] = part
			}
		}
		a.Base = append(a.Base, b)
	}
	if o.asJSON {
		return writeJSON(t.out, a)
	}
	return a.print(t.out, o.lang, &x, on)
}

// base is the incomes that count, of what was stated.
func (m *housingMonth) base(rules *housing.Rules, year int) (housing.Base, error) {
	a := m.assessed
	a.Year, a.Spouse = year, m.spouse
	a.Adults[0].Employment += m.income
	a.Adults[1].Employment += m.spouseIncome
	if m.hasChild {
		a.Children = append(a.Children, m.child)
	}
	if m.hasAlternating {
		m.alternates.Alternating = true
		a.Children = append(a.Children, m.alternates)
	}
	return rules.Base(&a)
}

func (a *amountJSON) print(out io.Writer, lang string, x *housing.Month, on calendar.Date) error {
	w := inLanguage(lang)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "%s\t%s %d\n", w("bostadsbidrag", "housing allowance"), housing.MonthName(on.Month()).In(lang), on.Year())
	fmt.Fprintf(tw, "%s\t%s\n", w("exakt", "exact"), x.Amount.Kronor())
	fmt.Fprintf(tw, "%s\t%s\n", w("betalas preliminärt", "paid provisionally"), withUnit(a.Preliminary))
	if a.Supplement > 0 {
		fmt.Fprintf(tw, "%s\t%s\n", w("tillfälligt tilläggsbidrag", "temporary supplement"), withUnit(a.Supplement))
	}
	fmt.Fprintf(tw, "%s\t%s\n", w("på ett helt år", "in a whole year"), (12 * x.Amount).Kronor())
	for _, b := range a.Base {
		who := w("sökandens inkomst", "the applicant's income")
		if b.Who == "spouse" {
			who = w("makens eller sambons inkomst", "the spouse's income")
		}
		fmt.Fprintf(tw, "%s\t%s\n", who, withUnit(b.Sum))
		for _, name := range baseNames {
			if part := b.Parts[name]; part != 0 && (part != b.Sum || name != baseNames[0]) {
				fmt.Fprintf(tw, "  %s\t%s\n", baseWords[name].In(lang), withUnit(part))
			}
		}
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	return printSteps(out, lang, a.Steps)
}

// inLanguage chooses between two languages.
func inLanguage(lang string) func(sv, en string) string {
	return func(sv, en string) string { return housing.Text{Sv: sv, En: en}.In(lang) }
}

// printSteps tells how something was computed: the paragraph, how sure it is, and what was done.
func printSteps(out io.Writer, lang string, steps []housing.Step) error {
	fmt.Fprintln(out)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range steps {
		fmt.Fprintf(tw, "%s\t%s\t%s\n", steps[i].Law, steps[i].How, steps[i].Says.In(lang))
	}
	return tw.Flush()
}
