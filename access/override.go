package access

import (
	"context"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
)

// Beyond is a wish to go beyond a benefit or a unit in the matter of one person.
type Beyond struct {
	Question Question // what was refused; On and Now are set to now
	Reason   string
	Until    calendar.Instant // 0: as long as is allowed
	Cause    string
	Key      string // makes the command idempotent; "" gives no protection
	// ID of the override; the caller makes one that nobody has.
	ID         string
	DryRun     bool
	Parameters *statute.Parameters // nil is the program's own
}

// TakeOverride stores that somebody goes beyond a benefit or a unit in one person's matter,
// for a reason that is stated and until a time. It is for what May says is overridable and
// nothing else: the core rules stay, and a role that lacks the function gets none. The
// error is a *Refusal with the words of the answer, or ErrBody.
func TakeOverride(ctx context.Context, j *journal.Journal, b *Book, w Beyond) (Override, error) {
	now := calendar.InstantOf(j.Now())
	w.Question.On, w.Question.Now = now.Date(), now
	q := w.Question
	p, err := parametersOr(w.Parameters)
	if err != nil {
		return Override{}, err
	}
	most, err := p.Value(statute.OverrideHours, q.On)
	if err != nil {
		return Override{}, err
	}
	last := now + calendar.Instant(most.Int64)*hour
	o := Override{ID: w.ID, Actor: q.Actor, Party: q.Party, Reason: strings.TrimSpace(w.Reason), From: now, Until: w.Until}
	if o.Until == 0 {
		o.Until = last
	}
	if o.Until > last {
		return o, refuse("too-long", "SFB 114:13", "an override lasts at most %d hours", most.Int64)
	}
	if err := o.check(); err != nil {
		return o, fmt.Errorf("%w: %w", ErrBody, err)
	}
	switch x := b.May(q); {
	case x.OK:
		return o, refuse("not-needed", "", "nothing is in the way: no override is needed")
	case !x.Overridable:
		return o, refuse(string(publicRule(x.Rule)), x.Law, "%s", x.Why.Text(English))
	}
	if _, used := b.named[o.ID]; used {
		return o, refuse("id-used", "", "the id %q is used for something else; give it another", o.ID)
	}
	return o, o.store(ctx, j, w)
}

const hour calendar.Instant = 3_600_000_000 // microseconds

// publicRule is the rule as it may be told: an unknown and a protected person are one.
func publicRule(r Rule) Rule {
	if r == RuleProtected {
		return RuleUnknown
	}
	return r
}

func (o Override) store(ctx context.Context, j *journal.Journal, w Beyond) error {
	body, err := journal.Body(o)
	if err != nil {
		return err
	}
	_, err = j.Do(ctx, journal.Command{Stream: overrideStream(o.From), Key: w.Key, Input: fmt.Sprint(o.Actor, " ", int64(o.Party), " ", o.Reason), DryRun: w.DryRun,
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			return []journal.New{{Kind: KindOverridden, OccurredOn: o.on(), Actor: o.Actor, Cause: w.Cause, Body: body}}, nil
		}})
	return err
}

// EndOverride ends an override of one's own before its time. It is ErrBody for an id nobody
// has, and a *Refusal for another's.
func EndOverride(ctx context.Context, j *journal.Journal, b *Book, actor, id, why, cause string) error {
	now := calendar.InstantOf(j.Now())
	o, ok := b.named[id].(Override)
	if !ok {
		return fmt.Errorf("%w: there is no override %q", ErrBody, id)
	}
	if o.Actor != actor && !b.mayOwn(actor, Administer, now) {
		return refuse("not-own", "SFB 114:13", "an override is ended by %s or by an access administrator", o.Actor)
	}
	e := Ended{ID: id, Last: now.Date(), Why: why}
	if err := e.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrBody, err)
	}
	body, err := journal.Body(e)
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, journal.Append{Stream: overrideStream(now), Expected: journal.AnyVersion,
		Events: []journal.New{{Kind: KindEnded, OccurredOn: e.Last, Actor: actor, Cause: cause, Body: body}}})
	return err
}

// IsOverride says whether an id is that of an override.
func (b *Book) IsOverride(id string) bool {
	_, ok := b.named[id].(Override)
	return ok
}

// Overrides is every override that began in a period, as known at an instant, in the order
// they were taken; Until is when each ended or ends.
func (b *Book) Overrides(days calendar.Period, now calendar.Instant) (all []Override) {
	for _, f := range b.facts {
		if o, ok := f.Body.(Override); ok && f.KnownAt <= now && days.Contains(o.From.Date()) {
			o.Until = b.untilOf(o, now)
			all = append(all, o)
		}
	}
	return all
}
