package settlement

import (
	"context"
	"errors"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/housing"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// Actor is who does what the program decides.
const Actor = inquiry.AutoActor

// Run settles a year's housing allowances and makes what follows.
type Run struct {
	housing.Reconciliation
	// Office is what the agency says of itself in letters; its parameters are those that limits
	// and terms are read from.
	Office *inquiry.Office
	// About looks up what is known of persons. An error is a look-up that could not be made at all.
	About func(context.Context, []identity.Number) (inquiry.About, error)
	// PayOn is the day pay-outs are planned for, not before that of the decisions; None: the next
	// ordinary day (housing.PayDay). A run that was interrupted keeps its own.
	PayOn calendar.Date
	// WithoutCharge settles also where a parameter of the charge is not known (SFB 98:7).
	WithoutCharge bool
	DryRun        bool
}

// Receipt says what a run came to.
type Receipt struct {
	*housing.Prepared
	Automatic housing.Total            // claims that the program decided
	Manual    map[string]housing.Total // by why a person decides
	Letters   int
	PayRun    string // name of the payment run; "" when nothing is paid out
	PayOn     calendar.Date
	Cases     int // that were opened now
	DryRun    bool
}

// ErrCharge: what a charge is computed by is not known, and nobody has said to go on without.
var ErrCharge = errors.New("settlement: the charge of SFB 98:7 cannot be computed")

// Do carries the run out, or computes it only. The error is a *housing.BadFile when households
// are bad and are not to be left out.
func (r *Run) Do(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	p, err := r.Prepare(ctx, j)
	if err != nil {
		return nil, err
	}
	out := &Receipt{Prepared: p, Manual: map[string]housing.Total{}, DryRun: r.DryRun}
	if !p.Already {
		if given := r.PayOn != calendar.None && r.PayOn != 0; given && !p.Resumed && r.PayOn < p.Run.On {
			return nil, fmt.Errorf("settlement: the pay day %s is before %s, when it is decided; state a later day (--pay-on)", r.PayOn, p.Run.On)
		}
		if given := r.PayOn != calendar.None && r.PayOn != 0; given && !p.Resumed && !calendar.IsBankDay(r.PayOn) {
			return nil, fmt.Errorf("settlement: %s is no bank day; the next is %s (--pay-on)", r.PayOn, calendar.NextBankDay(r.PayOn))
		}
		if p.Before != nil && !r.DryRun { // what follows of it may have been interrupted
			before := &Receipt{Prepared: &housing.Prepared{Run: *p.Before, Already: true}, Manual: map[string]housing.Total{}}
			if err := r.after(ctx, j, before); err != nil {
				return out, err
			}
		}
		if err := r.decide(ctx, j, out); err != nil || r.DryRun {
			return out, err
		}
		if err := r.write(ctx, j, out); err != nil {
			return out, err
		}
	}
	if r.DryRun {
		return out, nil
	}
	return out, r.after(ctx, j, out)
}

// decide says of each settlement whether a person decides about it. What was written before an
// interruption stands.
func (r *Run) decide(ctx context.Context, j *journal.Journal, out *Receipt) error {
	p := out.Prepared
	if p.Law.Unknown != "" && !r.WithoutCharge && p.Totals.By[housing.Claim].Count+p.Totals.By[housing.PayOut].Count > 0 && !r.DryRun && !p.Resumed {
		return fmt.Errorf("%w: the parameter %s has no value on %d-12-31; set it (`balans law FILE --write`), or settle without a charge and a supplement (--without-charge)", ErrCharge, p.Law.Unknown, r.Year)
	}
	if p.Law.WithAddition {
		return errors.New("settlement: housing_read_supplement is 1, and the letter does not tell a supplement that is settled; set the reading to 0")
	}
	limits, err := limitsOf(r.Office.Parameters, p.Run.On)
	if err != nil {
		return err
	}
	written, err := p.Written(ctx, j)
	if err != nil {
		return err
	}
	for i := range p.Settled {
		s := &p.Settled[i]
		if w := written[s.Household]; w != nil {
			s.Manual = w.Manual
		} else if s.Manual, err = r.manual(ctx, limits, p.Known[i], s); err != nil {
			return err
		}
		out.count(s)
	}
	return nil
}

// count adds a settlement to the receipt.
func (out *Receipt) count(s *housing.Settled) {
	add := func(t *housing.Total) {
		t.Count++
		t.Amount += s.Amount
		t.Charge += s.Charge
	}
	switch {
	case s.Manual != "":
		t := out.Manual[s.Manual]
		add(&t)
		out.Manual[s.Manual] = t
	case s.Outcome == housing.Claim:
		add(&out.Automatic)
	}
	if hasLetter(s) {
		out.Letters++
	}
}

// after does what comes after the mass write; each part is harmless to repeat.
func (r *Run) after(ctx context.Context, j *journal.Journal, out *Receipt) error {
	w := out.Run.Notes()
	if err := letter.ListMass(ctx, j, w); err != nil {
		return err
	}
	var payable, manual []*housing.Settled
	err := housing.ScanRun(ctx, j, &out.Run, func(s *housing.Settled) error {
		if out.Already {
			out.count(s)
		}
		switch {
		case s.Manual != "":
			manual = append(manual, s)
		case s.Outcome == housing.PayOut:
			payable = append(payable, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := r.pay(ctx, j, out, payable); err != nil {
		return err
	}
	return r.open(ctx, j, out, manual)
}

// the benefit, as the catalogue has it.
var housingAllowance = func() benefit.Code {
	code, ok := benefit.Parse("bostadsbidrag")
	if !ok {
		panic("settlement: the catalogue has no housing allowance")
	}
	return code
}()

// PayRun is the name of the payment run that a settlement's pay-outs are planned in.
func PayRun(run *housing.RunInfo) string { return "bostadsbidrag-slutligt-" + run.Name }
