package housing

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Capital is income of capital as it was assessed (SFB 97:5), öre a year.
type Capital struct {
	Surplus    money.Amount // of the income type; negative for a deficit
	Deductions money.Amount // all that were made
	// Of the deductions, those that are not added back: losses up to the gains, deferral of a
	// gain (uppskov) and negative interest allocation (räntefördelning).
	Losses, Deferral, Allocation money.Amount
	Standard                     money.Amount // standard income (schablonintäkt) of a deferral, which does not count
}

// counted is the part that counts.
func (c *Capital) counted() money.Amount {
	return max(0, c.Surplus+c.Deductions-c.Losses-c.Deferral-c.Allocation-c.Standard)
}

// Adult is what was assessed of the applicant or the spouse for a calendar year, öre.
type Adult struct {
	Employment money.Amount // surplus (SFB 97:2)
	// Business: its surplus, negative for a deficit, and what was deducted from it and is added
	// back: own pension up to a limit, funds set aside, deficits of earlier years; reversed funds
	// are taken away (SFB 97:4). The deficit is taken of what is added back: with old deficits of
	// 200 000 a profit of 50 000 is a deficit of 150 000, and 50 000 is what counts.
	Business, OwnPension, FundsSetAside, FundsReversed, OldDeficits money.Amount
	Capital                                                         Capital
	Wealth                                                          money.Amount // on 31 December (SFB 97:6–8)
	StudyGrant, StudyStart                                          money.Amount // whole; a share counts (SFB 97:13)
	Scholarship                                                     money.Amount // tax-free, of the year
	Foreign                                                         money.Amount // foreign, exempt by treaty, SINK, establishment benefit
}

// Child is what was assessed of a child of the household.
type Child struct {
	Alternating bool // lives with two parents by turns
	Capital     Capital
	Wealth      money.Amount
}

// Assessed is what was assessed of a household.
type Assessed struct {
	Year     int
	Adults   [2]Adult
	Spouse   bool // the second adult is one
	Children []Child
}

// BaseParts are the parts of an adult's income that counts (bidragsgrundande inkomst, BGI),
// öre a year. They add up to Sum.
type BaseParts struct {
	Employment, Business, Capital, Wealth, ChildCapital, Study, Scholarship, Foreign money.Amount
	Sum                                                                              money.Amount
}

// Base is the income that counts (SFB 97:2–13), with its parts.
type Base struct {
	Adults [2]BaseParts
	// Wealth is the household's, and Addition what of it counts, before it is divided.
	Wealth, Addition money.Amount
}

// Sums are the incomes of the applicant and the spouse.
func (b *Base) Sums() [2]money.Amount { return [2]money.Amount{b.Adults[0].Sum, b.Adults[1].Sum} }

// incomeLaw is the parameters of incomes, in force at the end of their year.
type incomeLaw struct {
	wealthFree, wealthStep, childFree, scholarshipFree, pensionMost money.Amount
	wealthShare, study, start                                       int64
	childReading                                                    int64
}

// incomeLaw resolves the parameters of a year's incomes. Wealth is measured on 31 December, and so
// the law of that day is used for the year.
func (r *Rules) incomeLaw(year int) (*incomeLaw, error) {
	p := &reader{law: r.law, on: calendar.New(year, 12, 31)}
	l := &incomeLaw{wealthFree: p.amount(statute.HousingWealthFree), wealthStep: p.amount(statute.HousingWealthStep), childFree: p.amount(statute.HousingChildCapitalFree),
		scholarshipFree: p.amount(statute.HousingScholarshipFree), wealthShare: p.number(statute.HousingWealthShare), study: p.number(statute.HousingStudyShare),
		start: p.number(statute.HousingStudyStartShare), childReading: p.number(statute.HousingReadChildCapital)}
	pbb, share := p.amount(statute.PriceBaseAmount), p.number(statute.HousingPensionShare)
	if p.err != nil {
		return nil, p.err
	}
	l.pensionMost = rounded(pbb, share, million)
	return l, nil
}

// Base computes the income that counts. The error is an *InputError for what cannot be, or a
// *statute.MissingError.
func (r *Rules) Base(a *Assessed) (Base, error) {
	if err := a.check(); err != nil {
		return Base{}, err
	}
	l, err := r.incomeLaw(a.Year)
	if err != nil {
		return Base{}, err
	}
	return l.checked(a)
}

// checked is the income that counts of what check lets through, unless it is too large.
func (l *incomeLaw) checked(a *Assessed) (Base, error) {
	b := l.base(a)
	for i, who := range [...]string{"", "spouse."} {
		if b.Adults[i].Sum > mostAmount {
			return Base{}, &InputError{who + "income", "all that counts is together at most " + kr(mostAmount), "SFB 97:2"}
		}
	}
	return b, nil
}

