package inquiry

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
	"balans/recover/letter"
)

// letterOf is a letter of a decision, under whom it is sent to.
type letterOf struct {
	id    string
	party identity.Number
	claim *NewClaim // nil when the letter demands nothing
}

// lettersOf are the letters of the decision, and the claim that each demands.
func (c *Case) lettersOf() (all []letterOf) {
	if c.Decision == nil {
		return nil
	}
	demands := map[string]*NewClaim{}
	for i := range c.Decision.Claims {
		for k := range c.Decision.Claims[i].Debtors {
			demands[letterID(c.Decision.Claims[i].ID, k)] = &c.Decision.Claims[i]
		}
	}
	for i, id := range c.Decision.Letters {
		all = append(all, letterOf{id, c.Decision.SentTo[i], demands[id]})
	}
	return all
}

func letterID(claimID string, debtor int) string {
	return fmt.Sprintf("%s-beslut-%d", claimID, debtor+1)
}

// Follow looks at the letters of a decision. When all have left, the claims are told the day
// they were sent and the day to pay by, and the case is closed, in one commit. It is a
// *Refusal while a letter waits, which says which one and why.
func (a *Act) Follow(ctx context.Context, j *journal.Journal, o *Office) (*Receipt, error) {
	return a.do(ctx, j, "follow", d0, func(d *draft) error {
		if d.State != Executing {
			return refuse("state", "the case is %s, and this cannot be done then", d.State)
		}
		byClaim := map[*NewClaim][]claim.Event{}
		for _, x := range d.lettersOf() {
			l, err := letter.Load(ctx, j, x.party, x.id, d.now)
			if err != nil {
				return err
			}
			if l.State != letter.Handed && l.State != letter.Received {
				return refuse("state", "the letter %s has not left: it is %s", l.ID, l.State)
			}
			if x.claim == nil {
				continue
			}
			due, err := dueIn(l)
			if err != nil {
				return err
			}
			e := claim.Event{Kind: claim.Dispatched, OccurredOn: min(l.Since.Date(), d.on), Mode: "ordinary", Details: &claim.Details{Until: due, First: calendar.None, Ref: l.ID}}
			if len(x.claim.Debtors) > 1 {
				e.Details.Debtor = x.party
			}
			byClaim[x.claim] = append(byClaim[x.claim], e)
		}
		for i := range d.Decision.Claims {
			x := &d.Decision.Claims[i]
			more, err := onClaim(ctx, j, x.Debtors[0].Number, x.ID, o, claim.Entry{Actor: a.Actor, Cause: d.cause()}, byClaim[x]...)
			if err != nil {
				return err
			}
			d.more = append(d.more, more)
		}
		return d.add(kindDispatched, d0)
	})
}

// dueIn is the day to pay by that a decision letter states.
func dueIn(l *letter.Letter) (calendar.Date, error) {
	f, err := l.FactsOf()
	if err != nil {
		return calendar.None, err
	}
	dec, ok := f.(*letter.Decision)
	if !ok {
		return calendar.None, fmt.Errorf("the letter %s is no decision", l.ID)
	}
	return dec.DueOn, nil
}

// withdrawLetters takes back the letters of the decision. One that has left cannot be.
func (d *draft) withdrawLetters(ctx context.Context, j *journal.Journal) error {
	for _, x := range d.lettersOf() {
		l, err := letter.Load(ctx, j, x.party, x.id, d.now)
		if err != nil {
			return err
		}
		if l.State == letter.Handed || l.State == letter.Received {
			return refuse("state", "the letter %s has left; a new case reviews the decision", l.ID)
		}
		body, err := journal.Body(struct {
			Why string `json:"why"`
		}{"the decision was taken back"})
		if err != nil {
			return err
		}
		d.more = append(d.more, journal.Append{Party: int64(x.party), Stream: letter.Stream(x.id), Expected: int32(l.Facts),
			Events: []journal.New{{Kind: letter.KindWithdrawn, OccurredOn: d.on, Actor: d.act.Actor, Cause: d.cause(), Body: body}}})
	}
	return nil
}

// NightReceipt is what a night did.
type NightReceipt struct {
	Reasked, Discontinued, Closed, Sent, Escalated int
	Waiting                                        []string // cases whose letters have not left, or that could not be followed
}

// Night lets time pass in open cases: it asks again for a basis, ends cases that never got
// one, ends hearings nobody answered, brings what waits too long to someone, and follows the
// letters of decisions. Running it twice on a day does nothing more.
func Night(ctx context.Context, j *journal.Journal, o *Office, cases []*Summary, a Act) (*NightReceipt, error) {
	r := &NightReceipt{}
	on := a.On
	if on == calendar.None || on == 0 {
		on = calendar.InstantOf(j.Now()).Date()
	}
	for _, s := range cases {
		if s.State == Closed || s.State != Executing && (!isDay(s.Next) || s.Next > on) {
			continue
		}
		act := a
		act.Party, act.Case, act.On = s.Party, s.ID, on
		err := r.one(ctx, j, o, s, &act)
		var refused *Refusal
		if errors.As(err, &refused) { // somebody was there meanwhile: the others are not kept waiting
			r.Waiting = append(r.Waiting, s.ID+": "+err.Error())
			continue
		}
		if err != nil {
			return r, fmt.Errorf("the case %s: %w", s.ID, err)
		}
	}
	return r, nil
}

func (r *NightReceipt) one(ctx context.Context, j *journal.Journal, o *Office, s *Summary, a *Act) error {
	if s.State == Executing {
		_, err := a.Follow(ctx, j, o)
		var refused *Refusal
		var guarded *claim.Refusal
		switch {
		case errors.As(err, &refused), errors.As(err, &guarded):
			r.Waiting = append(r.Waiting, s.ID+": "+err.Error())
			return nil
		case err == nil:
			r.Closed++
		}
		return err
	}
	c, err := Load(ctx, j, s.Party, s.ID)
	if err != nil || c == nil {
		return err
	}
	last := c.undone(a.On)
	var done *int
	switch {
	case last == nil:
		return nil
	case c.State == InHearing && c.Stop == nil:
		_, err = a.CloseHearing(ctx, j)
		done = &r.Sent
	case last.Does == DoesReask:
		_, err = a.do(ctx, j, "reask", d0, func(d *draft) error { return d.add(kindReasked, d0) })
		done = &r.Reasked
	case last.Does == DoesDiscontinue:
		_, err = a.Discontinue(ctx, j, "Underlag har inte kommit in.")
		done = &r.Discontinued
	default:
		_, err = a.do(ctx, j, "escalate", last.Does, func(d *draft) error { return d.add(kindEscalated, escalatedBody{last.Does, last.For}) })
		done = &r.Escalated
	}
	if err == nil {
		*done++
	}
	return err
}

// escalatedSince reports whether a timer that came on a day has been acted on.
func (c *Case) escalatedSince(day calendar.Date) bool {
	for i := range c.History {
		if strings.HasPrefix(c.History[i].Kind, "inquiry.escalated") && c.History[i].On >= day {
			return true
		}
	}
	return false
}
