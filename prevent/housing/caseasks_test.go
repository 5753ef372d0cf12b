package housing_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// caseAsks are the questions. Each gives every answer that can be expected of it; one that a
// case cannot expect is not told.
var caseAsks map[string]func(*workedCase, *statute.Parameters) (map[string]string, error)

func init() {
	caseAsks = map[string]func(*workedCase, *statute.Parameters) (map[string]string, error){
		"month": askMonth, "year": askYear, "base": askBase, "first_month": askFirst, "last_month": askLast, "rise_month": askRise, "age": askAge}
}

// errCase is a mistake of the case itself, which no case can expect.
var errCase = errors.New("the case cannot be read")

func mistake(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errCase, err)
}

func (r *factReader) household() housing.Household {
	h := housing.Household{Form: housing.Family, Spouses: r.yes("spouses"), Home: uint8(r.number("home", 0)), Alternating: uint8(r.number("alternating", 0)),
		Access: uint8(r.number("access", 0)), Rooms: int8(r.number("rooms", housing.RoomsUnstated)), Area: int16(r.number("area", 60)),
		Cost: r.kronor("cost"), AcceptedCost: r.kronor("accepted_cost"), AcceptedArea: int16(r.number("accepted_area", 0))}
	if s, ok := r.text("form"); ok {
		h.Form, _ = housing.ParseForm(s) // none is for Check to refuse
	}
	return h
}

func (r *factReader) capital(who string) housing.Capital {
	return housing.Capital{Surplus: r.kronor(who + "capital"), Deductions: r.kronor(who + "deductions"), Losses: r.kronor(who + "losses"),
		Deferral: r.kronor(who + "deferral"), Allocation: r.kronor(who + "allocation"), Standard: r.kronor(who + "standard")}
}

func (r *factReader) adult(who string) housing.Adult {
	return housing.Adult{Employment: r.kronor(who + "employment"), Business: r.kronor(who + "business"), OwnPension: r.kronor(who + "own_pension"),
		FundsSetAside: r.kronor(who + "set_aside"), FundsReversed: r.kronor(who + "reversed"), OldDeficits: r.kronor(who + "old_deficits"),
		Capital: r.capital(who), Wealth: r.kronor(who + "wealth"), StudyGrant: r.kronor(who + "study_grant"), StudyStart: r.kronor(who + "study_start"),
		Scholarship: r.kronor(who + "scholarship"), Foreign: r.kronor(who + "foreign")}
}

func (r *factReader) has(prefix string) bool {
	return slices.ContainsFunc(sortedKeys(r.facts), func(k string) bool { return strings.HasPrefix(k, prefix) })
}

func (r *factReader) assessed(year int) *housing.Assessed {
	a := &housing.Assessed{Year: year, Spouse: r.has("spouse."), Adults: [2]housing.Adult{r.adult("adult."), r.adult("spouse.")}}
	for n := 1; r.has(fmt.Sprintf("child%d.", n)); n++ {
		who := fmt.Sprintf("child%d.", n)
		a.Children = append(a.Children, housing.Child{Alternating: r.yes(who + "alternating"), Capital: r.capital(who), Wealth: r.kronor(who + "wealth")})
	}
	return a
}

// incomes are those that count: as stated by the case, or of what was assessed.
func (r *factReader) incomes(law *housing.Rules, year int) (b [2]money.Amount, err error) {
	if !r.has("adult.") {
		return [2]money.Amount{r.kronor("income"), r.kronor("spouse_income")}, nil
	}
	base, err := law.Base(r.assessed(year))
	return base.Sums(), err
}

