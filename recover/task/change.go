package task

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// ErrIncomplete: a change names its task, its person, who makes it and for how long.
var ErrIncomplete = errors.New("task: a change names the task, its person, who makes it, and how long it is kept")

// Refusal is why a change is not made. Nothing is stored.
type Refusal struct {
	Code string // taken, not-yours, self, reason
	By   *Hold  // who has the task; nil when nobody does
}

func (r *Refusal) Error() string {
	switch r.Code {
	case "taken":
		return fmt.Sprintf("the task is taken by %s through %s; ask them to hand it over, or take another", r.By.Who, r.By.Until)
	case "not-yours":
		return "only who has the task can give it back or hand it over"
	case "self":
		return "a task is handed over to somebody else"
	}
	return "say why it is handed over"
}

// Change takes a task, gives it back or hands it over.
type Change struct {
	Key   string // of the task
	Party identity.Number
	Who   string
	Cause string
	Days  int    // how long it is kept, the day itself included; not for Release
	To    string // HandOver: to whom
	Why   string // HandOver: why, in words, 3 to 500 characters
	// Once makes the change idempotent: sent twice it is made once; "" gives no protection.
	Once string
}

// Take takes a task that is free, or that one has, which keeps it longer. A *Refusal
// "taken" says who was first.
func (c *Change) Take(ctx context.Context, j *journal.Journal) (*Hold, error) {
	return c.do(ctx, j, KindTaken, func(now *Hold, on calendar.Date) (*body, *Refusal) {
		if now != nil && now.Who != c.Who {
			return nil, &Refusal{"taken", now}
		}
		return &body{Key: c.Key, Who: c.Who, Until: on.AddDays(c.Days - 1)}, nil
	})
}

// Release gives a task back.
func (c *Change) Release(ctx context.Context, j *journal.Journal) error {
	_, err := c.do(ctx, j, KindReleased, func(now *Hold, _ calendar.Date) (*body, *Refusal) {
		if now == nil || now.Who != c.Who {
			return nil, &Refusal{"not-yours", now}
		}
		return &body{Key: c.Key, Who: c.Who, Until: calendar.None}, nil
	})
	return err
}

// HandOver gives a task to somebody else, with the reason.
func (c *Change) HandOver(ctx context.Context, j *journal.Journal) (*Hold, error) {
	return c.do(ctx, j, KindHanded, func(now *Hold, on calendar.Date) (*body, *Refusal) {
		switch n := len([]rune(strings.TrimSpace(c.Why))); {
		case now == nil || now.Who != c.Who:
			return nil, &Refusal{"not-yours", now}
		case c.To == "" || c.To == c.Who:
			return nil, &Refusal{"self", now}
		case n < 3 || n > 500 || !journal.Plain(c.Why):
			return nil, &Refusal{"reason", now}
		}
		return &body{Key: c.Key, Who: c.To, Until: on.AddDays(c.Days - 1), From: c.Who, Why: strings.TrimSpace(c.Why)}, nil
	})
}

// attempts is how often a change is decided anew when others were first.
const attempts = 20

func (c *Change) do(ctx context.Context, j *journal.Journal, kind string, decide func(now *Hold, on calendar.Date) (*body, *Refusal)) (*Hold, error) {
	if c.Key == "" || c.Party == identity.None || c.Who == "" || c.Cause == "" || c.Days < 1 && kind != KindReleased {
		return nil, ErrIncomplete
	}
	for n := 1; ; n++ {
		h, err := c.once(ctx, j, kind, decide)
		if !errors.Is(err, journal.ErrConflict) || n == attempts {
			return h, err
		}
	}
}

// once decides on the task as it is and stores the change with its note.
func (c *Change) once(ctx context.Context, j *journal.Journal, kind string, decide func(now *Hold, on calendar.Date) (*body, *Refusal)) (*Hold, error) {
	events, err := j.Load(ctx, int64(c.Party), Stream(c.Key))
	if err != nil {
		return nil, err
	}
	now, err := fold(events)
	if err != nil {
		return nil, err
	}
	key := c.once1(kind)
	for i := range events {
		if key != "" && events[i].Key == key { // it was sent before
			return now, nil
		}
	}
	on := calendar.InstantOf(j.Now()).Date()
	if now != nil && now.IsOver(on) {
		now = nil
	}
	b, refused := decide(now, on)
	if refused != nil {
		return nil, refused
	}
	text, err := journal.Body(b)
	if err != nil {
		return nil, err
	}
	note, err := journal.Body(noteBody{kind, *b})
	if err != nil {
		return nil, err
	}
	_, err = j.Append(ctx,
		journal.Append{Party: int64(c.Party), Stream: Stream(c.Key), Expected: int32(len(events)), Events: []journal.New{{Kind: kind, OccurredOn: on, Actor: c.Who, Cause: c.Cause, Key: key, Body: text}}},
		journal.Append{Stream: monthStream(on), Expected: journal.AnyVersion, Events: []journal.New{{Kind: KindNoted, OccurredOn: on, Actor: c.Who, Cause: c.Cause, Body: note}}})
	if err != nil {
		return nil, err
	}
	return now.after(kind, on, b)
}

// once1 is the key of the event: the form's, held apart from other changes.
func (c *Change) once1(kind string) string {
	if c.Once == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(kind + "\x00" + c.Who + "\x00" + c.Once))
	return hex.EncodeToString(sum[:12])
}
