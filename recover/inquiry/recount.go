package inquiry

import (
	"context"
	"fmt"
	"reflect"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
)

// Recounted is what was counted anew.
type Recounted struct {
	Cases, Decisions, Claims int
	Faults                   []string
}

// Recount folds every case anew from its own stream, holds it against what the agency's notes
// say of it, and holds the claims and approvals of its decision against each other.
func Recount(ctx context.Context, j *journal.Journal) (*Recounted, error) {
	b, err := ReadBook(ctx, j)
	if err != nil {
		return nil, err
	}
	r := &Recounted{}
	named, err := j.Version(ctx, 0, casesStream)
	if err != nil {
		return nil, err
	}
	if all := b.All(); int(named) != len(all) {
		r.fault("%d cases have a number, and %d are noted", named, len(all))
	}
	for _, s := range b.All() {
		r.Cases++
		c, err := Load(ctx, j, s.Party, s.ID)
		switch {
		case err != nil:
			r.fault("%v", err)
			continue
		case c == nil:
			r.fault("the case %s is noted and has no events", s.ID)
			continue
		}
		if now := c.summary(); !reflect.DeepEqual(stored(now), stored(s)) {
			r.fault("the case %s is %s with %d events, and the notes say %s with %d", s.ID, now.State, now.Version, s.State, s.Version)
		}
		if c.Decision != nil {
			if err := r.decision(ctx, j, c); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// stored is a summary as it is read back: days left out and days that are none are one.
func stored(s *Summary) Summary {
	x := *s
	for _, d := range []*calendar.Date{&x.AnswerBy, &x.Until, &x.Decided, &x.Ended, &x.Next} {
		if !isDay(*d) {
			*d = calendar.None
		}
	}
	return x
}

func (r *Recounted) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// decision holds a decision against its proposal, its approver and the claims it made.
func (r *Recounted) decision(ctx context.Context, j *journal.Journal, c *Case) error {
	d := c.Decision
	r.Decisions++
	if !d.Auto && (d.By == d.Proposer || d.Proposer == "") {
		r.fault("the case %s was decided by the one who proposed it", c.ID)
	}
	var sum, charges, entries money.Amount
	for i := range d.Claims {
		x := &d.Claims[i]
		sum += x.Principal
		charges += x.Charge
		if err := r.claim(ctx, j, c, x, x.Debtors[0].Number); err != nil {
			return err
		}
	}
	for _, e := range d.Entries {
		entries += e.Amount
	}
	if c.Reviews == "" && (entries != sum || len(d.Claims) > 0 && sum-charges != d.Repay) {
		r.fault("the case %s decided %s, its claims are %s and its entries in the books %s", c.ID, d.Repay, sum, entries)
	}
	return nil
}

func (r *Recounted) claim(ctx context.Context, j *journal.Journal, c *Case, x *NewClaim, party identity.Number) error {
	r.Claims++
	stream, err := j.Load(ctx, int64(party), claim.Stream(x.ID))
	if err != nil {
		return err
	}
	if len(stream) == 0 {
		r.fault("the case %s decided the claim %s, which is not there", c.ID, x.ID)
		return nil
	}
	dec, _, err := claim.FromJournal(stream)
	if err != nil {
		r.fault("the claim %s: %v", x.ID, err)
		return nil
	}
	if dec.Principal != x.Principal || dec.DecidedOn != c.Decision.On || dec.Benefit != c.Benefit {
		r.fault("the claim %s is of %s decided %s, and the case %s says %s, %s", x.ID, dec.Principal, dec.DecidedOn, c.ID, x.Principal, c.Decision.On)
	}
	return nil
}
