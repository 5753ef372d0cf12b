package letter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Refusal is why something cannot be done with a letter.
type Refusal struct {
	Letter string
	Code   string
	Why    string
}

func (e *Refusal) Error() string { return "letter " + e.Letter + ": " + e.Why }

// Act is what a person does with a letter.
type Act struct {
	Letter string
	Party  identity.Number // None: it is looked for in the lists
	Why    string          // must be stated
	Actor  string
	Cause  string
	DryRun bool
}

// Withdraw takes a letter back before it has left, or when it is known that it did not arrive.
// One that has left, or may have arrived, is a *Refusal.
func (a *Act) Withdraw(ctx context.Context, j *journal.Journal) (*Letter, error) {
	return a.do(ctx, j, KindWithdrawn, func(l *Letter) string {
		if l.State == Handed || l.State == Received {
			return "it has been handed over and cannot be taken back; write a new letter that says what is right"
		}
		if l.State == Parked && l.Code == CodeNoReceipt {
			return "it was handed over and no receipt came, so it may have arrived; it cannot be taken back"
		}
		return ""
	})
}

// Release lets a held letter go on: somebody has weighed the sekretessmarkering (OSL 22:1).
func (a *Act) Release(ctx context.Context, j *journal.Journal) (*Letter, error) {
	return a.do(ctx, j, KindReleased, nil)
}

// Resend has a parked or failed letter chosen a channel for anew, now. Every channel counts
// again.
func (a *Act) Resend(ctx context.Context, j *journal.Journal) (*Letter, error) {
	return a.do(ctx, j, KindResent, func(l *Letter) string {
		switch {
		case l.State == Received:
			return "it has arrived; order a copy as a letter of its own"
		case l.State == Handed:
			return "it is handed over and the receipt is waited for; until then it would come twice"
		}
		return ""
	})
}

// do stores one fact of a person. The same act on a letter where it is done already stores
// nothing.
func (a *Act) do(ctx context.Context, j *journal.Journal, kind string, refuses func(*Letter) string) (*Letter, error) {
	switch {
	case strings.TrimSpace(a.Actor) == "":
		return nil, errors.New("letter: who does it is to be named")
	case strings.TrimSpace(a.Why) == "":
		return nil, &Refusal{a.Letter, "reason-missing", "say why"}
	case !journal.Plain(a.Why):
		return nil, &Refusal{a.Letter, "reason", "the reason has a control character"}
	}
	if a.Party == identity.None {
		party, err := Find(ctx, j, a.Letter)
		if err != nil {
			return nil, err
		}
		a.Party = party
	}
	for n := 1; ; n++ {
		l, err := a.try(ctx, j, kind, refuses)
		if !errors.Is(err, journal.ErrConflict) || n == attempts {
			return l, err
		}
	}
}

func (a *Act) try(ctx context.Context, j *journal.Journal, kind string, refuses func(*Letter) string) (*Letter, error) {
	events, err := j.Load(ctx, int64(a.Party), Stream(a.Letter))
	if err != nil {
		return nil, err
	}
	now := latest(events, calendar.InstantOf(j.Now()))
	l, err := Fold(events, now)
	if err != nil || l == nil {
		return nil, errors.Join(err, unknownUnless(err, a.Letter))
	}
	if last := &events[len(events)-1]; last.Kind == kind {
		if _, ok := stepOf(l.State, kind); !ok {
			return l, nil // done already
		}
	}
	if refuses != nil {
		if why := refuses(l); why != "" {
			return nil, &Refusal{l.ID, "not-now", why}
		}
	}
	to, ok := stepOf(l.State, kind)
	if !ok {
		return nil, &Refusal{l.ID, "not-now", fmt.Sprintf("it is %s, and that is done with one that is %s", l.State, strings.Join(takenFrom(kind), " or "))}
	}
	if a.DryRun {
		return l, nil
	}
	first, err := appendOf(l, kind, factBody{Why: a.Why}, now.Date(), a.Actor, a.Cause, "")
	if err != nil {
		return nil, err
	}
	appends := []journal.Append{first}
	if to.Ends() {
		done, err := doneNote([]string{l.ID}, now, a.Actor, a.Cause)
		if err != nil {
			return nil, err
		}
		appends = append(appends, done)
	}
	if _, err := j.Append(ctx, appends...); err != nil {
		return nil, err
	}
	return Load(ctx, j, a.Party, a.Letter, latest(events, calendar.InstantOf(j.Now())))
}

// takenFrom are the states that a fact leads out of.
func takenFrom(kind string) (names []string) {
	for _, s := range steps {
		if s.Kind == kind {
			names = append(names, s.From.String())
		}
	}
	return names
}

func unknownUnless(err error, id string) error {
	if err != nil {
		return nil
	}
	return fmt.Errorf("%w: %q", ErrUnknown, id)
}

// doneNote says in the list of this month that nothing more is done with letters.
func doneNote(letters []string, now calendar.Instant, actor, cause string) (journal.Append, error) {
	body, err := journal.Body(doneBody{letters})
	return journal.Append{Stream: donePrefix + monthOf(now), Expected: journal.AnyVersion,
		Events: []journal.New{{Kind: KindDone, OccurredOn: now.Date(), Actor: actor, Cause: cause, Body: body}}}, err
}
