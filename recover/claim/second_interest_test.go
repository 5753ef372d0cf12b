package claim_test

import (
	"errors"
	"math/big"
	"time"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

// decideInterest finds the due date and the day after which interest runs.
func (l *secondLedger) decideInterest() {
	rule := claim.TypeOf(l.d).Rule()
	for _, e := range l.events {
		if e.Kind == claim.Dispatched {
			l.due = secondDueOn(e, l.law)
			break
		}
	}
	l.interestOn = l.due
	switch rule.Interest {
	case claim.InterestFree:
		l.interestOn = calendar.None
	case claim.InterestCivil:
		l.interestOn = l.demandDue()
	case claim.InterestSFB:
		if l.d.DecidedOn < l.dateOf(statute.InterestClaimsFrom, l.d.DecidedOn) {
			l.interestOn = calendar.None
		} else if claim.TypeOf(l.d) == claim.PremiumPension {
			l.gap(l.d.DecidedOn, statute.BaseRate)
		}
	}
}

// demandDue is the day a claim without a due date falls due: some days after the
// first demand, and not before a notice that reached the debtor later.
func (l *secondLedger) demandDue() calendar.Date {
	due := calendar.None
	for _, e := range l.events {
		switch {
		case e.Kind == claim.Demanded && due == calendar.None:
			due = e.Detail().Until
			if due == calendar.None {
				due = e.OccurredOn.AddDays(int(secondValue(l.law, statute.DemandDueDays, e.OccurredOn)))
			}
		case e.Kind == claim.NoticeReceived && due != calendar.None:
			return max(due, e.OccurredOn)
		}
	}
	return due
}

// secondDueOn is the due date of a letter sent.
func secondDueOn(sent *claim.Event, law *statute.Parameters) calendar.Date {
	if until := sent.Detail().Until; until != calendar.None {
		return until
	}
	return calendar.NextBankDay(sent.OccurredOn.AddDays(int(secondValue(law, statute.DueDays, sent.OccurredOn))))
}

// secondValue is a value that is known.
func secondValue(law *statute.Parameters, name string, on calendar.Date) int64 {
	v, err := law.Value(name, on)
	if err != nil {
		panic(err)
	}
	return v.Int64
}

func (l *secondLedger) dateOf(name string, on calendar.Date) calendar.Date {
	return calendar.Date(secondValue(l.law, name, on))
}

// interestOf adds the interest of one day, on what was owed when it began.
func (l *secondLedger) interestOf(day calendar.Date) {
	if l.interestOn == calendar.None || day <= l.interestOn || l.principal == 0 || l.restructuring {
		return
	}
	ppm, lacking := l.rateOf(day)
	if lacking != "" {
		l.gap(day, lacking)
		return
	}
	year := int64(365)
	if secondValue(l.law, statute.InterestDayCount, day) == 2 {
		year = int64(calendar.New(day.Year()+1, time.January, 1) - calendar.New(day.Year(), time.January, 1))
	}
	product := new(big.Int).Mul(big.NewInt(l.principal), big.NewInt(ppm))
	l.exact.Add(l.exact, new(big.Rat).SetFrac(product, big.NewInt(1_000_000*year)))
	posted := secondWhole(l.exact, secondValue(l.law, statute.InterestRounding, day))
	l.debit(day, &l.interest, posted-l.posted)
	l.posted = posted
}

// secondWhole is a sum in whole öre: half up, or down.
func secondWhole(exact *big.Rat, rounding int64) int64 {
	x := new(big.Rat).Set(exact)
	if rounding == 1 {
		x.Add(x, big.NewRat(1, 2))
	}
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}

// rateOf is the rate of the day, in millionths a year, or what is not known of it.
func (l *secondLedger) rateOf(day calendar.Date) (ppm int64, lacking string) {
	switch claim.TypeOf(l.d).Rule().Interest {
	case claim.InterestDebtor:
		return l.sumOf(day, statute.MaintenanceDebtRate)
	case claim.InterestOpen:
		return 0, "interest rules of the claim's type"
	}
	if l.inPlan || l.deferred && (l.deferredUntil == calendar.None || day <= l.deferredUntil) {
		return l.sumOf(day, statute.StateLendingRate, statute.PlanInterestSupplement)
	}
	return l.sumOf(day, statute.ReferenceRate, statute.LateInterestSupplement)
}

func (l *secondLedger) sumOf(day calendar.Date, names ...string) (ppm int64, lacking string) {
	for _, name := range names {
		v, err := l.law.Value(name, day)
		if errors.Is(err, statute.ErrMissing) {
			return 0, name
		}
		if err != nil {
			panic(err)
		}
		ppm += v.Int64
	}
	return ppm, ""
}

// gap notes a day without a rate.
func (l *secondLedger) gap(day calendar.Date, name string) {
	l.gaps = append(l.gaps, claim.Gap{Period: calendar.Period{From: day, To: day}, Parameter: name})
}
