package claim

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Law is the dated law of claims, prepared for computing: rates as spans of
// days, terms and limits by date. It holds what the parameters it was made of
// knew; a rate corrected later is in another Law. It does not change and may be
// shared.
type Law struct {
	late, plan  []rateSpan // cover every day, rising
	maintenance []rateSpan
	interestBy  calendar.Date // first decision day of claims that bear interest (prop. 2006/07:49)

	dueDays, demandDays, finalMonths, replyDays dated
	oldYears, newYears                          dated
	afterProceedings, afterDeferral             dated
	afterRestructuring, respiteMax              dated
	courtYears, courtTimes                      dated
	appealMonths, attempts                      dated
	bySending, byPublication                    dated // days from sending, or from the decision, to service
	dayCount, rounding                          int64
	order                                       [5]Part
}

// rateSpan is a rate a year over days, both included; missing names the
// parameter that has no value there.
type rateSpan struct {
	from, to calendar.Date
	ppm      int64
	missing  string
	source   string
}

// dated is a parameter's values by first day.
type dated []datedValue

type datedValue struct {
	from calendar.Date
	v    int64
}

// on is the value in force. Before the first known value the first is used: the
// terms of older years are not documented and the oldest claims bear no interest.
func (d dated) on(day calendar.Date) int {
	v := d[0].v
	for _, x := range d[1:] {
		if x.from <= day {
			v = x.v
		}
	}
	return int(v)
}

// The conventions of interest; see parameters interest_day_count and
// interest_rounding.
const (
	actual365    = 1
	actualActual = 2
	roundHalfUp  = 1
	roundDown    = 2
)

// NewLaw prepares the parameters. A missing rate is no error: it is missing on
// its days. A missing term is.
func NewLaw(p *statute.Parameters) (*Law, error) {
	l := &Law{}
	r := lawReader{p: p}
	l.late = r.rates(statute.ReferenceRate, statute.LateInterestSupplement)
	l.plan = r.rates(statute.StateLendingRate, statute.PlanInterestSupplement)
	l.maintenance = r.rates(statute.MaintenanceDebtRate)
	l.dueDays, l.demandDays, l.finalMonths, l.replyDays = r.dated(statute.DueDays), r.dated(statute.DemandDueDays), r.dated(statute.FinalForceMonths), r.dated(statute.DemandReplyDays)
	l.oldYears, l.newYears = r.dated(statute.LimitationYearsOld), r.dated(statute.LimitationYearsNew)
	l.afterProceedings, l.afterDeferral = r.dated(statute.LimitationAfterProceedingsYears), r.dated(statute.LimitationAfterDeferralYears)
	l.afterRestructuring, l.respiteMax = r.dated(statute.LimitationAfterRestructuringYears), r.dated(statute.LimitationRespiteMaxYears)
	l.courtYears, l.courtTimes = r.dated(statute.LimitationCourtExtensionYears), r.dated(statute.LimitationCourtExtensionsMax)
	l.appealMonths, l.attempts = r.dated(statute.AppealMonths), r.dated(statute.RegisteredNotServedAttempts)
	l.bySending, l.byPublication = r.dated(statute.ServiceAfterSendingDays), r.dated(statute.ServicePublicationDays)
	l.interestBy = calendar.Date(r.fixed(statute.InterestClaimsFrom))
	l.dayCount, l.rounding = r.fixed(statute.InterestDayCount), r.fixed(statute.InterestRounding)
	if r.err == nil && (l.dayCount != actual365 && l.dayCount != actualActual || l.rounding != roundHalfUp && l.rounding != roundDown) {
		r.err = fmt.Errorf("interest_day_count is %d and interest_rounding %d: each is 1 or 2", l.dayCount, l.rounding)
	}
	if r.err == nil {
		r.err = l.setOrder(r.fixed(statute.AllocationOrder))
	}
	if r.err != nil {
		return nil, r.err
	}
	return l, nil
}