func askMonth(c *workedCase, p *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	law, on, h := r.law(p), r.day("month"), r.household()
	base, err := r.incomes(law, on.Year())
	if faulty := r.done(); faulty != nil {
		return nil, mistake(faulty)
	}
	if err == nil {
		err = h.Check()
	}
	if err != nil {
		return nil, err
	}
	scale, err := law.Scale(on)
	if err != nil {
		return nil, err
	}
	var m housing.Month
	scale.Month(&h, base, &m)
	steps := m.Steps()
	keys := make([]string, len(steps))
	for i, s := range steps {
		keys[i] = s.Key
	}
	return map[string]string{"exact": exactKronor(m.Amount), "preliminary": kronorOf(m.Preliminary()), "yearly": exactKronor(12 * m.Amount),
		"housing": exactKronor(m.Housing), "special": kronorOf(m.Special), "access": kronorOf(m.Access), "considered": kronorOf(m.Considered), "cap": kronorOf(m.Cap),
		"reduction": exactKronor(m.Reduction[0]), "spouse_reduction": exactKronor(m.Reduction[1]), "before": exactKronor(m.Before),
		"income_limit": kronorOf(m.IncomeLimit), "area_limit": strconv.Itoa(int(m.AreaLimit)), "raised": yesNo(m.AreaRaised), "refused": yesNo(m.AccessRefused),
		"children": fmt.Sprintf("%d/%d/%d", m.Children[0], m.Children[1], m.Children[2]), "why": whyNames[m.Why], "supplement": kronorOf(m.Supplement()),
		"most": exactKronor(scale.Most(&h)), "income": kronorOf(m.Base[0]), "spouse_income": kronorOf(m.Base[1]), "steps": strings.Join(keys, ",")}, nil
}

var whyNames = map[housing.Why]string{housing.Given: "given", housing.ReducedAway: "reduced_away", housing.BelowMinimum: "below_minimum"}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func askBase(c *workedCase, p *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	law, a := r.law(p), r.assessed(int(r.number("year", 0)))
	if faulty := r.done(); faulty != nil {
		return nil, mistake(faulty)
	}
	b, err := law.Base(a)
	if err != nil {
		return nil, err
	}
	got := map[string]string{"household_wealth": kronorOf(b.Wealth), "addition": kronorOf(b.Addition)}
	for i, who := range [...]string{"", "spouse."} {
		q := b.Adults[i]
		for name, a := range map[string]money.Amount{"employment": q.Employment, "business": q.Business, "capital": q.Capital, "wealth": q.Wealth,
			"child_capital": q.ChildCapital, "study": q.Study, "scholarship": q.Scholarship, "foreign": q.Foreign, "sum": q.Sum} {
			got[who+name] = kronorOf(a)
		}
	}
	return got, nil
}

// incomeBasis is the calendar year's income, or the frame's when months are stated.
func (r *factReader) incomeBasis(law *housing.Rules, year int) (housing.IncomeBasis, error) {
	if !r.has("frame.") {
		b, err := r.incomes(law, year)
		return housing.YearEqual(b), err
	}
	f := housing.Frame{Others: [2]money.Amount{r.kronor("others"), r.kronor("spouse_others")}}
	for i, prefix := range [...]string{"frame.", "spouse_frame."} {
		f.Incomes[i] = map[calendar.Date]money.Amount{}
		for _, k := range sortedKeys(r.facts) {
			if month, ok := strings.CutPrefix(k, prefix); ok {
				on, err := calendar.Parse(month + "-01")
				if err != nil {
					r.fail(k)
				}
				f.Incomes[i][on] = r.kronor(k)
			}
		}
	}
	return f, nil
}

// stretch reads a stretch: its own facts before those of the case. What it did not read of the
// case's is for the year to read.
func (c *workedCase) stretch(s caseStretch, all *factReader) (out housing.Stretch, err error) {
	r := readerOf(c.facts, s.facts)
	from, to, _ := strings.Cut(s.months, "-")
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	out = housing.Stretch{From: time.Month(first), To: time.Month(last), Household: r.household(), Paid: r.kronor("paid"), Supplement: r.kronor("supplement"),
		Stated: [2]money.Amount{r.kronor("stated"), r.kronor("spouse_stated")}}
	for k := range r.used {
		all.used[k] = true
	}
	for k := range s.facts {
		if !r.used[k] {
			return out, fmt.Errorf("nothing reads the fact %s of a stretch", k)
		}
	}
	return out, errors.Join(err1, err2, r.err)
}

