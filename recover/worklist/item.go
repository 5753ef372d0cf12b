package worklist

import (
	"errors"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/plan"
)

// Item is one claim as it stands on the day: what the conditions read.
type Item struct {
	Claim      int // its place in the columns
	On         calendar.Date
	Regime     claim.Regime
	Decided    calendar.Date
	Several    bool // more than one debtor
	Account    *claim.Account
	Deadlines  claim.Deadlines
	Limitation claim.Limitation
	Walk       *claim.Walk
	Missed     int // instalments
	terms      *terms
	reader     *claim.Reader
}

// terms are the parameters the conditions use, as in force on the day.
type terms struct {
	notServedDays int
	nearBar       int // months
	breachMissed  int // 0: not known
	weights       weights
}

// readTerms reads the parameters in force on the day; the number of missed
// instalments that breaks a plan may be unknown, and then breaks none.
func readTerms(p *statute.Parameters, on calendar.Date) (*terms, error) {
	t := &terms{}
	var errs []error
	read := func(name string, into *int) {
		v, err := p.Value(name, on)
		if err != nil {
			errs = append(errs, err)
		}
		*into = int(v.Int64)
	}
	read(statute.NotServedDays, &t.notServedDays)
	read(statute.NearBarMonths, &t.nearBar)
	t.weights.read(read)
	if v, err := p.Value(statute.PlanBreachMissedInstalments, on); err == nil {
		t.breachMissed = int(v.Int64)
	} else if !errors.Is(err, statute.ErrMissing) {
		errs = append(errs, err)
	}
	return t, errors.Join(errs...)
}

// Reader makes items from columns, for one goroutine.
type Reader struct {
	c     *claim.Columns
	r     *claim.Reader
	terms *terms
	item  Item
}

// NewReader returns a reader of the claims as they stand at the end of the day,
// as known at the instant.
func NewReader(c *claim.Columns, on calendar.Date, knownAt calendar.Instant) (*Reader, error) {
	t, err := readTerms(c.LawBook().Parameters(knownAt), on)
	if err != nil {
		return nil, err
	}
	return &Reader{c: c, r: c.NewReader(on, knownAt), terms: t, item: Item{On: on}}, nil
}

// Read returns claim i, valid until the next call; nil when it was not decided
// by the day, or not known.
func (r *Reader) Read(i int) *Item {
	if !r.r.Seek(i) {
		return nil
	}
	x := &r.item
	x.Claim, x.Regime, x.Decided, x.Several, x.terms, x.reader = i, r.c.Regime(i), r.c.DecidedOn(i), r.c.HasSeveralDebtors(i), r.terms, r.r
	x.Deadlines = r.r.Deadlines()
	x.Limitation = r.r.Limitation()
	x.Account = r.r.Account()
	x.Walk = r.r.Standing(&x.Deadlines, &x.Limitation, x.Account.IsKnown() && x.Account.Total() == 0)
	x.Missed = 0
	if p := &x.Account.Plan; p.Agreed != calendar.None && x.Walk.Conditions&claim.InPlan != 0 {
		left := x.Account.Total()
		if p.Amortise {
			left = x.Account.Capital()
		}
		x.Missed = plan.Missed(p.First, p.Count, p.Amount, p.Paid, left, x.On)
	}
	return x
}
