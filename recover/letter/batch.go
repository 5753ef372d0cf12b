package letter

import (
	"context"
	"errors"

	"balans/exchange/postfile"
	"balans/journal"
	"balans/law/calendar"
)

// finish takes a batch whose letters are queued the rest of the way: hold it, note that it is
// handed over, release it. Where it was stopped before does not matter.
func (r *run) finish(ctx context.Context, batch string, c Channel, ids []Listed) error {
	carrier := r.Carriers[c]
	if carrier == nil { // it was queued by a run that had one
		for range ids {
			r.sent.wait("no-carrier-" + string(c))
		}
		return nil
	}
	if len(ids) == 0 || r.down[c] != nil {
		return nil
	}
	held := postfile.Held{Name: batch, Holder: r.holder}
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		good, bad, err := r.sheets(ctx, batch, carrier, ids)
		if err != nil {
			return err
		}
		if len(good) > 0 {
			if err := carrier.Hold(held, good[0].Letter.Route, good); err != nil {
				r.down[c] = err
				return nil
			}
			if err := r.point("held"); err != nil {
				return err
			}
		}
		appends, err := r.leave(batch, good, bad)
		if err != nil || len(appends) == 0 {
			return err
		}
		_, err = r.j.Append(ctx, appends...)
		if errors.Is(err, journal.ErrConflict) && n < attempts {
			continue // one was taken back in the meantime; the batch is held without it
		}
		if err != nil {
			return err
		}
		r.sent.Handed, r.sent.Failed = r.sent.Handed+len(good), r.sent.Failed+len(bad)
		if err := r.point("noted"); err != nil || len(good) == 0 {
			return err
		}
		if err := carrier.Release(held); err != nil {
			r.down[c] = err
			return nil
		}
		r.sent.Batches = append(r.sent.Batches, batch)
		return r.point("released")
	}
}

// spoiled is a letter that no form can be made of.
type spoiled struct {
	letter *Letter
	fact   factBody
}

// sheets writes the letters of a batch that are still queued in it.
func (r *run) sheets(ctx context.Context, batch string, carrier Carrier, ids []Listed) (good []*Sheet, bad []spoiled, err error) {
	for _, id := range ids {
		l, err := r.load(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if l.State != Queued || l.Batch != batch {
			continue
		}
		s := &Sheet{Letter: l, Attempt: l.Tries}
		code, err := s.write(carrier)
		if err != nil {
			bad = append(bad, spoiled{l, factBody{Channel: l.Channel, Batch: batch, Attempt: l.Tries, Code: code, Why: oneLine(err.Error())}})
			continue
		}
		good = append(good, s)
	}
	return good, bad, nil
}

// write makes the sheet, or says by a code why it cannot.
func (s *Sheet) write(carrier Carrier) (code string, err error) {
	var changed *WordsError
	t, err := s.Letter.template()
	if err != nil {
		return CodeUnwritable, err
	}
	s.Receipt = t.Service
	if s.Document, err = s.Letter.Document(); errors.As(err, &changed) {
		return CodeWords, err
	} else if err != nil {
		return CodeUnwritable, err
	}
	return CodeUnwritable, carrier.Form(s)
}

// oneLine is an error as an event can hold it.
func oneLine(s string) string {
	if journal.Plain(s) {
		return s
	}
	plain := make([]rune, 0, len(s))
	for _, c := range s {
		if !journal.Plain(string(c)) || c == '\uFFFD' {
			c = ' '
		}
		plain = append(plain, c)
	}
	return string(plain)
}

// leave is the commit by which a batch is handed over.
func (r *run) leave(batch string, good []*Sheet, bad []spoiled) (appends []journal.Append, err error) {
	for _, s := range good {
		a, err := r.append(s.Letter, KindHanded, factBody{Channel: s.Letter.Channel, Batch: batch, Attempt: s.Attempt, File: s.Sum})
		if err != nil {
			return nil, err
		}
		appends = append(appends, a)
	}
	for _, b := range bad {
		a, err := r.append(b.letter, KindFailed, b.fact)
		if err != nil {
			return nil, err
		}
		appends = append(appends, a)
	}
	if len(good) == 0 {
		return appends, nil
	}
	body, err := journal.Body(batchBody{Channel: good[0].Letter.Channel, Route: good[0].Letter.Route, Count: len(good), Holder: r.holder})
	return append(appends, journal.Append{Stream: batchPrefix + batch, Expected: journal.AnyVersion,
		Events: []journal.New{{Kind: KindLeft, OccurredOn: calendar.InstantOf(r.j.Now()).Date(), Actor: r.Actor, Cause: r.Cause, Body: body}}}), err
}

// leftovers are batches that are held after all queued letters have left. One that its holder
// noted as handed over is released. One that another holder handed over, or none of whose
// letters is queued, can never leave, and is thrown away; another run may still be at work on
// any other. One that the journal does not know is left and told of.
func (r *run) leftovers(ctx context.Context) error {
	for _, c := range Channels {
		carrier := r.Carriers[c]
		if carrier == nil || r.down[c] != nil {
			continue
		}
		all, err := carrier.Held()
		if err != nil {
			r.down[c] = err
			continue
		}
		for _, h := range all {
			stop, err := r.leftover(ctx, c, carrier, h)
			if err != nil {
				return err
			}
			if stop != nil {
				r.down[c] = stop
				break
			}
		}
	}
	return nil
}

// leftover deals with one; stop is an error of the channel.
func (r *run) leftover(ctx context.Context, c Channel, carrier Carrier, h postfile.Held) (stop, err error) {
	events, err := r.j.Load(ctx, 0, batchPrefix+h.Name)
	if err != nil {
		return nil, err
	}
	made, holder, err := batchOf(events)
	switch {
	case err != nil:
		return nil, err
	case len(events) == 0:
		r.sent.Foreign = append(r.sent.Foreign, h.Name)
		return nil, nil
	case made.Channel != c:
		return nil, nil
	case holder == h.Holder:
		if stop = carrier.Release(h); stop != nil {
			return stop, nil
		}
		r.sent.Batches = append(r.sent.Batches, h.Name)
		return nil, nil
	case holder != "" || r.queuedIn(ctx, h.Name, made) == 0:
		return carrier.Discard(h), nil
	}
	return nil, nil
}

// queuedIn counts the letters of a batch that are queued in it; -1 when that cannot be read.
func (r *run) queuedIn(ctx context.Context, batch string, b batchBody) (n int) {
	for _, x := range b.Letters {
		l, err := r.load(ctx, Listed{x.Letter, int64(x.Party)})
		if err != nil {
			return -1
		}
		if l.State == Queued && l.Batch == batch {
			n++
		}
	}
	return n
}

// batchOf is what the journal says of a batch: how it was made, and which run handed it over.
func batchOf(events []journal.Event) (made batchBody, holder string, err error) {
	for i := range events {
		b, err := journal.ReadBody[batchBody](&events[i])
		if err != nil {
			return made, holder, err
		}
		switch events[i].Kind {
		case KindMade:
			made = b
		case KindLeft:
			holder = b.Holder
		}
	}
	return made, holder, nil
}