// setOrder reads an order such as 12345: cost, fee, interest, charge, principal.
func (l *Law) setOrder(digits int64) error {
	parts := [...]Part{1: Cost, 2: Fee, 3: Interest, 4: Charge, 5: Principal}
	seen := 0
	for i := 4; i >= 0; i-- {
		d := digits % 10
		digits /= 10
		if d < 1 || d > 5 || seen&(1<<d) != 0 {
			return errors.New("allocation_order has each of the digits 1 to 5 once")
		}
		seen |= 1 << d
		l.order[i] = parts[d]
	}
	if digits != 0 {
		return errors.New("allocation_order has each of the digits 1 to 5 once")
	}
	return nil
}

// lawReader reads parameters until the first error.
type lawReader struct {
	p   *statute.Parameters
	err error
}

func (r *lawReader) all(name string) []statute.Value {
	values, err := r.p.All(name)
	if err != nil && r.err == nil {
		r.err = err
	}
	return values
}

func (r *lawReader) dated(name string) dated {
	var d dated
	for _, v := range r.all(name) {
		d = append(d, datedValue{v.From, v.Int64})
	}
	if len(d) == 0 {
		if r.err == nil {
			r.err = &statute.MissingError{Name: name, On: calendar.None}
		}
		d = dated{{}}
	}
	return d
}

// fixed is a convention: the value that is in force last.
func (r *lawReader) fixed(name string) int64 {
	d := r.dated(name)
	return d[len(d)-1].v
}

const (
	firstRateDay = calendar.Date(math.MinInt32 + 1)
	lastRateDay  = calendar.Date(math.MaxInt32 - 1)
)

// rates adds up parameters day by day; a day on which one of them has no value
// is missing.
func (r *lawReader) rates(names ...string) []rateSpan {
	borders := []calendar.Date{firstRateDay}
	for _, name := range names {
		for _, v := range r.all(name) {
			borders = append(borders, v.From)
			if v.To != calendar.None {
				borders = append(borders, v.To+1)
			}
		}
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	var spans []rateSpan
	for i, from := range borders {
		s := rateSpan{from: from, to: lastRateDay}
		if i+1 < len(borders) {
			s.to = borders[i+1] - 1
		}
		for _, name := range names {
			v, err := r.p.Value(name, from)
			if err != nil {
				s.ppm, s.missing = 0, name
				break
			}
			s.ppm += v.Int64
			if s.source != "" {
				s.source += " + "
			}
			s.source += name
		}
		if s.ppm < 0 && r.err == nil {
			r.err = fmt.Errorf("%s is below zero from %s: no paragraph says that a debtor is paid interest", s.source, from)
		}
		spans = append(spans, s)
	}
	return spans
}

// DueOn is the due date of a decision sent on the day (SFB 108; the next bank
// day when it falls on another).
func (l *Law) DueOn(sent calendar.Date) calendar.Date {
	return calendar.NextBankDay(sent.AddDays(l.dueDays.on(sent)))
}

// LastDayToContest is the last day to ask for reconsideration of a decision
// served on the day (SFB 113:19; lag 1930:173).
func (l *Law) LastDayToContest(served calendar.Date) calendar.Date {
	return calendar.NextBankDay(served.AddMonths(l.finalMonths.on(served)))
}

// LastDayToAppeal is the last day to appeal the outcome of a reconsideration or
// of a court that was served on the day (SFB 113:20).
func (l *Law) LastDayToAppeal(served calendar.Date) calendar.Date {
	return calendar.NextBankDay(served.AddMonths(l.appealMonths.on(served)))
}

// LateRate is the late interest rate a year on a day, in millionths; false when
// it is not known.
func (l *Law) LateRate(on calendar.Date) (ppm int64, ok bool) { return rateOn(l.late, on) }

// PlanRate is the rate a year in a plan or deferral; false when it is not known.
func (l *Law) PlanRate(on calendar.Date) (ppm int64, ok bool) { return rateOn(l.plan, on) }

func rateOn(spans []rateSpan, on calendar.Date) (int64, bool) {
	for i := range spans {
		if on <= spans[i].to {
			return spans[i].ppm, spans[i].missing == ""
		}
	}
	return 0, false
}

// AmountLimit is the greatest amount a fact may state, öre: a thousand times
// the whole stock of claims, so that no sum or interest can overflow.
const AmountLimit money.Amount = 1_000_000_000_000_000
