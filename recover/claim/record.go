package claim

import (
	"context"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Record is the command that notes that something happened to a claim.
type Record struct {
	Party  identity.Number // the claim's first debtor
	Claim  string          // its number
	Event  Event           // RecordedAt and Ordinal are given by the journal, ID by Key
	Key    string          // makes the command idempotent
	By     Entry
	Terms  Terms
	DryRun bool // check, and show what would be stored
}

// Do carries the command out: it loads the claim, holds the event against the
// guards in the place its date gives it, and appends it. A *Refusal means that
// nothing was stored.
func (r *Record) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	if strings.Contains(r.Event.Mode, " ") {
		return journal.Receipt{}, fmt.Errorf("the mode is one word, not %q", r.Event.Mode)
	}
	input := fmt.Sprint(r.Event.CSV(r.Claim))
	return j.Do(ctx, journal.Command{Party: int64(r.Party), Stream: Stream(r.Claim), Key: r.Key, Input: input, DryRun: r.DryRun,
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			if len(stream) == 0 {
				return nil, fmt.Errorf("there is no claim %s under %s", r.Claim, r.Party.Masked())
			}
			d, events, err := FromJournal(stream)
			if err != nil {
				return nil, err
			}
			e := r.Event
			e.RecordedAt = calendar.InstantOf(j.Now())
			for _, earlier := range events {
				e.Ordinal = max(e.Ordinal, earlier.Ordinal+1)
			}
			if refusal := MayAppend(&d, events, e, r.Terms); refusal != nil {
				return nil, refusal
			}
			n := e.ToJournal(r.By)
			n.RecordedAt, n.Key = 0, ""
			return []journal.New{n}, nil
		}})
}