func askYear(c *workedCase, p *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	law, year := r.law(p), int(r.number("year", 0))
	var stretches []housing.Stretch
	for _, s := range c.stretches {
		one, err := c.stretch(s, r)
		if err != nil {
			return nil, mistake(err)
		}
		stretches = append(stretches, one)
	}
	y, given := housing.Year{Year: year}, r.has("given.")
	basis, err := r.incomeBasis(law, year)
	if given {
		y.Final, y.Paid = housing.Of(r.kronor("given.final")), r.kronor("given.paid")
	} else if err == nil {
		err = law.Year(year, stretches, basis, &y)
	}
	settle, faulty := r.settlementLaw(law, year)
	var earlier *housing.Earlier
	if r.has("earlier.") {
		earlier = &housing.Earlier{Final: housing.Of(r.kronor("earlier.final")), Claimed: r.kronor("earlier.claimed"), PaidOut: r.kronor("earlier.paid_out")}
	}
	if faulty == nil {
		faulty = r.done()
	}
	if faulty != nil || err != nil {
		return nil, errors.Join(mistake(faulty), err)
	}
	return answersOfYear(&y, settle, settle.Settle(&y, earlier)), nil
}

// settlementLaw is the law of a settlement; a case may set the rate of the charge beside the
// parameters, which cannot be negative.
func (r *factReader) settlementLaw(law *housing.Rules, year int) (*housing.SettlementLaw, error) {
	l, err := law.SettlementLaw(year)
	if err != nil {
		return nil, err
	}
	if r.has("charge.") {
		l.ChargeShare, l.StateLoanRate, l.Unknown = r.number("charge.share", 0), r.number("charge.rate", 0), ""
	}
	return l, nil
}

func answersOfYear(y *housing.Year, l *housing.SettlementLaw, s housing.Settlement) map[string]string {
	unknown := l.Unknown
	if unknown == "" {
		unknown = "-"
	}
	return map[string]string{"final": exactKronor(s.Final), "paid": kronorOf(s.Paid), "difference": exactKronor(s.Difference), "outcome": s.Outcome.String(),
		"amount": kronorOf(s.Amount), "charge": kronorOf(s.Charge), "charge_unknown": yesNo(s.ChargeUnknown), "unknown": unknown, "whole": kronorOf(s.Whole),
		"months": monthsOf(y), "supplement": kronorOf(y.Supplement), "until": l.Until.String()}
}

func askFirst(c *workedCase, _ *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	d := housing.FirstMonth(r.day("arose"), r.day("applied"))
	return map[string]string{"first": d.String()}, mistake(r.done())
}

func askRise(c *workedCase, _ *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	rose, learnt := r.day("rose"), r.day("learnt")
	if learnt == calendar.None {
		learnt = rose
	}
	d := housing.FirstMonthOfRise(rose, learnt, r.day("applied"))
	return map[string]string{"first": d.String()}, mistake(r.done())
}

func askLast(c *workedCase, _ *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	d := housing.LastMonth(r.day("ended"))
	return map[string]string{"last": d.String()}, mistake(r.done())
}

func askAge(c *workedCase, p *statute.Parameters) (map[string]string, error) {
	r := readerOf(c.facts)
	law, born, month := r.law(p), r.day("born"), r.day("month")
	if faulty := r.done(); faulty != nil {
		return nil, mistake(faulty)
	}
	young, err := law.YoungAt(born, month)
	return map[string]string{"young": yesNo(young)}, err
}

// monthsOf is the amounts of the months, those that follow each other with the same together.
func monthsOf(y *housing.Year) string {
	var all []string
	for i := 0; i < len(y.Months); {
		first, last := &y.Months[i], &y.Months[i]
		for i++; i < len(y.Months) && y.Months[i].From == last.To+1 && y.Months[i].Amount == first.Amount; i++ {
			last = &y.Months[i]
		}
		all = append(all, fmt.Sprintf("%d-%d:%s", first.From, last.To, exactKronor(first.Amount)))
	}
	return strings.Join(all, ",")
}