func (l *incomeLaw) base(a *Assessed) (b Base) {
	adults := a.Adults[:1]
	if a.Spouse {
		adults = a.Adults[:2]
	}
	for i := range adults {
		x, p := &adults[i], &b.Adults[i]
		p.Employment = x.Employment
		p.Business = max(0, x.Business+min(x.OwnPension, l.pensionMost)+x.FundsSetAside+x.OldDeficits-x.FundsReversed)
		p.Capital = x.Capital.counted()
		p.Study = rounded(x.StudyGrant, l.study, million) + rounded(x.StudyStart, l.start, million)
		p.Scholarship = max(0, x.Scholarship-12*l.scholarshipFree)
		p.Foreign = x.Foreign
	}
	l.wealth(a, &b)
	l.childCapital(a, &b)
	for i := range adults {
		p := &b.Adults[i]
		p.Sum = p.Employment + p.Business + p.Capital + p.Wealth + p.ChildCapital + p.Study + p.Scholarship + p.Foreign
	}
	return b
}

// wealth counts the household's wealth and divides what of it is income (SFB 97:6–8).
func (l *incomeLaw) wealth(a *Assessed, b *Base) {
	var children money.Amount
	for i := range a.Children {
		w := a.Children[i].Wealth
		if a.Children[i].Alternating {
			w /= 2
		}
		children += w
	}
	b.Wealth = a.Adults[0].Wealth + children
	if a.Spouse {
		b.Wealth += a.Adults[1].Wealth
	}
	if b.Wealth <= l.wealthFree {
		return
	}
	excess := (b.Wealth - l.wealthFree) / l.wealthStep * l.wealthStep
	b.Addition = rounded(excess, l.wealthShare, million)
	if !a.Spouse {
		b.Adults[0].Wealth = b.Addition
		return
	}
	parts, err := money.Split(b.Addition, []int64{int64(a.Adults[0].Wealth), int64(a.Adults[1].Wealth), int64(children)})
	if err != nil {
		panic(err) // the weights are not negative, and together above the limit
	}
	first, second := halves(parts[2])
	b.Adults[0].Wealth, b.Adults[1].Wealth = parts[0]+first, parts[1]+second
}

// childCapital is what of the children's capital income is the adults' (SFB 97:11–12).
func (l *incomeLaw) childCapital(a *Assessed, b *Base) {
	var all money.Amount
	for i := range a.Children {
		c := a.Children[i].Capital.counted()
		switch {
		case !a.Children[i].Alternating:
			all += max(0, c-l.childFree)
		case l.childReading == 2:
			all += max(0, c-l.childFree) / 2
		default:
			all += max(0, c/2-l.childFree)
		}
	}
	if !a.Spouse {
		b.Adults[0].ChildCapital = all
		return
	}
	b.Adults[0].ChildCapital, b.Adults[1].ChildCapital = halves(all)
}

// halves divides equally; the first has an odd öre.
func halves(a money.Amount) (first, second money.Amount) { return a - a/2, a / 2 }

// mostIncome is the most each number of an income can be: five hundred million kronor, so that all parts
// of an adult stay below mostAmount together. With what comes of many children they may not (Base).
const mostIncome = money.Amount(50_000_000_000)

// check says what of the incomes cannot be.
func (a *Assessed) check() error {
	for i := range a.Adults {
		x := &a.Adults[i]
		who := [...]string{"", "spouse."}[i]
		for _, f := range []struct {
			name string
			a    money.Amount
		}{{"employment", x.Employment}, {"own_pension", x.OwnPension}, {"funds_set_aside", x.FundsSetAside}, {"funds_reversed", x.FundsReversed},
			{"old_deficits", x.OldDeficits}, {"wealth", x.Wealth}, {"study_grant", x.StudyGrant}, {"study_start", x.StudyStart}, {"scholarship", x.Scholarship}, {"foreign", x.Foreign}} {
			if f.a < 0 || f.a > mostIncome {
				return &InputError{who + f.name, "it is from 0 to " + kr(mostIncome), "SFB 97:2"}
			}
		}
		if x.Business < -mostIncome || x.Business > mostIncome {
			return &InputError{who + "business", "a surplus or a deficit is at most " + kr(mostIncome), "SFB 97:4"}
		}
		if err := x.Capital.check(who); err != nil {
			return err
		}
	}
	for i := range a.Children {
		if w := a.Children[i].Wealth; w < 0 || w > mostIncome {
			return &InputError{"child.wealth", "it is from 0 to " + kr(mostIncome), "SFB 97:7"}
		}
		if err := a.Children[i].Capital.check("child."); err != nil {
			return err
		}
	}
	return nil
}

func (c *Capital) check(who string) error {
	for _, a := range []money.Amount{c.Deductions, c.Losses, c.Deferral, c.Allocation, c.Standard, max(c.Surplus, -c.Surplus)} {
		if a < 0 || a > mostIncome {
			return &InputError{who + "capital", "its numbers are from 0 to " + kr(mostIncome) + "; the surplus alone may be a deficit", "SFB 97:5"}
		}
	}
	return nil
}
