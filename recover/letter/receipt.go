package letter

import (
	"context"
	"errors"
	"fmt"

	"balans/exchange/postfile"
	"balans/journal"
	"balans/law/calendar"
)

// Taken is what became of receipts.
type Taken struct {
	Stored  int
	Stood   int      // they had been taken in before
	Refused []string // why, one for each that means nothing here
}

// codeOf is what a receipt's status means; "" for delivered.
var codeOf = map[postfile.Status]string{postfile.Delivered: "", postfile.Busy: CodeBusy, postfile.Unreachable: CodeUnreachable,
	postfile.Refused: CodeRefused, postfile.Returned: CodeReturned}

// TakeReceipts stores receipts on their letters. They may come twice, in any order, or about
// letters nobody has heard of: one that means nothing is refused by itself, and the others
// are taken in.
func TakeReceipts(ctx context.Context, j *journal.Journal, all []postfile.Receipt, actor, cause string) (Taken, error) {
	var t Taken
	batches := map[string]map[string]int64{}
	for i := range all {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		r := &all[i]
		if batches[r.Batch] == nil {
			parties, err := partiesOf(ctx, j, r.Batch)
			if err != nil {
				return t, err
			}
			batches[r.Batch] = parties
		}
		party, ok := batches[r.Batch][r.Letter]
		if !ok {
			t.Refused = append(t.Refused, fmt.Sprintf("receipt %s: no letter %s was ever in a batch %s", r.ID, r.Letter, r.Batch))
			continue
		}
		if err := t.take(ctx, j, r, party, actor, cause); err != nil {
			return t, err
		}
	}
	return t, nil
}

// partiesOf are the parties of the letters of a batch.
func partiesOf(ctx context.Context, j *journal.Journal, batch string) (map[string]int64, error) {
	events, err := j.Load(ctx, 0, batchPrefix+batch)
	if err != nil {
		return nil, err
	}
	made, _, err := batchOf(events)
	if err != nil {
		return nil, err
	}
	parties := map[string]int64{}
	for _, l := range made.Letters {
		parties[l.Letter] = int64(l.Party)
	}
	return parties, nil
}

func (t *Taken) take(ctx context.Context, j *journal.Journal, r *postfile.Receipt, party int64, actor, cause string) error {
	for n := 1; ; n++ {
		events, err := j.Load(ctx, party, Stream(r.Letter))
		if err != nil {
			return err
		}
		now := latest(events, calendar.InstantOf(j.Now()))
		l, err := Fold(events, now)
		if err != nil {
			return err
		}
		why := ""
		switch {
		case l == nil:
			why = "the letter is not in the journal; run `balans verify`"
		case !l.WasHanded(r.Attempt):
			why = fmt.Sprintf("attempt %d of letter %s was never handed over", r.Attempt, r.Letter)
		case r.On > now.Date():
			why = fmt.Sprintf("it is of %s, which is to come", r.On)
		}
		if why != "" {
			t.Refused = append(t.Refused, "receipt "+r.ID+": "+why)
			return nil
		}
		key := "receipt:" + r.ID
		if same, ok := earlier(events, key, r); ok {
			if same {
				t.Stood++
			} else {
				t.Refused = append(t.Refused, fmt.Sprintf("receipt %s: another receipt with this id said something else of letter %s", r.ID, r.Letter))
			}
			return nil
		}
		appends, err := receiptAppends(l, r, now, actor, cause, key)
		if err != nil {
			return err
		}
		_, err = j.Append(ctx, appends...)
		if err == nil {
			t.Stored++
			return nil
		}
		if !errors.Is(err, journal.ErrConflict) || n == attempts {
			return err
		}
	}
}

// earlier finds a receipt that was stored under the key, and says whether it is the same.
func earlier(events []journal.Event, key string, r *postfile.Receipt) (same, found bool) {
	for i := range events {
		if events[i].Key != key {
			continue
		}
		b, err := journal.ReadBody[factBody](&events[i])
		return err == nil && b.Code == codeOf[r.Status] && b.Attempt == r.Attempt && b.Batch == r.Batch && b.Why == r.Text && events[i].OccurredOn == r.On, true
	}
	return false, false
}

// receiptAppends are the receipt, and what it does to the lists: a letter that arrived is done
// with, and one that came back afterwards waits again.
func receiptAppends(l *Letter, r *postfile.Receipt, now calendar.Instant, actor, cause, key string) ([]journal.Append, error) {
	kind := KindFailed
	if r.Status == postfile.Delivered {
		kind = KindReceived
	}
	a, err := appendOf(l, kind, factBody{Channel: l.Channel, Batch: r.Batch, Attempt: r.Attempt, Code: codeOf[r.Status], Why: r.Text, Receipt: r.ID}, r.On, actor, cause, key)
	if err != nil {
		return nil, err
	}
	a.Events[0].OccurredOn = r.On
	after := *l
	if err := after.apply(&journal.Event{Kind: kind, RecordedAt: now, Body: a.Events[0].Body}); err != nil {
		return nil, err
	}
	all := []journal.Append{a}
	switch {
	case after.State.Ends() && !l.State.Ends():
		done, err := doneNote([]string{l.ID}, now, actor, cause)
		return append(all, done), err
	case l.State.Ends() && !after.State.Ends():
		body, err := journal.Body(listedBody{l.ID, l.To.Party})
		return append(all, journal.Append{Stream: listPrefix + monthOf(now), Expected: journal.AnyVersion,
			Events: []journal.New{{Kind: KindListed, OccurredOn: now.Date(), Actor: actor, Cause: cause, Body: body}}}), err
	}
	return all, nil
}

// Opened records that the recipient opened a letter on the agency's pages. A letter that left
// another way, or was opened before, stores nothing.
func Opened(ctx context.Context, j *journal.Journal, l *Letter, actor string) error {
	if l.State != Handed || l.Channel != ByPages {
		return nil
	}
	now := calendar.InstantOf(j.Now())
	r := &postfile.Receipt{ID: "opened", Batch: l.Batch, Letter: l.ID, Attempt: l.Tries, Status: postfile.Delivered, On: now.Date()}
	appends, err := receiptAppends(l, r, now, actor, "opened", "receipt:opened")
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, appends...)
	if errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrKeyReused) {
		return nil
	}
	return err
}
