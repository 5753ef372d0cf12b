package inquiry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Uncoupled is the messages that have waited for a case since a day or before, the oldest
// first. Those whose source has taken the basis back are left out: nobody is to do anything.
func Uncoupled(ctx context.Context, j *journal.Journal, since calendar.Date) (all []Waiting, err error) {
	waiting, err := waitingNow(ctx, j)
	if err != nil {
		return nil, err
	}
	for i := range waiting {
		w := &waiting[i]
		newest := w
		for k := range waiting {
			if o := &waiting[k]; o.Party == w.Party && o.Source == w.Source && o.ID == w.ID && o.Version > newest.Version {
				newest = o
			}
		}
		if w.On <= since && !newest.Annulled {
			all = append(all, *w)
		}
	}
	return all, nil
}

// arrivals is the messages of a source about a person, and how many events they are.
func arrivals(ctx context.Context, j *journal.Journal, party identity.Number, source string) (all []Message, version int32, err error) {
	events, err := j.Load(ctx, int64(party), basisStream(source, party))
	if err != nil {
		return nil, 0, err
	}
	for i := range events {
		b, err := journal.ReadBody[arrivedBody](&events[i])
		if err != nil {
			return nil, 0, err
		}
		all = append(all, Message{party, b.Benefit, b.Basis})
	}
	return all, int32(len(events)), nil
}

func (in *Inbox) arrival(j *journal.Journal, m *Message, version int32) (journal.Append, error) {
	e, err := in.event(j, kindArrived, arrivedBody{m.Benefit, m.Basis})
	return journal.Append{Party: int64(m.Party), Stream: basisStream(m.Source, m.Party), Expected: version, Events: []journal.New{e}}, err
}

func (in *Inbox) note(j *journal.Journal, stream, kind string, body any) (journal.Append, error) {
	e, err := in.event(j, kind, body)
	return journal.Append{Stream: stream, Expected: journal.AnyVersion, Events: []journal.New{e}}, err
}

func (in *Inbox) event(j *journal.Journal, kind string, body any) (journal.New, error) {
	text, err := journal.Body(body)
	on := in.On
	if on == calendar.None || on == 0 {
		on = calendar.InstantOf(j.Now()).Date()
	}
	return journal.New{Kind: kind, OccurredOn: on, Actor: in.Actor, Cause: in.Cause, Body: text}, err
}

func (m *Message) waiting() Waiting {
	return Waiting{Party: m.Party, Benefit: m.Benefit, Source: m.Source, ID: m.ID, Version: m.Version, Annulled: m.Annulled}
}

// waitingNow is what waits, in the order it came.
func waitingNow(ctx context.Context, j *journal.Journal) (all []Waiting, err error) {
	events, err := j.Load(ctx, 0, waitingStream)
	if err != nil {
		return nil, err
	}
	coupled := map[Waiting]bool{}
	for i := range events {
		w, err := journal.ReadBody[Waiting](&events[i])
		if err != nil {
			return nil, err
		}
		if events[i].Kind == kindCoupled {
			coupled[w] = true
			continue
		}
		all = append(all, w)
		all[len(all)-1].On = events[i].OccurredOn
	}
	return slices.DeleteFunc(all, func(w Waiting) bool {
		w.On = 0
		return coupled[w]
	}), nil
}

func (m *Message) failure(why string) (failedBody, error) {
	text, err := journal.Body(arrivedBody{m.Benefit, m.Basis})
	sum := sha256.Sum256([]byte(text))
	return failedBody{m.Party, m.Source, m.ID, m.Version, hex.EncodeToString(sum[:8]), why}, err
}

func (f failedBody) name() failedBody {
	f.Why = ""
	return f
}

// failures counts how often each message has failed.
func (in *Inbox) failures(ctx context.Context, j *journal.Journal) (map[failedBody]int, error) {
	events, err := j.Load(ctx, 0, failedStream)
	if err != nil {
		return nil, err
	}
	count := map[failedBody]int{}
	for i := range events {
		f, err := journal.ReadBody[failedBody](&events[i])
		if err != nil {
			return nil, err
		}
		count[f.name()]++
	}
	return count, nil
}

func (in *Inbox) fail(ctx context.Context, j *journal.Journal, m *Message, why string) error {
	f, err := m.failure(why)
	if err != nil {
		return err
	}
	a, err := in.note(j, failedStream, kindFailed, f)
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, a)
	return err
}
