package settlement

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/letter"
)

// KindFollowed is noted in followedStream when every letter of a run has left.
const (
	KindFollowed   = "settlement.followed/1"
	followedStream = "settlements-followed"
)

type followedBody struct {
	Run string `json:"run"`
}

// Following tells claims of settlements the day their letters were sent.
type Following struct {
	Terms    claim.Terms
	Actor    string
	Cause    string
	DryRun   bool
	Progress func(phase string, done, total int64) // may be nil
}

// Followed is what a Following did.
type Followed struct {
	Runs    int      // that were looked at
	Told    int      // claims that were told the day their letter was sent
	Waiting int      // claims whose letter has not left
	Before  int      // claims that had been told
	Refused []string // claims that could not be told, and why
}

// Do looks at every run whose letters have not all left. What was told is not told again.
func (f *Following) Do(ctx context.Context, j *journal.Journal) (*Followed, error) {
	out := &Followed{}
	done, version, err := followed(ctx, j)
	if err != nil {
		return out, err
	}
	runs, err := housing.Runs(ctx, j)
	if err != nil {
		return out, err
	}
	for i := range runs {
		if !runs[i].Complete || slices.Contains(done, runs[i].Name) {
			continue
		}
		out.Runs++
		waiting, refused := out.Waiting, len(out.Refused)
		if err := f.run(ctx, j, &runs[i], out); err != nil {
			return out, err
		}
		if out.Waiting > waiting || len(out.Refused) > refused || f.DryRun {
			continue
		}
		if version, err = f.note(ctx, j, runs[i].Name, version); err != nil {
			return out, err
		}
	}
	return out, nil
}

// followed are the runs that are done with.
func followed(ctx context.Context, j *journal.Journal) (names []string, version int32, err error) {
	events, err := j.Load(ctx, 0, followedStream)
	if err != nil {
		return nil, 0, err
	}
	for i := range events {
		b, err := journal.ReadBody[followedBody](&events[i])
		if err != nil {
			return nil, 0, err
		}
		names = append(names, b.Run)
	}
	return names, int32(len(events)), nil
}

func (f *Following) note(ctx context.Context, j *journal.Journal, run string, version int32) (int32, error) {
	body, err := journal.Body(followedBody{run})
	if err != nil {
		return version, err
	}
	_, err = j.Append(ctx, journal.Append{Stream: followedStream, Expected: version, Events: []journal.New{{
		Kind: KindFollowed, OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: f.Actor, Cause: f.Cause, Body: body}}})
	if errors.Is(err, journal.ErrConflict) {
		return version, nil // another night was here; the next one sees what it noted
	}
	return version + 1, err
}

func (f *Following) run(ctx context.Context, j *journal.Journal, run *housing.RunInfo, out *Followed) error {
	var all []*housing.Settled
	err := housing.ScanRun(ctx, j, run, func(s *housing.Settled) error {
		if s.Outcome == housing.Claim && s.Manual == "" {
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	return each(len(all), func(i int) error {
		told, err := f.one(ctx, j, all[i])
		mu.Lock()
		defer mu.Unlock()
		var refused *claim.Refusal
		switch {
		case errors.As(err, &refused):
			out.Refused = append(out.Refused, fmt.Sprintf("%s: %v", all[i].Number, err))
			return nil
		case err != nil:
			return fmt.Errorf("the claim %s: %w", all[i].Number, err)
		}
		switch told {
		case toldNow:
			out.Told++
		case toldBefore:
			out.Before++
		default:
			out.Waiting++
		}
		if f.Progress != nil && i%500 == 0 {
			f.Progress("following letters", int64(i), int64(len(all)))
		}
		return nil
	})
}

type told uint8

const (
	toldNot told = iota
	toldNow
	toldBefore
)

// one tells one claim that its letter was sent, and the day to pay by that it states.
func (f *Following) one(ctx context.Context, j *journal.Journal, s *housing.Settled) (told, error) {
	v, err := j.Version(ctx, int64(s.Party), claim.Stream(s.Number))
	if err != nil {
		return toldNot, err
	}
	if v > 1 {
		stream, err := j.Load(ctx, int64(s.Party), claim.Stream(s.Number))
		if err != nil {
			return toldNot, err
		}
		_, events, err := claim.FromJournal(stream)
		if err != nil || slices.ContainsFunc(events, func(e claim.Event) bool { return e.Kind == claim.Dispatched }) {
			return toldBefore, err
		}
	}
	now := calendar.InstantOf(j.Now())
	l, err := letter.Load(ctx, j, s.Party, LetterID(s.Number), now)
	if err != nil || l.State != letter.Handed && l.State != letter.Received {
		return toldNot, err
	}
	facts, err := l.FactsOf()
	if err != nil {
		return toldNot, err
	}
	h, ok := facts.(*letter.Housing)
	if !ok {
		return toldNot, fmt.Errorf("the letter %s is no decision on housing allowance", l.ID)
	}
	r := claim.Record{Party: s.Party, Claim: s.Number, Key: "dispatched " + l.ID, By: claim.Entry{Actor: f.Actor, Cause: f.Cause}, Terms: f.Terms, DryRun: f.DryRun,
		Event: claim.Event{Kind: claim.Dispatched, OccurredOn: min(l.Since.Date(), now.Date()), Mode: "ordinary", Details: &claim.Details{Until: h.DueOn, First: calendar.None, Ref: l.ID}}}
	_, err = r.Do(ctx, j)
	return toldNow, err
}

// each does something for each of n, many at a time, until one fails.
func each(n int, do func(i int) error) error {
	next := make(chan int)
	var mu sync.Mutex
	var first error
	failed := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return first != nil
	}
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	for i := 0; i < n && !failed(); i++ {
		next <- i
	}
	close(next)
	wg.Wait()
	return first
}
